/** The ground under the spans: bands, grid lines, a dotted line where no thread lives, and the
 *  part of the past that is no longer kept. */

/** @import {Layer, Scene} from "../layer.js" */

/** Between the dots of a line. */
const GAP_PX = 4;

/** @type {Layer} */
export const ground = {
  id: "ground",
  draw(ctx, scene) {
    const { palette, width, height, lanes, dpr, scale, axis } = scene;
    ctx.fillStyle = palette.ground;
    ctx.fillRect(0, 0, width, height);
    ctx.fillStyle = palette.alternate;
    for (const { box, alternate } of lanes) {
      if (alternate) ctx.fillRect(0, box.top, width, box.height);
    }
    ctx.fillStyle = palette.panel;
    for (const { box } of scene.bands) ctx.fillRect(0, box.top, width, box.height);
    const line = Math.max(1, Math.round(dpr));
    ctx.fillStyle = palette.line;
    for (const tick of axis.ticks) {
      ctx.fillRect(Math.round(scale.timeToPx(tick.ns)), 0, line, height);
    }
    const slim = scene.cores ? [...scene.gils, scene.cores] : scene.gils;
    for (const { box } of [...slim, ...lanes, ...scene.groups, ...scene.bands, ...scene.objects]) {
      ctx.fillRect(0, box.top + box.height - line, width, line);
    }
    drawOutside(ctx, scene);
    drawAbsence(ctx, scene, line);
    drawDropped(ctx, scene, line);
  },
};

/** Beside a longer run, or one that is aligned otherwise, there is time in which this one was not.
 *  @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
function drawOutside(ctx, { palette, scale, width, height, headNs, zeroNs, timeline }) {
  if (zeroNs === null) return;
  ctx.fillStyle = palette.panel;
  const begin = Math.min(width, Math.round(scale.timeToPx(0)));
  if (begin > 0) ctx.fillRect(0, 0, begin, height);
  const end = Math.max(0, Math.round(scale.timeToPx(headNs)));
  if (!timeline.live && end < width) ctx.fillRect(end, 0, width - end, height);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} line */
function drawAbsence(ctx, { palette, lanes, dpr, scale, width, headNs }, line) {
  ctx.strokeStyle = palette.inkFaint;
  ctx.lineWidth = line;
  ctx.setLineDash([line, GAP_PX * dpr]);
  ctx.globalAlpha = 0.6;
  ctx.beginPath();
  // Dots stay with the time, wherever the edge of what is drawn lies.
  const period = line + GAP_PX * dpr;
  const dotAfter = (/** @type {number} */ px) =>
    Math.ceil((px + scale.firstPx) / period) * period - scale.firstPx;
  for (const { spans, box } of lanes) {
    const y = box.baseline - line / 2;
    const first = spans.length ? spans.start(0) : headNs;
    const last = spans.length ? spans.end(spans.length - 1) : headNs;
    const begin = Math.min(width, scale.timeToPx(first));
    const end = Math.max(0, scale.timeToPx(last));
    const head = Math.min(width, scale.timeToPx(headNs));
    if (begin > 0) drawDots(ctx, dotAfter(Math.max(0, scale.timeToPx(0))), begin, y);
    if (end < head) drawDots(ctx, dotAfter(end), head, y);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} from @param {number} to @param {number} y */
function drawDots(ctx, from, to, y) {
  if (from >= to) return;
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
}

/** What was dropped was not empty: it is shaded, up to an edge.
 *  @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} line */
function drawDropped(ctx, { timeline, palette, scale, width, height }, line) {
  const right = Math.min(width, Math.round(scale.timeToPx(timeline.beginsNs)));
  if (timeline.beginsNs === 0 || right <= 0) return;
  ctx.fillStyle = palette.panel;
  ctx.fillRect(0, 0, right, height);
  ctx.fillStyle = palette.inkSoft;
  ctx.fillRect(right - line, 0, line, height);
}

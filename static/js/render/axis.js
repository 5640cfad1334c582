/** The axis: ticks above the lanes, and where in time findings lie. */

import { drawAxisMarks } from "./axis_marks.js";

/** @import {Scene} from "./layer.js" */

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene
 * @param {number} height in device pixels
 * @param {{fromNs: number, toNs: number} | null} mark a stretch about to be zoomed to
 */
export function drawAxis(ctx, scene, height, mark) {
  const { palette, axis, scale, width, dpr } = scene;
  const line = Math.max(1, Math.round(dpr));
  ctx.fillStyle = palette.ground;
  ctx.fillRect(0, 0, width, height);
  ctx.font = palette.axisFont;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const y = Math.round(height / 2);
  const reserved = axis.base ? 10 * dpr + axis.base.label.length * palette.advance : 0;
  drawSmallTicks(ctx, scene, height, line);
  for (const tick of axis.ticks) {
    const x = Math.round(scale.timeToPx(tick.ns));
    ctx.fillStyle = palette.line;
    ctx.fillRect(x, height - Math.round(9 * dpr), line, Math.round(9 * dpr));
    const right = x + 5 * dpr + tick.label.length * palette.advance;
    if (x < reserved || right > width) continue;
    ctx.fillStyle = palette.inkSoft;
    ctx.fillText(tick.label, x + 5 * dpr, y);
  }
  if (axis.base) {
    ctx.fillStyle = palette.ink;
    ctx.fillText(axis.base.label, 6 * dpr, y);
  }
  if (mark) {
    const left = scale.timeToPx(mark.fromNs);
    ctx.fillStyle = palette.accent;
    ctx.globalAlpha = 0.25;
    ctx.fillRect(left, 0, scale.timeToPx(mark.toNs) - left, height);
    ctx.globalAlpha = 1;
  }
  drawFindingBars(ctx, scene, height);
  drawAxisMarks(ctx, scene);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} height */
function drawFindingBars(ctx, { palette, scale, width, dpr, timeline, headNs }, height) {
  for (const finding of timeline.findings.values()) {
    if (finding.severity === "info") continue;
    const from = scale.timeToPx(finding.from);
    const to = scale.timeToPx(Math.min(finding.to, headNs));
    if (to < 0 || from > width) continue;
    ctx.fillStyle = finding.severity === "error" ? palette.error : palette.hold;
    ctx.fillRect(from, height - 3 * dpr, Math.max(to - from, 4 * dpr), 3 * dpr);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} height
 *  @param {number} line */
function drawSmallTicks(ctx, { palette, axis, scale, width, zeroNs }, height, line) {
  ctx.fillStyle = palette.line;
  const small = axis.stepNs / 5;
  if (small < 1) return;
  const zero = zeroNs ?? 0;
  const least = zeroNs === null ? 0 : -Infinity;
  const first = Math.max(least, Math.ceil((scale.fromNs - zero) / small));
  for (let n = first; n * small <= scale.toNs - zero; n += 1) {
    const x = Math.round(scale.timeToPx(n * small + zero));
    if (x > width) break;
    ctx.fillRect(x, height - 4 * line, line, 4 * line);
  }
}

/** The playhead, and the range marked by hand. */

import { formatDuration } from "../../base/format.js";

/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const playhead = {
  id: "playhead",
  draw(ctx, scene) {
    const { view, palette, scale, height, dpr } = scene;
    if (view.range) drawRange(ctx, scene, view.range);
    if (view.playheadNs === null) return;
    ctx.fillStyle = palette.selection;
    const line = Math.max(1, Math.round(dpr));
    ctx.fillRect(Math.round(scale.timeToPx(view.playheadNs)), 0, line, height);
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene
 * @param {{fromNs: number, toNs: number}} range
 */
function drawRange(ctx, { palette, scale, width, height, dpr, em }, { fromNs, toNs }) {
  const left = Math.max(-dpr, Math.round(scale.timeToPx(fromNs)));
  const right = Math.min(width + dpr, Math.round(scale.timeToPx(toNs)));
  if (right <= left) return;
  ctx.fillStyle = palette.accent;
  ctx.globalAlpha = 0.14;
  ctx.fillRect(left, 0, right - left, height);
  ctx.globalAlpha = 1;
  const line = Math.max(1, Math.round(dpr));
  for (const x of [left, right]) ctx.fillRect(x, 0, line, height);
  const text = formatDuration(toNs - fromNs);
  const textWidth = (text.length + 1) * palette.advance;
  const x = Math.round((left + right - textWidth) / 2);
  ctx.fillRect(x, height - 18 * em, textWidth, 18 * em);
  ctx.font = palette.font;
  ctx.textBaseline = "middle";
  ctx.fillStyle = palette.accentLabel;
  ctx.fillText(text, x + palette.advance / 2, height - 9 * em);
}

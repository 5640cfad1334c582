/** Marks set by hand, through all lanes, and how far apart neighbours are. */

import { formatDuration } from "../../base/format.js";

/** @import {Layer, Scene} from "../layer.js" */

const DASH_PX = [4, 3];
/** Where the distances stand, above the lower edge, clear of that of a range. */
const ABOVE_PX = 30;

/** @type {Layer} */
export const handMarks = {
  id: "hand_marks",
  draw(ctx, scene) {
    const { view, palette, scale, width, height, dpr } = scene;
    if (view.marks.length === 0) return;
    const line = Math.max(1, Math.round(dpr));
    const places = view.marks.map(({ ns }) => Math.round(scale.timeToPx(ns)));
    ctx.strokeStyle = palette.ink;
    ctx.lineWidth = line;
    ctx.setLineDash(DASH_PX.map((px) => px * dpr));
    ctx.beginPath();
    for (const x of places) {
      if (x < 0 || x > width) continue;
      ctx.moveTo(x + line / 2, 0);
      ctx.lineTo(x + line / 2, height);
    }
    ctx.stroke();
    ctx.setLineDash([]);
    for (let i = 1; i < places.length; i += 1) {
      const ns = view.marks[i].ns - view.marks[i - 1].ns;
      drawDistance(ctx, scene, places[i - 1], places[i], formatDuration(ns));
    }
  },
};

/**
 * Where there is room for it, in the part that is in sight.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} from
 * @param {number} to in device pixels @param {string} text
 */
function drawDistance(ctx, { palette, width, height, dpr, em }, from, to, text) {
  const left = Math.max(0, from);
  const right = Math.min(width, to);
  const wide = (text.length + 1) * palette.advance;
  if (right - left < wide + 8 * dpr) return;
  const y = Math.round(height - ABOVE_PX * em);
  const x = Math.round((left + right - wide) / 2);
  ctx.fillStyle = palette.ink;
  ctx.fillRect(left, y, right - left, Math.max(1, Math.round(dpr)));
  ctx.fillStyle = palette.ground;
  ctx.fillRect(x, y - 9 * em, wide, 18 * em);
  ctx.font = palette.font;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.fillStyle = palette.ink;
  ctx.fillText(text, x + palette.advance / 2, y);
}

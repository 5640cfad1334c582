/** Marks set by hand, on the axis: a flag with the number that lists and tooltips call it by. */

import { markText } from "../model/marks.js";

/** @import {Scene} from "./layer.js" */

const FLAG_PX = 15;
/** More of a name than this hides the ticks. */
const MOST_LETTERS = 14;

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
export function drawAxisMarks(ctx, scene) {
  const { view, palette, scale, width, dpr, em } = scene;
  const line = Math.max(1, Math.round(dpr));
  const high = Math.round(FLAG_PX * em);
  ctx.font = palette.axisFont;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  // From the right: where flags are crowded, the earlier one keeps its number in sight.
  for (let index = view.marks.length - 1; index >= 0; index -= 1) {
    const x = Math.round(scale.timeToPx(view.marks[index].ns));
    if (x < -width || x > width) continue;
    const text = shortened(markText(view.marks[index], index));
    const wide = Math.round((text.length + 1) * palette.advance);
    ctx.fillStyle = palette.ground;
    ctx.fillRect(x - line, 0, wide + 2 * line, high + line);
    ctx.fillStyle = palette.ink;
    ctx.fillRect(x, 0, wide, high);
    ctx.fillRect(x, 0, line, scene.height);
    ctx.fillStyle = palette.ground;
    ctx.fillText(text, x + palette.advance / 2, high / 2 + line / 2);
  }
}

/** @param {string} text */
const shortened = (text) =>
  text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;

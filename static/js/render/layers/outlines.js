/** Outlines of the hovered and of the selected span or hold, and of what belongs to it. */

import { layoutKin } from "../../layout/kin.js";
import { boxOfHold, boxOfSpan } from "../../layout/lit.js";

/** @import {HoldPlace, SpanPlace} from "../../model/fragment.js" */
/** @import {Box} from "../../layout/lit.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const outlines = {
  id: "outlines",
  draw(ctx, scene) {
    const { view, palette, dpr } = scene;
    // A running span is there because its thread had the GIL, and the other way round.
    for (const box of layoutKin(scene)) outline(ctx, scene, box, palette.ink, Math.round(dpr));
    /** @type {[SpanPlace | null, HoldPlace | null, string][]} */
    const marked = [
      [view.hover, view.hoverHold, palette.ink],
      [view.selection, view.hold, palette.selection],
    ];
    for (const [span, hold, colour] of marked) {
      const box = (span && boxOfSpan(scene, span)) ?? (hold && boxOfHold(scene, hold));
      if (box) outline(ctx, scene, box, colour, Math.round(2 * dpr));
    }
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {Box} box
 * @param {string} colour @param {number} line how thick
 */
function outline(ctx, scene, box, colour, line) {
  const rect = /** @type {const} */ ([
    box.x - line / 2,
    box.y - line / 2,
    box.width + line,
    box.height + line,
  ]);
  // A rim in the ground colour: the colour of a state may be near that of the outline.
  ctx.strokeStyle = scene.palette.ground;
  ctx.lineWidth = 2 * line;
  ctx.strokeRect(...rect);
  ctx.strokeStyle = colour;
  ctx.lineWidth = line;
  ctx.strokeRect(...rect);
}

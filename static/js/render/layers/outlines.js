/** Outlines of the hovered and of the selected span. */

import { spanBox } from "../../layout/lit.js";

/** @import {SpanPlace} from "../../model/fragment.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const outlines = {
  id: "outlines",
  draw(ctx, scene) {
    const { view, palette } = scene;
    if (view.hover) outline(ctx, scene, view.hover, palette.ink);
    if (view.selection) outline(ctx, scene, view.selection, palette.selection);
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {SpanPlace} place
 * @param {string} colour
 */
function outline(ctx, scene, place, colour) {
  const lane = scene.lanes.find((each) => each.id === place.lane);
  if (!lane) return;
  const index = lane.spans.lastStarted(place.start);
  if (index < 0) return;
  const box = spanBox(scene, lane, index);
  const line = Math.round(2 * scene.dpr);
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

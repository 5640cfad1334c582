/** Marks of instants, along the top of a lane: a moment has no width, so it has a shape. */

import { layoutMarks } from "../../layout/marks.js";

/** @import {Look, Mark} from "../../layout/marks.js" */
/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const marks = {
  id: "marks",
  draw(ctx, scene) {
    for (const lane of scene.lanes) {
      for (const mark of layoutMarks(scene, lane)) SHAPES[mark.look](ctx, scene, lane, mark);
    }
  },
};

/** @typedef {(ctx: CanvasRenderingContext2D, scene: Scene, lane: LaneFrame, mark: Mark) => void}
 *  Shape */

/** @type {Readonly<Record<Look, Shape>>} */
const SHAPES = Object.freeze({
  line: (ctx, scene, lane, mark) => tick(ctx, scene, lane, mark, scene.palette.inkSoft),
  pause: (ctx, scene, lane, mark) => tick(ctx, scene, lane, mark, scene.palette.inkFaint),
  error: (ctx, scene, lane, mark) => tick(ctx, scene, lane, mark, scene.palette.error),
  mark: (ctx, scene, lane, mark) => diamond(ctx, scene, lane, mark, scene.palette.accent),
  loss: (ctx, scene, lane, mark) => cross(ctx, scene, lane, mark),
  exception: (ctx, scene, lane, mark) => flag(ctx, scene, lane, mark),
});

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 *  @param {Mark} mark @param {string} colour */
function tick(ctx, { dpr, palette }, { box }, mark, colour) {
  const wide = Math.max(2, Math.round(2 * dpr));
  const high = Math.round(5 * dpr);
  // A rim in the ground colour keeps it apart from the span behind it.
  ctx.fillStyle = palette.ground;
  ctx.fillRect(mark.x - dpr, box.top, wide + 2 * dpr, high + dpr);
  ctx.fillStyle = colour;
  ctx.fillRect(mark.x, box.top, wide, high);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 *  @param {Mark} mark @param {string} colour */
function diamond(ctx, { dpr, palette }, { box }, mark, colour) {
  const half = 4 * dpr;
  const y = box.top + half + dpr;
  ctx.beginPath();
  ctx.moveTo(mark.x, y - half);
  ctx.lineTo(mark.x + half, y);
  ctx.lineTo(mark.x, y + half);
  ctx.lineTo(mark.x - half, y);
  ctx.closePath();
  outline(ctx, dpr, palette.ground, colour);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 *  @param {Mark} mark */
function flag(ctx, { dpr, palette }, { box }, mark) {
  const half = 5 * dpr;
  ctx.beginPath();
  ctx.moveTo(mark.x - half, box.top + dpr);
  ctx.lineTo(mark.x + half, box.top + dpr);
  ctx.lineTo(mark.x, box.top + dpr + 1.8 * half);
  ctx.closePath();
  outline(ctx, dpr, palette.ground, palette.error);
  ctx.fillRect(
    mark.x - Math.round(dpr / 2),
    box.top + dpr,
    Math.max(1, Math.round(dpr)),
    box.height - 2 * dpr,
  );
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 *  @param {Mark} mark */
function cross(ctx, { dpr, palette }, { box }, mark) {
  const half = 3.5 * dpr;
  const y = box.top + half + 2 * dpr;
  ctx.strokeStyle = palette.error;
  ctx.lineWidth = 2 * dpr;
  ctx.beginPath();
  ctx.moveTo(mark.x - half, y - half);
  ctx.lineTo(mark.x + half, y + half);
  ctx.moveTo(mark.x + half, y - half);
  ctx.lineTo(mark.x - half, y + half);
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {number} dpr @param {string} rim
 *  @param {string} fill */
function outline(ctx, dpr, rim, fill) {
  ctx.strokeStyle = rim;
  ctx.lineWidth = 2 * dpr;
  ctx.stroke();
  ctx.fillStyle = fill;
  ctx.fill();
}

/**
 * Spans wide enough to be drawn as themselves: colour, height and a third sign each —
 * a hatch for what waits on an object, an outlined top for what waits for the GIL — so
 * that they read in greyscale too.
 */

import { HEIGHTS } from "../../layout/skyline.js";
import { BLOCKED, FINISHED, RUNNABLE } from "../../model/vocabulary.js";
import { drawnWidth, edgeHeight, hasManySpans, PLAIN_BELOW_PX } from "../span_pixels.js";

/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const spans = {
  id: "spans",
  draw(ctx, scene) {
    const { palette } = scene;
    const plain = PLAIN_BELOW_PX * scene.dpr;
    const few = scene.lanes.filter((lane) => !hasManySpans(lane));
    // By state, so that the fill changes six times a frame and not once a span.
    for (let state = 0; state < FINISHED; state += 1) {
      ctx.fillStyle = palette.fill[state];
      const below = state === BLOCKED ? plain : Infinity;
      for (const lane of few) fillSpans(ctx, scene, lane, state, 0, below);
    }
    ctx.fillStyle = palette.hatch;
    for (const lane of few) fillSpans(ctx, scene, lane, BLOCKED, plain, Infinity);
    ctx.fillStyle = scene.palette.runnableEdge;
    for (const lane of few) fillEdges(ctx, scene, lane);
    for (const lane of scene.lanes) softenEdges(ctx, scene, lane);
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 * @param {number} state @param {number} from @param {number} below widths to draw
 */
function fillSpans(ctx, scene, lane, state, from, below) {
  const { layout, spans: columns, box } = lane;
  const height = Math.round(box.sky * HEIGHTS[state]);
  const y = box.baseline - height;
  for (let at = 0; at < layout.rectCount * 3; at += 3) {
    const width = layout.rects[at + 2] - layout.rects[at + 1];
    if (width < from || width >= below || columns.state(layout.rects[at]) !== state) continue;
    ctx.fillRect(layout.rects[at + 1], y, drawnWidth(scene.dpr, width), height);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane */
function fillEdges(ctx, scene, lane) {
  const { layout, spans: columns, box } = lane;
  const y = box.baseline - Math.round(box.sky * HEIGHTS[RUNNABLE]);
  const thick = edgeHeight(scene.dpr, box.sky);
  for (let at = 0; at < layout.rectCount * 3; at += 3) {
    if (columns.state(layout.rects[at]) !== RUNNABLE) continue;
    const width = layout.rects[at + 2] - layout.rects[at + 1];
    ctx.fillRect(layout.rects[at + 1], y, drawnWidth(scene.dpr, width), thick);
  }
}

/**
 * What was not seen by an event fades at its top: sampled a little, inferred more.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 */
function softenEdges(ctx, scene, lane) {
  const { layout, spans: columns, box, alternate } = lane;
  const step = Math.max(1, Math.round(scene.dpr));
  ctx.fillStyle = alternate ? scene.palette.alternate : scene.palette.ground;
  for (let depth = 0; depth < 3; depth += 1) {
    ctx.globalAlpha = [0.75, 0.5, 0.25][depth];
    for (let at = 0; at < layout.rectCount * 3; at += 3) {
      const index = layout.rects[at];
      const width = layout.rects[at + 2] - layout.rects[at + 1];
      if (width < PLAIN_BELOW_PX * scene.dpr) continue;
      const certainty = columns.certainty(index);
      const state = columns.state(index);
      if (depth >= certainty * 1.5 || state === FINISHED) continue;
      const y = box.baseline - Math.round(box.sky * HEIGHTS[state]) + depth * step;
      ctx.fillRect(layout.rects[at + 1], y, drawnWidth(scene.dpr, width), step);
    }
  }
  ctx.globalAlpha = 1;
}

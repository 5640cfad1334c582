/**
 * Labels of spans: name and duration, in a fixed-width face so that nothing is measured.
 * A span that begins off screen keeps its label at the left edge.
 */

import { formatDuration } from "../../base/format.js";
import { fitLabel } from "../../base/label.js";
import { HEIGHTS } from "../../layout/skyline.js";
import { nameOf } from "../../model/describe.js";
import { BLOCKED, IO, RUNNING } from "../../model/vocabulary.js";

/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

const LEAST_WIDTH_PX = 24;
const LEAST_HEIGHT_PX = 12;
const MOST_LABELS = 500;
const PADDING_PX = 5;

/** @type {Layer} */
export const labels = {
  id: "labels",
  draw(ctx, scene) {
    ctx.font = scene.palette.font;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    let left = MOST_LABELS;
    for (const lane of scene.lanes) {
      for (let at = 0; at < lane.layout.rectCount * 3 && left > 0; at += 3) {
        if (drawLabel(ctx, scene, lane, at)) left -= 1;
      }
    }
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 * @param {number} at
 * @returns {boolean} whether there was room
 */
function drawLabel(ctx, scene, lane, at) {
  const { palette, em, timeline, width } = scene;
  const { rects } = lane.layout;
  const index = rects[at];
  const left = Math.max(0, rects[at + 1]);
  const right = Math.min(width, rects[at + 2]);
  const state = lane.spans.state(index);
  const height = Math.round(lane.box.sky * HEIGHTS[state]);
  if (right - left < LEAST_WIDTH_PX * em || height < LEAST_HEIGHT_PX * em) return false;
  const room = (right - left - 2 * PADDING_PX * em) / palette.advance;
  const ns = Math.min(lane.spans.end(index), scene.headNs) - lane.spans.start(index);
  const label = fitLabel(nameOf(timeline, lane.id, index), formatDuration(ns), room);
  if (!label.name) return false;
  const x = left + PADDING_PX * em;
  const y = lane.box.baseline - labelHeight(height, state, em);
  if (state === BLOCKED) clearHatch(ctx, scene, label, x, y);
  ctx.fillStyle = palette.label[state];
  ctx.fillText(label.name, x, y);
  if (label.duration) {
    ctx.globalAlpha = state === IO ? 1 : 0.8;
    ctx.fillText(label.duration, x + (label.name.length + 1) * palette.advance, y);
    ctx.globalAlpha = 1;
  }
  return true;
}

/** Tall spans carry their label in the upper half. @param {number} height
 *  @param {number} state @param {number} em */
function labelHeight(height, state, em) {
  return state === RUNNING && height > 30 * em ? height - 13 * em : height / 2;
}

/**
 * Letters over stripes are hard to read: a plain patch lies under them.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene
 * @param {{name: string, duration: string}} label @param {number} x @param {number} y
 */
function clearHatch(ctx, { palette, em }, label, x, y) {
  const letters = label.name.length + (label.duration ? label.duration.length + 1 : 0);
  ctx.fillStyle = palette.fill[BLOCKED];
  ctx.fillRect(x - 2 * em, y - 7 * em, letters * palette.advance + 4 * em, 14 * em);
}

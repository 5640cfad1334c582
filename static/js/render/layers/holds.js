/**
 * Hold lines under the spans: thin where a lane holds an object, thick in their own
 * colour where others wait for it ("I block others").
 */

import { shorten } from "../../base/label.js";
import { layoutHolds } from "../../layout/holds.js";

/** @import {HoldLine} from "../../layout/holds.js" */
/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

const LEAST_LABEL_PX = 30;
const LABELLED_SKY_PX = 30;

/** @type {Layer} */
export const holds = {
  id: "holds",
  draw(ctx, scene) {
    const all = layoutHolds(scene);
    for (const lane of scene.lanes) {
      const lines = all.get(lane.id) ?? [];
      drawLines(ctx, scene, lane, lines);
      if (lane.box.sky >= LABELLED_SKY_PX * scene.dpr) drawNames(ctx, scene, lane, lines);
    }
  },
};

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 * @param {HoldLine[]} lines
 */
function drawLines(ctx, { palette, dpr }, { box }, lines) {
  const thin = Math.max(1, Math.round(1.5 * dpr));
  const gap = Math.max(1, Math.round(dpr));
  ctx.fillStyle = palette.inkSoft;
  for (const line of lines) {
    const y = box.baseline + gap + line.level * (thin + gap);
    ctx.fillRect(line.left, y, line.right - line.left, thin);
  }
  ctx.fillStyle = palette.hold;
  for (const line of lines) {
    for (const part of line.contended) {
      ctx.fillRect(part.left, box.baseline, part.right - part.left, box.strip);
    }
  }
}

/**
 * The object's name, in the lower half of the running span above the line.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 * @param {HoldLine[]} lines
 */
function drawNames(ctx, { palette, dpr, timeline, width }, lane, lines) {
  ctx.font = palette.smallFont;
  ctx.textBaseline = "alphabetic";
  let reached = 0;
  for (const line of lines) {
    const left = Math.max(0, line.left, reached);
    const right = Math.min(width, line.right);
    if (right - left < LEAST_LABEL_PX * dpr) continue;
    const state = stateUnder(lane, left, right);
    if (state < 0) continue;
    const room = (right - left - 8 * dpr) / palette.smallAdvance;
    const name = shorten(`holds ${timeline.objectName(line.object)}`, room);
    const short = name.length > 8 ? name : shorten(timeline.objectName(line.object), room);
    if (!short) continue;
    ctx.fillStyle = palette.label[state];
    ctx.fillText(short, left + 5 * dpr, lane.box.baseline - 4 * dpr);
    reached = left + (short.length + 2) * palette.smallAdvance;
  }
}

/** The state of the one tall rectangle that carries the text; -1 when there is none.
 *  @param {LaneFrame} lane @param {number} left @param {number} right */
function stateUnder({ layout, spans }, left, right) {
  for (let at = 0; at < layout.rectCount * 3; at += 3) {
    if (layout.rects[at + 1] > left || layout.rects[at + 2] < right) continue;
    const state = spans.state(layout.rects[at]);
    return state === 0 ? state : -1;
  }
  return -1;
}

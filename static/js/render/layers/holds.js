/**
 * Hold lines under the spans: thin where a lane holds an object, thick in their own
 * colour where others wait for it ("I block others").
 */

import { shorten } from "../../base/label.js";
import { layoutHolds } from "../../layout/holds.js";
import { HEIGHTS } from "../../layout/skyline.js";
import { RUNNING } from "../../model/vocabulary.js";

/** @import {HoldLine} from "../../layout/holds.js" */
/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

const LEAST_LABEL_PX = 30;
const LABELLED_SKY_PX = 30;
const PADDING_PX = 5;
const NAME_RISE_PX = 4;

/** @type {Layer} */
export const holds = {
  id: "holds",
  draw(ctx, scene) {
    const all = layoutHolds(scene);
    for (const lane of scene.lanes) {
      const lines = all.get(lane.id) ?? [];
      drawLines(ctx, scene, lane, lines);
      if (lane.box.sky >= LABELLED_SKY_PX * scene.em) drawNames(ctx, scene, lane, lines);
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
 * What is held, in the lower half of each running span wide enough, and above lower ones:
 * a hold goes on through several spans, and its name is looked for on any of them.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane
 * @param {HoldLine[]} lines
 */
function drawNames(ctx, { palette, dpr, em, timeline, width }, { layout, spans, box }, lines) {
  if (lines.length === 0) return;
  ctx.font = palette.smallFont;
  ctx.textBaseline = "alphabetic";
  for (let at = 0; at < layout.rectCount * 3; at += 3) {
    const left = Math.max(0, layout.rects[at + 1]);
    const right = Math.min(width, layout.rects[at + 2]);
    if (right - left < LEAST_LABEL_PX * em) continue;
    const held = lines.filter((line) => line.left < right - dpr && line.right > left + dpr);
    if (held.length === 0) continue;
    const names = [...new Set(held.map((line) => timeline.objectName(line.object)))].join(", ");
    const from = Math.max(left, Math.min(...held.map((line) => line.left)));
    const room = (right - from - 2 * PADDING_PX * em) / palette.smallAdvance;
    const text = room > names.length + 6 ? `holds ${names}` : shorten(names, room);
    if (!text) continue;
    const state = spans.state(layout.rects[at]);
    const height = state === RUNNING ? 0 : Math.round(box.sky * HEIGHTS[state]);
    ctx.fillStyle = state === RUNNING ? palette.label[RUNNING] : palette.inkSoft;
    ctx.fillText(text, from + PADDING_PX * em, box.baseline - height - NAME_RISE_PX * em);
  }
}

/**
 * Labels of spans: name and duration where there is room, at the left edge of the screen
 * for a span that began before it.
 */

import { formatDuration } from "../base/format.js";
import { fitLabel } from "../base/label.js";
import { nameOf } from "../model/describe.js";
import { RUNNING } from "../model/vocabulary.js";
import { HEIGHTS } from "./skyline.js";

/** @import {Frame, LaneFrame} from "./frame.js" */

/** @typedef {{name: string, duration: string, state: number, x: number, y: number,
 *   left: number, top: number, width: number, height: number}} Label
 *   the text begins at x, its middle is at y; the box is what it covers, in device pixels */

const LEAST_WIDTH_PX = 24;
const LEAST_HEIGHT_PX = 12;
const LINE_PX = 14;
const MOST_LABELS = 500;
const PADDING_PX = 5;

/**
 * @param {Frame} frame @param {number} advance of one letter, in device pixels
 * @returns {Label[]}
 */
export function layoutLabels(frame, advance) {
  /** @type {Label[]} */
  const labels = [];
  for (const lane of frame.lanes) {
    for (let at = 0; at < lane.layout.rectCount * 3; at += 3) {
      if (labels.length === MOST_LABELS) return labels;
      const label = labelAt(frame, lane, at, advance);
      if (label) labels.push(label);
    }
  }
  return labels;
}

/**
 * @param {Frame} frame @param {LaneFrame} lane @param {number} at place in the rectangles
 * @param {number} advance
 * @returns {Label | null}
 */
function labelAt({ timeline, em, width, headNs }, lane, at, advance) {
  const { rects } = lane.layout;
  const index = rects[at];
  const left = Math.max(0, rects[at + 1]);
  const right = Math.min(width, rects[at + 2]);
  const state = lane.spans.state(index);
  const height = Math.round(lane.box.sky * HEIGHTS[state]);
  if (right - left < LEAST_WIDTH_PX * em || height < LEAST_HEIGHT_PX * em) return null;
  const room = (right - left - 2 * PADDING_PX * em) / advance;
  const ns = Math.min(lane.spans.end(index), headNs) - lane.spans.start(index);
  const { name, duration } = fitLabel(nameOf(timeline, lane.id, index), formatDuration(ns), room);
  if (!name) return null;
  const x = left + PADDING_PX * em;
  const y = lane.box.baseline - rise(height, state, em);
  const letters = name.length + (duration ? duration.length + 1 : 0);
  const boxHeight = Math.min(LINE_PX * em, height);
  return {
    name,
    duration,
    state,
    x,
    y,
    left: x - 2 * em,
    top: y - boxHeight / 2,
    width: letters * advance + 4 * em,
    height: boxHeight,
  };
}

/** How high above the baseline: tall spans carry their label in the upper half.
 *  @param {number} height @param {number} state @param {number} em */
function rise(height, state, em) {
  return state === RUNNING && height > 30 * em ? height - 13 * em : height / 2;
}

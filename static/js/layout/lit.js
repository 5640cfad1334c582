/**
 * What is lit: with a wait, its object is meant — every span that waits for it, every
 * hold of it. All else is dimmed slightly.
 */

import { BLOCKED, IO } from "../model/vocabulary.js";
import { HEIGHTS } from "./skyline.js";

/** @import {SpanPlace} from "../model/fragment.js" */
/** @import {Frame, GilFrame, LaneFrame} from "./frame.js" */

/** @typedef {{x: number, y: number, width: number, height: number}} Box in device pixels */
/** @typedef {{box: Box, kind: "wait" | "hold"}} Lit */

const MOST_LIT = 2000;

/** The object meant by highlight, hovered or selected wait; 0 for none. @param {Frame} frame */
export function litObject({ timeline, view }) {
  if (view.highlight) return view.highlight;
  for (const place of [view.hover, view.selection]) {
    if (!place) continue;
    const spans = timeline.spans(place.lane);
    const index = spans.lastStarted(place.start);
    const state = index >= 0 ? spans.state(index) : -1;
    if (state === BLOCKED || state === IO) return spans.object(index);
  }
  return 0;
}

/**
 * @param {Frame} frame @param {number} object
 * @returns {Lit[]} none when there are too many to be told apart: to light only some of
 *   them would be a lie
 */
export function layoutLit(frame, object) {
  const { timeline, scale, headNs } = frame;
  const until = Math.min(scale.toNs, headNs);
  const lanes = new Map(frame.lanes.map((lane) => [lane.id, lane]));
  /** @type {Lit[]} */
  const lit = [];
  let visited = 0;
  timeline.eachWait(object, scale.fromNs, until, (lane, index) => {
    const on = lanes.get(lane);
    if (on) lit.push({ kind: "wait", box: spanBox(frame, on, index) });
    visited += 1;
    return visited <= MOST_LIT;
  });
  const holds = timeline.holdsOfObject(object, scale.fromNs, until, MOST_LIT + 1);
  if (visited > MOST_LIT || holds.length > MOST_LIT) return [];
  for (const hold of holds) {
    const on = lanes.get(hold.lane);
    if (!on) continue;
    const { x, width } = across(frame, hold.startNs, Math.min(hold.endNs, headNs));
    const { box } = on;
    const y = box.baseline - box.sky;
    lit.push({ kind: "hold", box: { x, y, width, height: box.sky + box.strip } });
  }
  return lit;
}

/** Where a span is drawn. @param {Frame} frame @param {LaneFrame} lane @param {number} index */
export function spanBox(frame, { spans, box }, index) {
  const height = Math.max(
    Math.round(box.sky * HEIGHTS[spans.state(index)]),
    Math.round(4 * frame.dpr),
  );
  const { x, width } = across(frame, spans.start(index), Math.min(spans.end(index), frame.headNs));
  return { x, y: box.baseline - height, width, height };
}

/** Where a hold of the GIL is drawn. @param {Frame} frame @param {GilFrame} lane
 *  @param {number} index @returns {Box} */
export function holdBox(frame, { holds, box }, index) {
  const end = Math.min(holds.end(index), frame.headNs);
  const { x, width } = across(frame, holds.start(index), end);
  return { x, y: box.baseline - box.sky, width, height: box.sky };
}

/** @param {Frame} frame @param {number} startNs @param {number} endNs */
function across({ scale, width, dpr }, startNs, endNs) {
  // Edges stay a little outside of the canvas, where they cannot be seen.
  const air = 8 * dpr;
  const left = Math.max(-air, Math.round(scale.timeToPx(startNs)));
  const right = Math.min(width + air, Math.round(scale.timeToPx(endNs)));
  return { x: left, width: Math.max(right - left, Math.round(dpr)) };
}

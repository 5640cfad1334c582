/**
 * Arrows: the flows to be drawn, as paths from cause to effect.
 *
 * An arrow leaves its cause straight down (or up), crosses over in the strip between
 * two lanes, where there are no labels, and enters its effect from there.
 */

import { BLOCKED } from "../model/vocabulary.js";

/** @import {Flow} from "../model/flows.js" */
/** @import {SpanPlace} from "../model/fragment.js" */
/** @import {Frame, LaneFrame} from "./frame.js" */

/** @typedef {{flow: Flow, fromX: number, fromY: number, gutterY: number, toX: number,
 *   toY: number}} Arrow in device pixels */

const MOST_ARROWS = 400;
const MOST_PER_SPAN = 24;

/**
 * Flows that begin or end with a span.
 *
 * @param {Frame} frame @param {SpanPlace} place
 * @returns {Flow[]}
 */
export function flowsOfSpan({ timeline }, place) {
  const spans = timeline.spans(place.lane);
  const index = spans.lastStarted(place.start);
  if (index < 0) return [];
  const start = spans.start(index);
  const end = spans.end(index);
  const flows = timeline.flowsOf(place.lane, start, end).slice(0, MOST_PER_SPAN);
  // A wait is about what ended it; what began just then belongs to the span before it.
  if (spans.state(index) !== BLOCKED) return flows;
  return flows.filter((flow) => flow.toLane === place.lane && flow.toNs > start);
}

/** @param {Frame} frame @returns {Flow[]} */
function flowsInView({ timeline, scale, lanes }) {
  /** @type {Flow[]} */
  const flows = [];
  for (const lane of lanes) {
    const left = MOST_ARROWS - flows.length;
    if (left <= 0) break;
    flows.push(...timeline.flowsInto(lane.id, scale.fromNs, scale.toNs, left));
  }
  return flows;
}

/**
 * @param {Frame} frame
 * @returns {Arrow[]}
 */
export function layoutArrows(frame) {
  const { view } = frame;
  const place = view.hover ?? view.selection;
  /** @type {Map<number, Flow>} */
  const flows = new Map();
  if (view.arrows === "all") for (const flow of flowsInView(frame)) flows.set(flow.id, flow);
  for (const span of [view.selection, place]) {
    if (span) for (const flow of flowsOfSpan(frame, span)) flows.set(flow.id, flow);
  }
  const lanes = new Map(frame.lanes.map((lane) => [lane.id, lane]));
  return [...flows.values()]
    .map((flow) => arrow(frame, lanes.get(flow.fromLane), lanes.get(flow.toLane), flow))
    .filter((each) => each !== null);
}

/**
 * @param {Frame} frame @param {LaneFrame | undefined} from @param {LaneFrame | undefined} to
 * @param {Flow} flow
 * @returns {Arrow | null} null when neither end can be seen
 */
function arrow(frame, from, to, flow) {
  if (!from && !to) return null;
  const fromX = Math.round(frame.scale.timeToPx(flow.fromNs));
  const toX = Math.round(frame.scale.timeToPx(flow.toNs));
  if (Math.max(fromX, toX) < 0 || Math.min(fromX, toX) > frame.width) return null;
  const down = isBelow(frame, flow);
  const fromY = from ? middle(from) : down ? -frame.dpr * 8 : frame.height + frame.dpr * 8;
  const toY = to ? middle(to) : down ? frame.height + frame.dpr * 8 : -frame.dpr * 8;
  const gutterY = to ? (down ? to.box.top : to.box.top + to.box.height) : toY;
  return { flow, fromX, fromY, gutterY, toX, toY };
}

/** Whether the effect's lane lies below the cause's. @param {Frame} frame @param {Flow} flow */
function isBelow({ timeline }, flow) {
  const order = timeline.lanes.map((lane) => lane.id);
  return order.indexOf(flow.toLane) >= order.indexOf(flow.fromLane);
}

/** @param {LaneFrame} lane */
function middle({ box }) {
  return Math.round(box.baseline - box.sky * 0.3);
}

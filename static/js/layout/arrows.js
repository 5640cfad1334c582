/**
 * Arrows: the flows to be drawn, as paths from cause to effect.
 *
 * An arrow leaves its cause straight down (or up), crosses over in the strip between
 * two lanes, where there are no labels, and enters its effect from there.
 */

import { BLOCKED, RUNNABLE, RUNNING } from "../model/vocabulary.js";
import { flowsOfObjects, objectArrow } from "./object_arrows.js";

/** @import {HoldPlace, SpanPlace} from "../model/fragment.js" */
/** @import {Flow} from "../model/flows.js" */
/** @import {HandOver} from "../model/handovers.js" */
/** @import {Frame, LaneFrame} from "./frame.js" */
/** @import {GroupFrame} from "./group.js" */

/** @typedef {Flow | HandOver} Cause */
/** @typedef {{flow: Cause, fromX: number, fromY: number, gutterY: number, toX: number,
 *   toY: number}} Arrow in device pixels */

const MOST_ARROWS = 400;
const MOST_PER_SPAN = 24;
/** Of a run whose other threads hand the GIL around meanwhile. */
const MOST_LOOKED_AT = 1000;

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

/**
 * Hand-overs of the GIL by which a span began or ended: of one that ran both, of one that
 * could not run the one that ended it.
 *
 * @param {Frame} frame @param {SpanPlace} place
 * @returns {HandOver[]}
 */
export function handOversOfSpan({ timeline }, place) {
  const spans = timeline.spans(place.lane);
  const index = spans.lastStarted(place.start);
  const gil = timeline.gilOfLane(place.lane);
  if (index < 0 || !gil) return [];
  const state = spans.state(index);
  if (state !== RUNNING && state !== RUNNABLE) return [];
  const start = spans.start(index);
  const end = spans.end(index);
  if (state === RUNNABLE) return present([gil.handOvers.into(place.lane, end)]);
  return gil.handOvers
    .touching(start, end, MOST_LOOKED_AT)
    .filter(({ fromLane, fromNs, toLane }) =>
      fromLane === place.lane ? fromNs > start : toLane === place.lane,
    )
    .slice(0, MOST_PER_SPAN);
}

/** The hand-overs that a hold began and ended with. @param {Frame} frame
 *  @param {HoldPlace} place @returns {HandOver[]} */
export function handOversOfHold({ timeline }, { object, start }) {
  const index = timeline.holdsInOrder(object)?.lastStarted(start) ?? -1;
  const hold = timeline.describeHold(object, index);
  return present([hold?.takenFrom ?? null, hold?.handedTo ?? null]);
}

/** @param {(HandOver | null)[]} found @returns {HandOver[]} */
const present = (found) => found.filter((each) => each !== null);

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
  /** @type {Map<number | string, Cause>} */
  const flows = new Map();
  // Hand-overs are as many as holds, and the lane of the GIL shows all of them anyway.
  const byObject = frame.objects.length > 0;
  if (view.arrows === "all") {
    const all = byObject ? flowsOfObjects(frame, MOST_ARROWS) : flowsInView(frame);
    for (const flow of all) flows.set(flow.id, flow);
  }
  for (const span of [view.selection, view.hover]) {
    if (!span) continue;
    for (const flow of flowsOfSpan(frame, span)) flows.set(flow.id, flow);
    for (const each of handOversOfSpan(frame, span)) flows.set(`gil ${each.toNs}`, each);
  }
  for (const hold of [view.hold, view.hoverHold]) {
    if (!hold) continue;
    for (const each of handOversOfHold(frame, hold)) flows.set(`gil ${each.toNs}`, each);
  }
  const rows = rowsOfLanes(frame);
  return [...flows.values()]
    .map((flow) =>
      byObject
        ? objectArrow(frame, flow)
        : arrow(frame, rows.get(flow.fromLane), rows.get(flow.toLane), flow),
    )
    .filter((each) => each !== null);
}

/** Where lanes are in sight: each in its row, or together in that of a collapsed group.
 *  @param {Frame} frame */
function rowsOfLanes({ lanes, groups }) {
  /** @type {Map<number, LaneFrame | GroupFrame>} */
  const rows = new Map(lanes.map((lane) => [lane.id, lane]));
  for (const group of groups) for (const lane of group.lanes) rows.set(lane, group);
  return rows;
}

/**
 * @param {Frame} frame @param {LaneFrame | GroupFrame | undefined} from
 * @param {LaneFrame | GroupFrame | undefined} to @param {Cause} flow
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

/** Whether the effect's lane lies below the cause's. @param {Frame} frame @param {Cause} flow */
function isBelow({ placeOf }, flow) {
  return placeOf(flow.toLane) >= placeOf(flow.fromLane);
}

/** @param {LaneFrame | GroupFrame} row */
function middle({ box }) {
  return Math.round(box.baseline - box.sky * 0.3);
}

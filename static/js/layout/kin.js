/**
 * Kin: what belongs together on the lane of a GIL and on those of its threads — a running
 * span and the holds that let it run, a wait for the GIL and the holds it waited for; on the lane
 * of an object, the hold that another came from and the one it went to.
 */

import { OPERATIONS, RUNNABLE, RUNNING } from "../model/vocabulary.js";
import { boxOfHold, holdBox, spanBox } from "./lit.js";

/** @import {HoldPlace, SpanPlace} from "../model/fragment.js" */
/** @import {Frame} from "./frame.js" */
/** @import {Box} from "./lit.js" */

/** More than these cannot be told apart, and some of them would be a lie. */
const MOST_KIN = 300;
/** A span in which others had the GIL this often has no kin to be pointed out. */
const MOST_LOOKED_AT = 20_000;
const GIL = OPERATIONS.indexOf("gil");

/** @param {Frame} frame @returns {Box[]} */
export function layoutKin(frame) {
  const { view } = frame;
  return [
    ...[view.selection, view.hover].flatMap((place) => (place ? holdsOfSpan(frame, place) : [])),
    ...[view.hold, view.hoverHold].flatMap((place) =>
      place ? [...spansOfHold(frame, place), ...handedHolds(frame, place)] : [],
    ),
  ];
}

/** @param {Frame} frame @param {SpanPlace} place */
function holdsOfSpan(frame, place) {
  const { timeline, scale, headNs } = frame;
  const spans = timeline.spans(place.lane);
  const index = spans.lastStarted(place.start);
  const gil = timeline.gilOfLane(place.lane);
  const lane = frame.gils.find(({ object }) => object === gil?.object);
  if (index < 0 || !gil || !lane) return [];
  const state = spans.state(index);
  const wanted = state === RUNNABLE && spans.operation(index) === GIL;
  if (state !== RUNNING && !wanted) return [];
  const from = Math.max(spans.start(index), scale.fromNs);
  const to = Math.min(spans.end(index), scale.toNs, headNs);
  /** @type {Box[]} */
  const boxes = [];
  const first = Math.max(0, gil.lastStarted(from));
  if (gil.lastStarted(to) - first > MOST_LOOKED_AT) return [];
  for (let i = first; i < gil.length && gil.start(i) < to; i += 1) {
    if (gil.end(i) <= from || (gil.lane(i) === place.lane) === wanted) continue;
    boxes.push(holdBox(frame, lane, i));
    if (boxes.length > MOST_KIN) return [];
  }
  return boxes;
}

/** @param {Frame} frame @param {HoldPlace} place */
function spansOfHold(frame, place) {
  const { timeline, scale, headNs } = frame;
  const gil = timeline.gils.of(place.object);
  const at = gil?.lastStarted(place.start) ?? -1;
  if (!gil || at < 0) return [];
  const lane = frame.lanes.find(({ id }) => id === gil.lane(at));
  if (!lane) return [];
  const from = Math.max(gil.start(at), scale.fromNs);
  const to = Math.min(gil.end(at), scale.toNs, headNs);
  const { spans } = lane;
  /** @type {Box[]} */
  const boxes = [];
  for (
    let i = Math.max(0, spans.lastStarted(from));
    i < spans.length && spans.start(i) < to;
    i += 1
  ) {
    if (spans.end(i) <= from || spans.state(i) !== RUNNING) continue;
    boxes.push(spanBox(frame, lane, i));
    if (boxes.length > MOST_KIN) return [];
  }
  return boxes;
}

/** @param {Frame} frame @param {HoldPlace} place */
function handedHolds(frame, { object, start }) {
  const { timeline } = frame;
  const holds = timeline.gils.of(object) ? null : timeline.holdsInOrder(object);
  const hold = holds && timeline.describeHold(object, holds.lastStarted(start));
  // A task came from who submitted it, not out of another one.
  if (!holds || !hold || hold.isTask) return [];
  const starts = [
    hold.takenFrom && holds.start(Math.max(0, holds.lastStarted(hold.takenFrom.fromNs - 1))),
    hold.handedTo?.toNs,
  ];
  return starts.flatMap((at) => {
    const box = typeof at === "number" ? boxOfHold(frame, { object, start: at }) : null;
    return box ? [box] : [];
  });
}

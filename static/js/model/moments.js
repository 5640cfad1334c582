/**
 * A moment: a nanosecond at which something happened on the lanes that are shown — a span
 * began or ended, a hold, an arrow's end, a line of output; on the lane of a GIL, somebody got it
 * or let go of it.
 */

/** @import {Possession} from "./possession.js" */
/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** Looked through first, then eight times as much: what is near is found without reading all. */
const FIRST_NS = 1000;
const WIDER = 8;

/** @param {Timeline} timeline @param {readonly number[]} lanes @param {number} ns
 *  @param {readonly Possession[]} [gils] whose lanes are shown
 *  @returns {number | null} the first moment after `ns` */
export function momentAfter(timeline, lanes, ns, gils = []) {
  const from = Math.floor(ns) + 1;
  const edge = rowsOf(timeline, lanes, gils).reduce(
    (first, row) => Math.min(first, edgeFrom(row, from)),
    Infinity,
  );
  const limit = Math.min(edge, timeline.durationNs);
  for (let width = FIRST_NS; from <= limit; width *= WIDER) {
    const to = Math.min(limit, from + width);
    const first = timesIn(timeline, lanes, from, to).reduce((a, b) => Math.min(a, b), Infinity);
    if (first < Infinity) return first;
    if (to === limit) break;
  }
  return edge === Infinity ? null : edge;
}

/** @param {Timeline} timeline @param {readonly number[]} lanes @param {number} ns
 *  @param {readonly Possession[]} [gils] whose lanes are shown
 *  @returns {number | null} the last moment before `ns` */
export function momentBefore(timeline, lanes, ns, gils = []) {
  const to = Math.min(Math.ceil(ns) - 1, timeline.durationNs);
  const edge = rowsOf(timeline, lanes, gils).reduce(
    (last, row) => Math.max(last, edgeUpTo(row, to)),
    -Infinity,
  );
  const limit = Math.max(edge, 0);
  for (let width = FIRST_NS; to >= limit; width *= WIDER) {
    const from = Math.max(limit, to - width);
    const last = timesIn(timeline, lanes, from, to).reduce((a, b) => Math.max(a, b), -Infinity);
    if (last > -Infinity) return last;
    if (from === limit) break;
  }
  return edge === -Infinity ? null : edge;
}

/** What begins and ends in order, whether spans or holds of a GIL.
 *  @typedef {Pick<SpanColumns, "length" | "start" | "end" | "isOpen" | "lastStarted">} Edged */

/** @param {Timeline} timeline @param {readonly number[]} lanes
 *  @param {readonly Possession[]} gils @returns {Edged[]} */
function rowsOf(timeline, lanes, gils) {
  return [...lanes.map((lane) => timeline.spans(lane)), ...gils];
}

/** The first edge at `from` or later; what is open has no end yet.
 *  @param {Edged} spans @param {number} from */
function edgeFrom(spans, from) {
  const i = spans.lastStarted(from - 1);
  if (i >= 0 && !spans.isOpen(i) && spans.end(i) >= from) return spans.end(i);
  return i + 1 < spans.length ? spans.start(i + 1) : Infinity;
}

/** @param {Edged} spans @param {number} to */
function edgeUpTo(spans, to) {
  const i = spans.lastStarted(to);
  if (i < 0) return -Infinity;
  return !spans.isOpen(i) && spans.end(i) <= to ? spans.end(i) : spans.start(i);
}

/** Moments that are not edges of spans. @param {Timeline} timeline
 *  @param {readonly number[]} lanes @param {number} from @param {number} to both inclusive */
function timesIn(timeline, lanes, from, to) {
  const shown = new Set([0, ...lanes]);
  /** @type {number[]} */
  const times = [];
  for (const lane of lanes) {
    for (const { startNs, endNs, open } of timeline.holdsOfLane(lane, from, to))
      times.push(startNs, open ? -1 : endNs);
    for (const { toNs } of timeline.flowsInto(lane, from, to)) times.push(toNs);
    for (const { fromNs } of timeline.flowsFrom(lane, from, to)) times.push(fromNs);
  }
  for (const { lane, timeNs } of timeline.instants(from, to))
    if (shown.has(lane)) times.push(timeNs);
  return times.filter((ns) => ns >= from && ns <= to);
}

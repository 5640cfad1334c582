/**
 * A moment: a nanosecond at which something happened on the lanes that are shown — a span
 * began or ended, a hold, an arrow's end, a line of output.
 *
 * Holds of a GIL make no moments of their own: the spans of their lanes begin and end with them.
 */

/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** Looked through first, then eight times as much: what is near is found without reading all. */
const FIRST_NS = 1000;
const WIDER = 8;

/** @param {Timeline} timeline @param {readonly number[]} lanes @param {number} ns
 *  @returns {number | null} the first moment after `ns` */
export function momentAfter(timeline, lanes, ns) {
  const from = Math.floor(ns) + 1;
  const edge = lanes.reduce(
    (first, lane) => Math.min(first, edgeFrom(timeline.spans(lane), from)),
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
 *  @returns {number | null} the last moment before `ns` */
export function momentBefore(timeline, lanes, ns) {
  const to = Math.min(Math.ceil(ns) - 1, timeline.durationNs);
  const edge = lanes.reduce(
    (last, lane) => Math.max(last, edgeUpTo(timeline.spans(lane), to)),
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

/** The first edge of a span at `from` or later; an open span has no end yet.
 *  @param {SpanColumns} spans @param {number} from */
function edgeFrom(spans, from) {
  const i = spans.lastStarted(from - 1);
  if (i >= 0 && !spans.isOpen(i) && spans.end(i) >= from) return spans.end(i);
  return i + 1 < spans.length ? spans.start(i + 1) : Infinity;
}

/** @param {SpanColumns} spans @param {number} to */
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

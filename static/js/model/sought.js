/**
 * What is sought: the hits of a search on the timeline, one after another from wherever one is.
 *
 * Spans are looked at only from here to the next hit, and on each lane no further than the best
 * one found: a step costs as much as the way it goes.
 */

import { formatCount } from "../base/format.js";

/** @import {Instant} from "./instants.js" */
/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, ns: number}} Spot */
/** @typedef {{spot: Spot, place: string}} Found `place`: "3 of 41", or how many there are; "" where
 *  they are not counted */
/** @typedef {{label: string, step: (here: Spot, step: 1 | -1, signal: AbortSignal) =>
 *   Found | null | Promise<Found | null>}} Sought */

/** Spans at any of these sites, or about any of these objects.
 *  @typedef {{kind: "site" | "object", ids: number[]}} Wanted */
/** Finds the next of them in the whole of a run that is not here whole; how many there are.
 *  @typedef {(wanted: Wanted, here: Spot, step: 1 | -1, signal: AbortSignal) =>
 *    Promise<{span: {lane: number, start: number} | null, total: number}>} Next */

/** @param {Spot} a @param {Spot} b @returns {number} below 0 when a comes first */
const order = (a, b) => a.ns - b.ns || a.lane - b.lane;

/**
 * Spans, in order of their start. Where not all of a run are here whoever knows the others is
 * asked.
 *
 * @param {string} label @param {Timeline} timeline @param {Wanted} wanted @returns {Sought}
 */
export function soughtSpans(label, timeline, wanted) {
  const all = new Set(wanted.ids);
  /** @type {(spans: SpanColumns, index: number) => boolean} */
  const matches = (spans, index) => all.has(spans[wanted.kind](index));
  return {
    label,
    step(here, step, signal) {
      const far = timeline.part?.far;
      if (!far) return nextSpan(timeline, here, step, matches);
      return far.next(wanted, here, step, signal).then(farFound);
    },
  };
}

/** @param {Awaited<ReturnType<Next>>} answer @returns {Found | null} */
function farFound({ span, total }) {
  const spot = span && { lane: span.lane, ns: span.start };
  return spot && { spot, place: `${formatCount(total)} in all` };
}

/**
 * @param {Timeline} timeline @param {Spot} here @param {1 | -1} step
 * @param {(spans: SpanColumns, index: number) => boolean} matches @returns {Found | null}
 */
function nextSpan(timeline, here, step, matches) {
  /** @type {Spot | null} */
  let best = null;
  for (const { id: lane } of timeline.lanes) {
    const spans = timeline.spans(lane);
    const ns = nextOn(spans, lane, here, step, best, matches);
    if (ns !== null) best = { lane, ns };
  }
  return best && { spot: best, place: "" };
}

/**
 * The next match on a lane, unless one found before is nearer.
 *
 * @param {SpanColumns} spans @param {number} lane @param {Spot} here @param {1 | -1} step
 * @param {Spot | null} best @param {(spans: SpanColumns, index: number) => boolean} matches
 * @returns {number | null} its start
 */
function nextOn(spans, lane, here, step, best, matches) {
  const last = spans.lastStarted(here.ns);
  for (let i = step > 0 ? Math.max(0, last) : last; i >= 0 && i < spans.length; i += step) {
    const spot = { lane, ns: spans.start(i) };
    if (order(spot, here) * step <= 0) continue;
    if (best && order(spot, best) * step >= 0) return null;
    if (matches(spans, i)) return spot.ns;
  }
  return null;
}

/** @param {string} label @param {readonly Instant[]} instants */
export function soughtInstants(label, instants) {
  const spots = instants.map(({ lane, timeNs }) => ({ lane, ns: timeNs })).sort(order);
  return {
    label,
    /** @param {Spot} here @param {1 | -1} step @returns {Found | null} */
    step(here, step) {
      const beyond = (/** @type {Spot} */ spot) => order(spot, here) * step > 0;
      const at = step > 0 ? spots.findIndex(beyond) : spots.findLastIndex(beyond);
      return at < 0 ? null : { spot: spots[at], place: `${at + 1} of ${spots.length}` };
    },
  };
}

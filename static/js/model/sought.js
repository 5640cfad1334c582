/**
 * What is sought: the hits of a search on the timeline, one after another from wherever one is.
 *
 * Spans are looked at only from here to the next hit, and on each lane no further than the best
 * one found: a step costs as much as the way it goes.
 */

/** @import {Instant} from "./instants.js" */
/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, ns: number}} Spot */
/** @typedef {{spot: Spot, place: string}} Found `place`: "3 of 41", "" where they are not counted */
/** @typedef {{label: string, step: (here: Spot, step: 1 | -1) => Found | null}} Sought */

/** @param {Spot} a @param {Spot} b @returns {number} below 0 when a comes first */
const order = (a, b) => a.ns - b.ns || a.lane - b.lane;

/**
 * @param {string} label @param {Timeline} timeline
 * @param {(spans: SpanColumns, index: number) => boolean} matches
 * @returns {Sought} spans, in order of their start
 */
export const soughtSpans = (label, timeline, matches) => ({
  label,
  step(here, step) {
    /** @type {Spot | null} */
    let best = null;
    for (const { id: lane } of timeline.lanes) {
      const spans = timeline.spans(lane);
      const ns = nextOn(spans, lane, here, step, best, matches);
      if (ns !== null) best = { lane, ns };
    }
    return best && { spot: best, place: "" };
  },
});

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

/** @param {string} label @param {readonly Instant[]} instants @returns {Sought} */
export function soughtInstants(label, instants) {
  const spots = instants.map(({ lane, timeNs }) => ({ lane, ns: timeNs })).sort(order);
  return {
    label,
    step(here, step) {
      const beyond = (/** @type {Spot} */ spot) => order(spot, here) * step > 0;
      const at = step > 0 ? spots.findIndex(beyond) : spots.findLastIndex(beyond);
      return at < 0 ? null : { spot: spots[at], place: `${at + 1} of ${spots.length}` };
    },
  };
}

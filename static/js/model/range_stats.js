/**
 * The statistics of a range: how each thread spent it, and what was waited for and held in it.
 * All of them are exact sums, cut at the edges of the range.
 */

import { FINISHED, STATES } from "./vocabulary.js";

/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, states: Float64Array, total: number}} LaneStats nanoseconds by state,
 *  and of them those in which the thread lived */
/** @typedef {{object: number, waits: number, waitedNs: number, holds: number, heldNs: number,
 *   whole: boolean}} ObjectStats `whole`: false when there were too many to count them all */

/** Counting goes over each wait and hold: of more than these the numbers would come too late. */
const MOST_COUNTED = 20_000;

/** @param {Timeline} timeline @param {readonly number[]} lanes @param {number} fromNs
 *  @param {number} toNs @returns {LaneStats[]} of those that lived then */
export function laneStats(timeline, lanes, fromNs, toNs) {
  return lanes
    .map((lane) => {
      const states = timeline.shares(lane, fromNs, toNs);
      const total = states.reduce((sum, ns, state) => (state === FINISHED ? sum : sum + ns), 0);
      return { lane, states, total };
    })
    .filter(({ total }) => total > 0);
}

/** @param {readonly LaneStats[]} all @returns {Float64Array} nanoseconds by state */
export function sumOfStates(all) {
  const sum = new Float64Array(STATES.length);
  for (const { states } of all) {
    states.forEach((ns, state) => {
      sum[state] += ns;
    });
  }
  return sum;
}

/**
 * @param {Timeline} timeline @param {readonly number[]} objects @param {number} fromNs
 * @param {number} toNs @param {number} [most] waits and holds counted in all
 * @returns {ObjectStats[]} of those that were waited for or held, the longest waited for first
 */
export function objectStats(timeline, objects, fromNs, toNs, most = MOST_COUNTED) {
  let left = most;
  // From afar a long run tells of its long waits and holds only.
  const here = timeline.part?.single ?? true;
  const all = objects.map((object) => {
    const stats = { object, waits: 0, waitedNs: 0, holds: 0, heldNs: 0, whole: here };
    timeline.eachWait(object, fromNs, toNs, (_lane, _index, startNs, endNs) => {
      left -= 1;
      if (left < 0) {
        stats.whole = false;
        return false;
      }
      const ns = Math.min(endNs, toNs) - Math.max(startNs, fromNs);
      if (ns <= 0) return true;
      stats.waits += 1;
      stats.waitedNs += ns;
      return true;
    });
    if (left > 0) left -= countHolds(timeline, stats, fromNs, toNs, left);
    else stats.whole = false;
    return stats;
  });
  return all
    .filter(({ waits, holds }) => waits + holds > 0)
    .sort((a, b) => b.waitedNs - a.waitedNs || b.heldNs - a.heldNs || a.object - b.object);
}

/** @param {Timeline} timeline @param {ObjectStats} stats @param {number} fromNs
 *  @param {number} toNs @param {number} limit @returns {number} how many were looked at */
function countHolds(timeline, stats, fromNs, toNs, limit) {
  const holds = timeline.holdsOfObject(stats.object, fromNs, toNs, limit);
  for (const { startNs, endNs } of holds) {
    const ns = Math.min(endNs, toNs) - Math.max(startNs, fromNs);
    if (ns <= 0) continue;
    stats.holds += 1;
    stats.heldNs += ns;
  }
  if (holds.length >= limit) stats.whole = false;
  return holds.length;
}

/**
 * Figures of a sync object between two times: how much of the time it was held, how often and how
 * long was waited for it, and how long it took from one hand to the next.
 *
 * Sums are exact at any zoom, from what is kept under the steps and in the rows of holds. Medians
 * and longest need every one of them, so they are asked for where there is time to read them all.
 */

import { quantile } from "../base/quantile.js";
import { FLOW_KINDS, OPERATIONS } from "./vocabulary.js";

/** @import {Timeline} from "./timeline.js" */

/** @typedef {{held: number, waitedNs: number, mostWaiting: number}} Sums `held`: the share of the
 *  time in which anybody had it, or was busy with a task of the pool; `waitedNs`: of all threads together */

/** @typedef {{holds: number, longestHoldNs: number, waits: number, medianWaitNs: number,
 *   longestWaitNs: number, handOvers: number, medianHandOverNs: number, lateHandOverNs: number}}
 *  Details `lateHandOverNs`: 95 of 100 took no longer; all are of those in the range, whole */

const START = FLOW_KINDS.indexOf("start");

/**
 * @param {Timeline} timeline @param {number} object @param {number} fromNs @param {number} toNs
 * @returns {Sums}
 */
export function objectSums(timeline, object, fromNs, toNs) {
  const ns = toNs - fromNs;
  const over = timeline.waiters(object).steps.over(fromNs, toNs);
  return {
    held: ns > 0 ? heldNs(timeline, object, fromNs, toNs) / ns : 0,
    waitedNs: over?.area ?? 0,
    mostWaiting: over?.most ?? 0,
  };
}

/**
 * How long threads waited together, by what they waited to do, the longest first; of an object that
 * is waited for in one way only there is one.
 *
 * @param {Timeline} timeline @param {number} object @param {number} fromNs @param {number} toNs
 * @returns {{operation: string, waitedNs: number}[]}
 */
export function waitedTo(timeline, object, fromNs, toNs) {
  return [...timeline.waitersByOperation(object)]
    .map(([operation, { steps }]) => ({
      operation: OPERATIONS[operation] ?? "none",
      waitedNs: steps.over(fromNs, toNs)?.area ?? 0,
    }))
    .filter(({ waitedNs }) => waitedNs > 0)
    .sort((a, b) => b.waitedNs - a.waitedNs);
}

/** How long anybody had it: the time in which two did counts once.
 *  @param {Timeline} timeline @param {number} object @param {number} fromNs @param {number} toNs */
function heldNs(timeline, object, fromNs, toNs) {
  const rows = timeline.holdRows(object);
  if (rows.length !== 1) return anyNs(timeline.heldAtOnce(object), fromNs, toNs);
  return rows[0].shares(fromNs, toNs).reduce((sum, each) => sum + each, 0);
}

/** How long steps stood above nothing. @param {import("./steps.js").Steps} steps
 *  @param {number} fromNs @param {number} toNs */
function anyNs(steps, fromNs, toNs) {
  let ns = 0;
  for (let i = Math.max(0, steps.indexAt(fromNs)); i < steps.length; i += 1) {
    if (steps.time(i) >= toNs) break;
    if (steps.value(i) <= 0) continue;
    const end = i + 1 < steps.length ? steps.time(i + 1) : toNs;
    ns += Math.max(0, Math.min(end, toNs) - Math.max(steps.time(i), fromNs));
  }
  return ns;
}

/**
 * @param {Timeline} timeline @param {number} object @param {number} fromNs @param {number} toNs
 * @returns {Details}
 */
export function objectDetails(timeline, object, fromNs, toNs) {
  const holds = timeline.heldBetween(object, fromNs, toNs);
  /** @type {number[]} */
  const waits = [];
  timeline.eachWait(object, fromNs, toNs, (_lane, _index, startNs, endNs) => {
    waits.push(endNs - startNs);
  });
  const handOvers = timeline
    .flowsThrough(object, fromNs, toNs)
    .filter(({ kind }) => kind !== START)
    .map((flow) => flow.toNs - flow.fromNs);
  return {
    holds: holds.length,
    longestHoldNs: longest(holds.map(({ startNs, endNs }) => endNs - startNs)),
    waits: waits.length,
    longestWaitNs: longest(waits),
    medianWaitNs: quantile(waits, 0.5),
    handOvers: handOvers.length,
    medianHandOverNs: quantile(handOvers, 0.5),
    lateHandOverNs: quantile(handOvers, 0.95),
  };
}

/** @param {number[]} all */
function longest(all) {
  let most = 0;
  for (const each of all) most = Math.max(most, each);
  return most;
}

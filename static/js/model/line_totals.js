/**
 * Line totals: how long threads were at each line of the source between two times, by state.
 *
 * Exact sums over every span that has a place, each cut to the range. What ran counts for the line
 * at which its span began, for nothing tells of the lines after it. Work in slices: it reads all
 * spans of the range.
 */

import { STATE_COUNT } from "./spans.js";
import { BLOCKED, EXACT, FINISHED, SAMPLED } from "./vocabulary.js";

/** @import {Timeline} from "./timeline.js" */

/** @typedef {{file: number, line: number, states: Float64Array, spentNs: number,
 *   blockedNs: number, sampledNs: number, inferredNs: number}} LineTotal `spentNs`: in any state,
 *   of all threads together; `sampledNs`, `inferredNs`: of it not told by events */

/** @typedef {"spent" | "blocked" | "line"} LineOrder */

/** A rest after so many spans. */
const AT_A_TIME = 4096;
/** Numbers of each site: its states, then what of them was sampled, and what inferred. */
const SLOTS = STATE_COUNT + 2;

/**
 * @param {Timeline} timeline @param {number} fromNs @param {number} toNs
 * @returns {Generator<void, LineTotal[]>} lines of any file at which anything was
 */
export function* lineTotals(timeline, fromNs, toNs) {
  /** By site. @type {Map<number, Float64Array>} */
  const sums = new Map();
  for (const { id } of timeline.lanes) {
    const spans = timeline.spans(id);
    let i = Math.max(0, spans.lastStarted(fromNs));
    for (let read = 1; i < spans.length && spans.start(i) < toNs; i += 1, read += 1) {
      if (read % AT_A_TIME === 0) yield;
      const ns = Math.min(spans.end(i), toNs) - Math.max(spans.start(i), fromNs);
      const state = spans.state(i);
      const site = spans.site(i);
      if (!(ns > 0) || site === 0 || state === FINISHED) continue;
      const known = sums.get(site);
      const sum = known ?? new Float64Array(SLOTS);
      if (!known) sums.set(site, sum);
      sum[state] += ns;
      const certainty = spans.certainty(i);
      if (certainty !== EXACT) sum[STATE_COUNT + (certainty === SAMPLED ? 0 : 1)] += ns;
    }
    yield;
  }
  return byLine(timeline, sums);
}

/** Several functions may have a line in common. @param {Timeline} timeline
 *  @param {Map<number, Float64Array>} sums */
function byLine({ sites }, sums) {
  /** @type {Map<string, LineTotal>} */
  const lines = new Map();
  for (const [id, sum] of sums) {
    const site = sites.get(id);
    if (!site) continue;
    const key = `${site.file} ${site.line}`;
    const total = lines.get(key) ?? emptyTotal(site);
    lines.set(key, total);
    for (let state = 0; state < STATE_COUNT; state += 1) {
      total.states[state] += sum[state];
      total.spentNs += sum[state];
    }
    total.blockedNs += sum[BLOCKED];
    total.sampledNs += sum[STATE_COUNT];
    total.inferredNs += sum[STATE_COUNT + 1];
  }
  return [...lines.values()];
}

/** @param {{file: number, line: number}} site @returns {LineTotal} */
const emptyTotal = ({ file, line }) => ({
  file,
  line,
  states: new Float64Array(STATE_COUNT),
  spentNs: 0,
  blockedNs: 0,
  sampledNs: 0,
  inferredNs: 0,
});

/** Anew in an order: the longest first, or as they stand in their files.
 *  @param {readonly LineTotal[]} totals @param {LineOrder} order */
export function inOrder(totals, order) {
  const asWritten = (/** @type {LineTotal} */ a, /** @type {LineTotal} */ b) =>
    a.file - b.file || a.line - b.line;
  if (order === "line") return totals.toSorted(asWritten);
  const ns = (/** @type {LineTotal} */ total) =>
    order === "spent" ? total.spentNs : total.blockedNs;
  return totals.toSorted((a, b) => ns(b) - ns(a) || asWritten(a, b));
}

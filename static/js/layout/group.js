/**
 * The layout of a collapsed group: all its lanes in one row, as pixel columns of shares.
 *
 * The sums are exact. The height of the row stands for the most lanes of the group that ever lived
 * at once, so that of a pool the blue area is how much of it was used, and of many short threads
 * each still has a height.
 *
 * Of very many lanes the columns are wider, as wide as keeps the work of a frame in bounds: their
 * sums are as exact, only of more pixels at once.
 */

import { createScale } from "../base/scale.js";
import { STATE_COUNT } from "../model/spans.js";
import { FINISHED } from "../model/vocabulary.js";
import { ColumnSums } from "./column_sums.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {LaneLayout} from "./lane.js" */
/** @import {SpanColumns} from "../model/spans.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {LaneBox} from "./skyline.js" */

/** @typedef {{id: number, lanes: readonly number[], layout: LaneLayout, box: LaneBox,
 *   alternate: boolean, stays: boolean}} GroupFrame */

/** Columns or spans, whichever are fewer, of all lanes of a group together: some 10 ms of them. */
const MOST_STEPS = 150_000;

/**
 * @param {Timeline} timeline @param {{lanes: readonly number[], most: number}} group
 * @param {TimeScale} scale in the pixels to be drawn @param {number} headNs
 * @param {LaneLayout} into filled anew
 */
export function layoutGroup(timeline, { lanes, most }, scale, headNs, into) {
  const { widthPx, fromNs, toNs } = scale;
  const step = Math.max(1, Math.ceil(steps(timeline, lanes, scale) / MOST_STEPS));
  const columns = Math.ceil(widthPx / step);
  // The last column may reach beyond the window: all of them are of one width.
  const coarse = createScale(
    fromNs,
    fromNs + (toNs - fromNs) * ((columns * step) / widthPx),
    columns,
  );
  const all = new ColumnSums(coarse, headNs);
  for (const id of lanes) all.add(timeline.spans(id));
  const sums = all.finish();
  into.reset(widthPx);
  for (let column = 0; column < columns; column += 1) {
    const at = column * STATE_COUNT;
    const ns = sums.subarray(at, at + STATE_COUNT);
    const total = ns.reduce((sum, each) => sum + each, 0);
    if (total === 0) continue;
    const whole = most * (Math.min(coarse.pxToTime(column + 1), headNs) - coarse.pxToTime(column));
    const end = Math.min(widthPx, (column + 1) * step);
    for (let px = column * step; px < end; px += 1) {
      into.shares.set(ns, px * STATE_COUNT);
      into.covered[px] = Math.max(total, whole);
      into.firstColumn = Math.min(into.firstColumn, px);
      into.endColumn = px + 1;
    }
  }
}

/** How many columns or spans of these lanes are to be added up, at most: where even all their spans
 *  are few, it need not be known how many are visible.
 *  @param {Timeline} timeline @param {readonly number[]} lanes @param {TimeScale} scale */
function steps(timeline, lanes, { fromNs, toNs, widthPx }) {
  const all = lanes.map((id) => timeline.spans(id));
  const most = all.reduce((sum, { length }) => sum + Math.min(widthPx, length), 0);
  if (most <= MOST_STEPS) return most;
  const visible = (/** @type {SpanColumns} */ spans) =>
    spans.lastStarted(toNs) - spans.lastStarted(fromNs) + 1;
  return all.reduce((sum, spans) => sum + Math.min(widthPx, visible(spans)), 0);
}

/** What all lanes of a group did around a moment, together; `living`: how many of them lived then.
 *  @typedef {{fromNs: number, toNs: number, shares: Float64Array, totalNs: number,
 *   living: number}} GroupHit */

/**
 * @param {Timeline} timeline @param {readonly number[]} lanes @param {TimeScale} scale in CSS pixels
 * @param {number} px @param {number} headNs
 * @returns {GroupHit | null} null where none of them lived
 */
export function hitGroup(timeline, lanes, scale, px, headNs) {
  const fromNs = Math.max(0, scale.pxToTime(px - 0.5));
  const toNs = Math.min(headNs, scale.pxToTime(px + 0.5));
  const shares = new Float64Array(STATE_COUNT);
  let living = 0;
  for (const lane of lanes) {
    const own = timeline.shares(lane, fromNs, toNs);
    if (own.subarray(0, FINISHED).some((ns) => ns > 0)) living += 1;
    for (let state = 0; state < FINISHED; state += 1) shares[state] += own[state];
  }
  const totalNs = shares.reduce((sum, ns) => sum + ns, 0);
  return totalNs > 0 ? { fromNs, toNs, shares, totalNs, living } : null;
}

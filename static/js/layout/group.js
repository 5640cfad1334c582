/**
 * The layout of a collapsed group: all its lanes in one row, as pixel columns of shares.
 *
 * The sums are exact: each lane is laid out as if it were alone, all of its spans merged, and the
 * columns are added. The height of the row stands for the most lanes of the group that ever lived
 * at once, so that of a pool the blue area is how much of it was used, and of many short threads
 * each still has a height.
 *
 * A lane costs up to as many steps as there are columns. So of very many lanes the columns are
 * wider, as wide as keeps the sum of steps in bounds: their shares are as exact, only of more
 * pixels at once.
 */

import { createScale } from "../base/scale.js";
import { STATE_COUNT } from "../model/spans.js";
import { FINISHED } from "../model/vocabulary.js";
import { LaneLayout, layoutLane } from "./lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {LaneBox} from "./skyline.js" */

/** @typedef {{id: number, lanes: readonly number[], layout: LaneLayout, box: LaneBox,
 *   alternate: boolean, stays: boolean}} GroupFrame */

/** Columns of all lanes of a group together: some 5 ms of them. */
const MOST_COLUMNS = 400_000;

/** Lent to each group in turn. */
const single = new LaneLayout();

/**
 * @param {Timeline} timeline @param {{lanes: readonly number[], most: number}} group
 * @param {TimeScale} scale in the pixels to be drawn @param {number} headNs
 * @param {LaneLayout} into filled anew
 */
export function layoutGroup(timeline, { lanes, most }, scale, headNs, into) {
  const { widthPx, fromNs, toNs } = scale;
  const step = Math.max(1, Math.ceil((lanes.length * widthPx) / MOST_COLUMNS));
  const columns = Math.ceil(widthPx / step);
  // The last column may reach beyond the window: all of them are of one width.
  const coarse = createScale(
    fromNs,
    fromNs + (toNs - fromNs) * ((columns * step) / widthPx),
    columns,
  );
  const sums = sumColumns(timeline, lanes, coarse, headNs);
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

/**
 * Nanoseconds per state in each column, of all lanes together.
 *
 * @param {Timeline} timeline @param {readonly number[]} lanes @param {TimeScale} scale
 * @param {number} headNs
 */
function sumColumns(timeline, lanes, scale, headNs) {
  const sums = new Float64Array(scale.widthPx * STATE_COUNT);
  for (const id of lanes) {
    // No span is ever wide: all are merged into shares.
    layoutLane(timeline.spans(id), scale, headNs, Infinity, single);
    const last = single.endColumn * STATE_COUNT;
    for (let at = single.firstColumn * STATE_COUNT; at < last; at += 1)
      sums[at] += single.shares[at];
  }
  return sums;
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

/**
 * The layout of a level on an object's lane: a number that changes in steps — waiters, a queue's
 * length — as pixel columns with the least, the greatest and the mean by time of each.
 *
 * A column is never one value picked from it: the mean comes from the exact area under the steps,
 * so the sum of all columns is the exact area of the window, at every zoom.
 */

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Steps} from "../model/steps.js" */

/** Three numbers per column; NaN where nothing is known.
 *  @typedef {{mean: Float32Array, least: Float32Array, most: Float32Array}} Level */

/**
 * @param {Steps} steps @param {TimeScale} scale in the pixels to be drawn
 * @param {number} untilNs nothing is known after it
 * @returns {Level}
 */
export function layoutLevel(steps, scale, untilNs) {
  const width = scale.widthPx;
  const level = {
    mean: new Float32Array(width).fill(Number.NaN),
    least: new Float32Array(width).fill(Number.NaN),
    most: new Float32Array(width).fill(Number.NaN),
  };
  if (steps.length === 0) return level;
  const endColumn = Math.min(width, Math.ceil(scale.timeToPx(untilNs)));
  let column = Math.max(0, Math.floor(scale.timeToPx(steps.time(0))));
  while (column < endColumn) {
    const from = scale.pxToTime(column);
    const to = Math.min(scale.pxToTime(column + 1), untilNs);
    const at = steps.indexAt(from);
    const next = at + 1 < steps.length ? steps.time(at + 1) : Infinity;
    if (at >= 0 && next >= to) {
      // One value goes on: as far as it does, all columns are like this one.
      const last = Math.min(endColumn, Math.floor(scale.timeToPx(Math.min(next, untilNs))));
      const end = Math.max(column + 1, last);
      for (const numbers of [level.mean, level.least, level.most]) {
        numbers.fill(steps.value(at), column, end);
      }
      column = end;
      continue;
    }
    const over = steps.over(from, to);
    if (over) {
      level.mean[column] = over.mean;
      level.least[column] = over.least;
      level.most[column] = over.most;
    }
    column += 1;
  }
  return level;
}

/**
 * How high a level of `value` stands; what is more than nothing is seen.
 *
 * @param {number} value @param {number} shown what the whole height stands for
 * @param {number} sky pixels @param {number} line the least that is seen
 */
export function heightOf(value, shown, sky, line) {
  if (!(value > 0)) return 0;
  return Math.max(line, Math.min(sky, Math.round((value / shown) * sky)));
}

/** The layout of the lane of processors: how many the run kept busy, per pixel column. */

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Steps} from "../model/steps.js" */

/** Up to so many cores the lane is as high as the machine has; of more, most would be air. */
const FEW_CORES = 8;
/** The counter tells thousandths of a core. */
export const PER_CORE = 1000;

/**
 * How many cores the height of the lane stands for.
 *
 * @param {number} most the highest value of the run, in thousandths
 * @param {number} cores of the machine; 0 when that is not known
 */
export function coresShown(most, cores) {
  if (cores > 0 && cores <= FEW_CORES) return cores;
  let shown = 1;
  while (shown * PER_CORE < most) shown *= 2;
  return cores > 0 ? Math.min(shown, cores) : shown;
}

/**
 * @param {Steps} counter @param {TimeScale} scale in the pixels to be drawn
 * @param {number} headNs
 * @returns {Float32Array} mean thousandths of a core per column; NaN where nothing is known
 */
export function layoutCores(counter, scale, headNs) {
  const columns = new Float32Array(scale.widthPx).fill(Number.NaN);
  for (let column = 0; column < columns.length; column += 1) {
    const from = scale.pxToTime(column);
    if (from >= headNs) break;
    const over = counter.over(from, Math.min(scale.pxToTime(column + 1), headNs));
    if (over) columns[column] = over.mean;
  }
  return columns;
}

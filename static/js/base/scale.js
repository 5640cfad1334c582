/**
 * A time scale: nanoseconds of the run to pixels of a strip, and back.
 *
 * @typedef {{fromNs: number, toNs: number, widthPx: number, nsPerPx: number, beganNs: number,
 *   firstPx: number, timeToPx: (ns: number) => number, pxToTime: (px: number) => number}} TimeScale
 *   `firstPx`: how many whole pixels it begins after `beganNs`, where its grid of pixels began
 */

/**
 * @param {number} fromNs @param {number} toNs above `fromNs` @param {number} widthPx
 * @returns {TimeScale}
 */
export function createScale(fromNs, toNs, widthPx) {
  const nsPerPx = (toNs - fromNs) / Math.max(1, widthPx);
  return {
    fromNs,
    toNs,
    widthPx,
    nsPerPx,
    beganNs: fromNs,
    firstPx: 0,
    timeToPx: (ns) => (ns - fromNs) / nsPerPx,
    pxToTime: (px) => fromNs + px * nsPerPx,
  };
}

/**
 * The window around `aroundNs` that is `factor` times as wide; the moment stays where it is.
 *
 * @param {number} fromNs @param {number} toNs @param {number} aroundNs
 * @param {number} factor below 1 to see less, more closely
 */
export function zoomWindow(fromNs, toNs, aroundNs, factor) {
  return {
    fromNs: aroundNs - (aroundNs - fromNs) * factor,
    toNs: aroundNs + (toNs - aroundNs) * factor,
  };
}

/**
 * The window, moved and narrowed as little as needed so that it stays near the run:
 * never narrower than `narrowestNs`, never wider than the run with some air, never
 * with less than a tenth of it over the run.
 *
 * @param {number} fromNs @param {number} toNs
 * @param {number} endNs of the run @param {number} narrowestNs @param {number} [startNs]
 */
export function clampWindow(fromNs, toNs, endNs, narrowestNs, startNs = 0) {
  const wholeNs = endNs - startNs;
  const widest = Math.max(wholeNs * 1.1, narrowestNs);
  const width = Math.min(Math.max(toNs - fromNs, narrowestNs), widest);
  const middle = (fromNs + toNs) / 2 - startNs;
  const lowest = width >= wholeNs ? Math.min(0, wholeNs - width) : -0.1 * width;
  const highest = width >= wholeNs ? Math.max(0, wholeNs - width) : wholeNs - 0.9 * width;
  const from = startNs + Math.min(Math.max(middle - width / 2, lowest), highest);
  return { fromNs: from, toNs: from + width };
}

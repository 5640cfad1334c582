/**
 * A pixel grid: where in time the edges of pixels lie, the same for every window of one zoom.
 *
 * While the zoom stays, windows lie whole pixels apart. So a moment that is in two of them is
 * drawn alike in both, and what was drawn for one can be shown in the other. Places are counted
 * from where the grid began: sums of many small moves would drift.
 */

/** @import {TimeScale} from "./scale.js" */

/** Windows that differ in width by less than this are of one zoom: a window that was moved often
 *  is not as wide as before to the last digit. */
const SAME_PX = 0.01;

/** A pixel is told apart into so many parts. */
const PARTS = 2 ** 16;

export class PixelGrid {
  #beganNs = 0;
  #nsPerPx = 0;

  /**
   * The scale of a window: on the grid while the zoom stays, else that of a grid that begins here.
   *
   * @param {number} fromNs @param {number} toNs @param {number} widthPx
   * @returns {TimeScale}
   */
  scaleOf(fromNs, toNs, widthPx) {
    const nsPerPx = (toNs - fromNs) / Math.max(1, widthPx);
    if (Math.abs(nsPerPx - this.#nsPerPx) * widthPx > SAME_PX * this.#nsPerPx) {
      return gridScale(fromNs, nsPerPx, 0, widthPx);
    }
    const firstPx = Math.round((fromNs - this.#beganNs) / this.#nsPerPx);
    return gridScale(this.#beganNs, this.#nsPerPx, firstPx, widthPx);
  }

  /** From now on this scale's grid is kept.
   *  @param {TimeScale} scale @returns {boolean} whether it was already */
  keep({ beganNs, nsPerPx }) {
    if (beganNs === this.#beganNs && nsPerPx === this.#nsPerPx) return true;
    this.#beganNs = beganNs;
    this.#nsPerPx = nsPerPx;
    return false;
  }
}

/**
 * Another stretch of the grid of a scale.
 *
 * @param {TimeScale} scale @param {number} firstPx on its grid @param {number} widthPx
 * @returns {TimeScale}
 */
export function stretchOf({ beganNs, nsPerPx }, firstPx, widthPx) {
  return gridScale(beganNs, nsPerPx, firstPx, widthPx);
}

/**
 * @param {number} beganNs @param {number} nsPerPx @param {number} firstPx @param {number} widthPx
 * @returns {TimeScale}
 */
function gridScale(beganNs, nsPerPx, firstPx, widthPx) {
  const pxToTime = (/** @type {number} */ px) => beganNs + (firstPx + px) * nsPerPx;
  return {
    fromNs: pxToTime(0),
    toNs: pxToTime(widthPx),
    widthPx,
    nsPerPx,
    beganNs,
    firstPx,
    // A place on the grid has few enough binary digits to lose none when whole pixels are taken off:
    // what lies half-way between two pixels is rounded alike in every window.
    timeToPx: (ns) => Math.round(((ns - beganNs) / nsPerPx) * PARTS) / PARTS - firstPx,
    pxToTime,
  };
}

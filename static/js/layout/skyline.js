/**
 * The skyline: how high each state stands on a lane, and where in a lane things lie.
 *
 * Colour says which state, height how busy. Zoomed out, a pixel column is the stack of
 * share × height, so the picture is the same at every zoom: a lane that runs all the
 * time is full, one that sleeps is low, and the blue area *is* utilisation.
 */

import { BLOCKED, IO, RUNNABLE, RUNNING, SLEEPING } from "../model/vocabulary.js";

/** Height of each state as a share of the lane's sky, by code. */
export const HEIGHTS = Float64Array.of(1, 0.62, 0.62, 0.2, 0.42, 0);

/** From the ground up. */
export const STACK = Uint8Array.of(RUNNING, IO, BLOCKED, RUNNABLE, SLEEPING);

/** Shares above these are rounded up to a pixel, by code. A wait on a sync object is never
 *  rounded away, however short, nor is running above a fifth of a percent: they are what a
 *  reader looks for. */
const LEAST = Float64Array.of(0.002, 1, 0, 1, 1, 1);

/** Where things lie in a lane, in device pixels.
 *  @typedef {{top: number, height: number, sky: number, baseline: number, strip: number}}
 *  LaneBox */

/**
 * Sky above the baseline for states, a strip below it for holds.
 *
 * @param {number} topPx @param {number} heightPx @param {number} dpr
 * @returns {LaneBox}
 */
export function laneBox(topPx, heightPx, dpr) {
  const top = Math.round(topPx * dpr);
  const height = Math.round((topPx + heightPx) * dpr) - top;
  const strip = Math.max(3, Math.round(heightPx * 0.13)) * dpr;
  const air = Math.max(2, Math.round(heightPx * 0.09)) * dpr;
  const line = Math.round(dpr);
  const baseline = Math.round(top + height - strip - line);
  return { top, height, sky: Math.round(baseline - top - air), baseline, strip: Math.floor(strip) };
}

/**
 * The stack of one pixel column: its height in whole pixels per state, by code.
 *
 * Called for each column of each dense lane of a frame, so it is written plainly.
 *
 * @param {Float64Array} shares @param {number} offset of the column in `shares`
 * @param {number} covered sum of its shares @param {number} sky in pixels
 * @param {Uint16Array} into by state code
 */
export function stackColumn(shares, offset, covered, sky, into) {
  const pxPerNs = sky / covered;
  let exact = 0;
  let drawn = 0;
  for (let i = 0; i < STACK.length; i += 1) {
    const state = STACK[i];
    const ns = shares[offset + state];
    let height = 0;
    if (ns > 0) {
      exact += ns * HEIGHTS[state] * pxPerNs;
      height = Math.max(0, Math.floor(exact + 0.5) - drawn);
      if (height === 0 && ns > LEAST[state] * covered) height = 1;
      drawn += height;
    }
    into[state] = height;
  }
}

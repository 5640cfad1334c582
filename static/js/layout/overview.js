/** The overview: for each pixel column of the minimap, all lanes' time per state. */

import { createScale } from "../base/scale.js";
import { STATE_COUNT } from "../model/spans.js";
import { FINISHED } from "../model/vocabulary.js";
import { LaneLayout, layoutLane } from "./lane.js";

/** @import {Timeline} from "../model/timeline.js" */

/**
 * @param {Timeline} timeline @param {{fromNs: number, toNs: number}} extent of time shown
 * @param {number} endNs up to where the run is drawn @param {number} columns
 * @returns {Float64Array} `STATE_COUNT` numbers per column: shares of the time of *all*
 *   lanes of the run, so that the height of a column says how many lived
 */
export function layoutOverview(timeline, { fromNs, toNs }, endNs, columns) {
  const sums = new Float64Array(columns * STATE_COUNT);
  const scale = createScale(fromNs, toNs, columns);
  const layout = new LaneLayout();
  for (const { id } of timeline.lanes) {
    // No span is ever wide: all are merged into shares.
    layoutLane(timeline.wholeSpans(id), scale, endNs, Infinity, layout);
    const last = layout.endColumn * STATE_COUNT;
    for (let at = layout.firstColumn * STATE_COUNT; at < last; at += 1)
      sums[at] += layout.shares[at];
  }
  const whole = scale.nsPerPx * Math.max(1, timeline.lanes.length);
  for (let at = 0; at < sums.length; at += 1) {
    sums[at] = at % STATE_COUNT === FINISHED ? 0 : sums[at] / whole;
  }
  return sums;
}

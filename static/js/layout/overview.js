/** The overview: for each pixel column of the minimap, all lanes' time per state. */

import { STATE_COUNT } from "../model/spans.js";
import { FINISHED } from "../model/vocabulary.js";

/** @import {Timeline} from "../model/timeline.js" */

/**
 * @param {Timeline} timeline @param {number} endNs @param {number} columns
 * @returns {Float32Array} `STATE_COUNT` numbers per column: shares of the time of *all*
 *   lanes of the run, so that the height of a column says how many lived
 */
export function layoutOverview(timeline, endNs, columns) {
  const shares = new Float32Array(columns * STATE_COUNT);
  const before = new Float64Array(STATE_COUNT);
  const after = new Float64Array(STATE_COUNT);
  const nsPerColumn = endNs / columns;
  const whole = nsPerColumn * Math.max(1, timeline.lanes.length);
  for (const { id } of timeline.lanes) {
    const spans = timeline.spans(id);
    if (spans.length === 0) continue;
    before.fill(0);
    const first = Math.max(0, Math.floor(spans.start(0) / nsPerColumn));
    const last = Math.min(columns - 1, Math.ceil(spans.end(spans.length - 1) / nsPerColumn));
    for (let column = first; column <= last; column += 1) {
      after.fill(0);
      spans.addBefore((column + 1) * nsPerColumn, after, 1);
      for (let state = 0; state < FINISHED; state += 1) {
        shares[column * STATE_COUNT + state] += (after[state] - before[state]) / whole;
      }
      before.set(after);
    }
  }
  return shares;
}

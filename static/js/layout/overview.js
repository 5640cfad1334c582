/** The overview: for each pixel column of the minimap, all lanes' time per state. */

import { createScale } from "../base/scale.js";
import { STATE_COUNT } from "../model/spans.js";
import { FINISHED } from "../model/vocabulary.js";
import { LaneLayout, layoutLane } from "./lane.js";

/** @import {Timeline} from "../model/timeline.js" */

/** Laid out lane by lane: all of a run at once would be felt. */
export class Overview {
  #layout = new LaneLayout();
  #sums;
  #scale;
  #lanes;
  #next = 0;

  /**
   * @param {Timeline} timeline @param {{fromNs: number, toNs: number}} extent of time shown
   * @param {number} endNs up to where the run is drawn @param {number} columns
   */
  constructor(timeline, extent, endNs, columns) {
    this.timeline = timeline;
    this.extent = extent;
    this.endNs = endNs;
    this.columns = columns;
    this.#sums = new Float64Array(columns * STATE_COUNT);
    this.#scale = createScale(extent.fromNs, extent.toNs, columns);
    this.#lanes = timeline.lanes.map(({ id }) => id);
  }

  /** Lay out lanes. @param {() => boolean} [goesOn] asked after each whether there is time for the
   *  next @returns {boolean} whether all are laid out */
  advance(goesOn = () => true) {
    const sums = this.#sums;
    const layout = this.#layout;
    for (; this.#next < this.#lanes.length; this.#next += 1) {
      const spans = this.timeline.wholeSpans(this.#lanes[this.#next]);
      // No span is ever wide: all are merged into shares.
      layoutLane(spans, this.#scale, this.endNs, Infinity, layout);
      const last = layout.endColumn * STATE_COUNT;
      for (let at = layout.firstColumn * STATE_COUNT; at < last; at += 1)
        sums[at] += layout.shares[at];
      if (!goesOn()) {
        this.#next += 1;
        break;
      }
    }
    return this.#next >= this.#lanes.length;
  }

  /** `STATE_COUNT` numbers per column: shares of the time of *all* lanes of the run, so that the
   *  height of a column says how many lived. */
  get shares() {
    const whole = this.#scale.nsPerPx * Math.max(1, this.#lanes.length);
    return this.#sums.map((ns, at) => (at % STATE_COUNT === FINISHED ? 0 : ns / whole));
  }
}

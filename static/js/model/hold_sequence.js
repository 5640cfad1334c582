/** A hold sequence: the holds of one sync object in order of their start, read by their place in
 *  it like those of a GIL; unlike those, they may lie over each other. */

import { EXACT } from "./vocabulary.js";

/** @import {Intervals} from "./intervals.js" */

/** @typedef {{laneOf: (id: number) => number, siteOf: (id: number) => number}} Columns of the
 *  holds that the intervals name */

/** Before the hold that began last at a moment, so many are looked at for one that lasts still. */
const MOST_LOOKED_AT = 256;

export class HoldSequence {
  #intervals;
  #columns;

  /**
   * @param {number} object @param {Intervals} intervals @param {Columns} columns
   * @param {number} now until when those still open have lasted
   */
  constructor(object, intervals, columns, now) {
    this.object = object;
    this.now = now;
    this.#intervals = intervals;
    this.#columns = columns;
  }

  get length() {
    return this.#intervals.length;
  }

  /** @param {number} i */
  start(i) {
    return this.#intervals.start(i);
  }

  /** @param {number} i */
  end(i) {
    const end = this.#intervals.end(i);
    return end === Infinity ? Math.max(this.now, this.start(i)) : end;
  }

  /** @param {number} i */
  isOpen(i) {
    return this.#intervals.end(i) === Infinity;
  }

  /** @param {number} i */
  lane(i) {
    return this.#columns.laneOf(this.#intervals.id(i));
  }

  /** @param {number} i */
  site(i) {
    return this.#columns.siteOf(this.#intervals.id(i));
  }

  /** That a lock was taken is told by an event. @param {number} _i */
  certainty(_i) {
    return EXACT;
  }

  /** The last that starts at `ns` or before; -1 when there is none. @param {number} ns */
  lastStarted(ns) {
    return this.#intervals.lastStarted(ns);
  }

  /** One that covers `ns`; -1 when nobody held it then. @param {number} ns */
  indexAt(ns) {
    const last = this.lastStarted(ns);
    for (let i = last; i >= 0 && i > last - MOST_LOOKED_AT; i -= 1) {
      if (this.end(i) > ns) return i;
    }
    return last >= 0 && this.end(last) === ns && last === this.length - 1 ? last : -1;
  }
}

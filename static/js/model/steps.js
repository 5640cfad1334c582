/**
 * Steps: a number that changes at moments and stays in between — a queue's length, how many wait
 * — with its exact area over any range of time.
 *
 * The area under the steps before each block of 64 is kept, with the least and the greatest value
 * in it. So mean, least and greatest of a range are two bisections and at most two blocks read,
 * for a pixel column that covers three steps and for one that covers a million: what is drawn
 * zoomed out is never one value picked from many.
 *
 * A value that lasted no time, because the next came at the same nanosecond, was never the case.
 * The last value goes on.
 */

import { firstAbove, firstFrom } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";

const BLOCK_BITS = 6;
const BLOCK_LENGTH = 1 << BLOCK_BITS;

/** What is known of a range. `ns`: how much of it; `mean` is weighed by time.
 *  @typedef {{ns: number, area: number, mean: number, least: number, most: number}} Over */

export class Steps {
  #times = new Float64Column();
  // A semaphore's value may be anything an int is; Float64 holds what is counted.
  #values = new Float64Column();
  /** The area before each block, from the first step on. @type {number[]} */
  #areas = [];
  /** @type {number[]} */
  #least = [];
  /** @type {number[]} */
  #most = [];
  /** Blocks from this one on are to be summed again. */
  #staleFrom = 0;

  /** The highest value it ever had. */
  most = 0;

  get length() {
    return this.#times.length;
  }

  /** @param {number} time @param {number} value */
  add(time, value) {
    this.most = Math.max(this.most, value);
    let position = this.length;
    this.#times.push(time);
    this.#values.push(value);
    // Rows come almost in order, so the place is near the end.
    for (; position > 0 && this.#times.get(position - 1) > time; position -= 1) {
      this.#times.set(position, this.#times.get(position - 1));
      this.#values.set(position, this.#values.get(position - 1));
    }
    this.#times.set(position, time);
    this.#values.set(position, value);
    this.#spoil(position);
  }

  /** Forget all steps from a position on. @param {number} length how many stay */
  cutTo(length) {
    this.#times.length = length;
    this.#values.length = length;
    this.#spoil(length);
  }

  /** @param {number} i */
  time(i) {
    return this.#times.get(i);
  }

  /** @param {number} i */
  value(i) {
    return this.#values.get(i);
  }

  /** The index of the step in force at a time; -1 before the first. @param {number} ns */
  indexAt(ns) {
    return firstAbove(this.length, (i) => this.#times.get(i), ns) - 1;
  }

  /** How many steps lie before a time. @param {number} ns */
  before(ns) {
    return firstFrom(this.length, (i) => this.#times.get(i), ns);
  }

  /** The value at a time; null before the first. @param {number} ns */
  at(ns) {
    const index = this.indexAt(ns);
    return index < 0 ? null : this.#values.get(index);
  }

  /** Null when nothing is known of the range.
   *  @param {number} fromNs @param {number} toNs @returns {Over | null} */
  over(fromNs, toNs) {
    if (this.length === 0) return null;
    const from = Math.max(fromNs, this.#times.get(0));
    const ns = toNs - from;
    if (!(ns > 0)) return null;
    this.#refresh();
    const first = this.indexAt(from);
    const beyond = this.before(toNs);
    const area = this.#areaBefore(beyond - 1, toNs) - this.#areaBefore(first, from);
    return { ns, area, mean: area / ns, ...this.#extremes(first, beyond, toNs) };
  }

  /** @param {number} position whose step, or the one before it, is no longer what it was */
  #spoil(position) {
    this.#staleFrom = Math.min(this.#staleFrom, Math.max(0, position - 1) >>> BLOCK_BITS);
  }

  /** The area from the first step to `ns`, which lies in step `i`.
   *  @param {number} i @param {number} ns */
  #areaBefore(i, ns) {
    const block = i >>> BLOCK_BITS;
    let area = this.#areas[block];
    for (let at = block << BLOCK_BITS; at < i; at += 1) {
      area += this.#values.get(at) * (this.#times.get(at + 1) - this.#times.get(at));
    }
    return area + this.#values.get(i) * (ns - this.#times.get(i));
  }

  /** @param {number} first @param {number} beyond @param {number} toNs */
  #extremes(first, beyond, toNs) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = first; i < beyond; ) {
      const block = i >>> BLOCK_BITS;
      if ((i & (BLOCK_LENGTH - 1)) === 0 && i + BLOCK_LENGTH < beyond) {
        least = Math.min(least, this.#least[block]);
        most = Math.max(most, this.#most[block]);
        i += BLOCK_LENGTH;
        continue;
      }
      if (this.#endOf(i, toNs) > this.#times.get(i)) {
        least = Math.min(least, this.#values.get(i));
        most = Math.max(most, this.#values.get(i));
      }
      i += 1;
    }
    return { least, most };
  }

  /** @param {number} i @param {number} last when the last step ends */
  #endOf(i, last) {
    return i + 1 < this.length ? this.#times.get(i + 1) : last;
  }

  #refresh() {
    const { length } = this;
    for (let block = this.#staleFrom; block * BLOCK_LENGTH < length; block += 1) {
      const first = block << BLOCK_BITS;
      this.#areas[block] = block === 0 ? 0 : this.#areaBefore(first - 1, this.#times.get(first));
      let least = Infinity;
      let most = -Infinity;
      for (let i = first; i < Math.min(length, first + BLOCK_LENGTH); i += 1) {
        if (this.#endOf(i, Infinity) <= this.#times.get(i)) continue;
        least = Math.min(least, this.#values.get(i));
        most = Math.max(most, this.#values.get(i));
      }
      this.#least[block] = least;
      this.#most[block] = most;
    }
    this.#staleFrom = Infinity;
  }
}

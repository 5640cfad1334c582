/**
 * A tally: moments with an amount each, of which any range is counted and summed by two
 * bisections.
 */

import { firstFrom } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";
import { Latecomers } from "../base/latecomers.js";

export class Tally {
  #times = new Float64Column();
  /** The sum of all amounts up to and with this one. */
  #sums = new Float64Column();
  /** Moments that have no place yet. */
  #late = new Latecomers([this.#times, this.#sums]);
  #earliest = Infinity;

  /** @param {number} time @param {number} amount */
  add(time, amount) {
    if (this.#late.include(time)) {
      this.#late.add(time, amount);
      this.#earliest = Math.min(this.#earliest, time);
      return;
    }
    let position = this.#times.length;
    this.#times.push(time);
    this.#sums.push(this.#sumBefore(position) + amount);
    // Moments come almost in order, so the place is near the end.
    for (; position > 0 && this.#times.get(position - 1) > time; position -= 1) {
      this.#times.set(position, this.#times.get(position - 1));
      this.#sums.set(position, this.#sums.get(position - 1) + amount);
      this.#sums.set(position - 1, this.#sumBefore(position - 1) + amount);
      this.#times.set(position - 1, time);
    }
  }

  /**
   * @param {number} fromNs @param {number} toNs both inclusive
   * @returns {{count: number, sum: number}}
   */
  between(fromNs, toNs) {
    if (this.#late.length > 0) this.#settle();
    const first = firstFrom(this.#times.length, (i) => this.#times.get(i), fromNs);
    const beyond = Math.max(first, this.#times.firstAbove(toNs));
    return { count: beyond - first, sum: this.#sumBefore(beyond) - this.#sumBefore(first) };
  }

  /** Behind the first latecomer each has its own amount while they take their places. */
  #settle() {
    const sums = this.#sums;
    const first = this.#times.firstAbove(this.#earliest);
    for (let i = sums.length - 1; i >= first; i -= 1) sums.set(i, sums.get(i) - this.#sumBefore(i));
    this.#late.settle();
    for (let i = first; i < sums.length; i += 1) sums.set(i, sums.get(i) + this.#sumBefore(i));
    this.#earliest = Infinity;
  }

  /** @param {number} position */
  #sumBefore(position) {
    return position > 0 ? this.#sums.get(position - 1) : 0;
  }
}

/**
 * A tally: moments with an amount each, of which any range is counted and summed by two
 * bisections.
 */

import { firstFrom } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";

export class Tally {
  #times = new Float64Column();
  /** The sum of all amounts up to and with this one. */
  #sums = new Float64Column();

  get length() {
    return this.#times.length;
  }

  /** @param {number} time @param {number} amount */
  add(time, amount) {
    let position = this.length;
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
    const first = firstFrom(this.length, (i) => this.#times.get(i), fromNs);
    const beyond = Math.max(first, this.#times.firstAbove(toNs));
    return { count: beyond - first, sum: this.#sumBefore(beyond) - this.#sumBefore(first) };
  }

  /** @param {number} position */
  #sumBefore(position) {
    return position > 0 ? this.#sums.get(position - 1) : 0;
  }
}

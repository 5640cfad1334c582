/** A counter: a number that belongs to a sync object and changes in steps. */

import { firstAbove } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";

export class Counter {
  #times = new Float64Column();
  // A semaphore's value may be anything an int is; Float64 holds what is counted.
  #values = new Float64Column();

  get length() {
    return this.#times.length;
  }

  /** @param {number} time @param {number} value */
  add(time, value) {
    let position = this.length;
    this.#times.push(time);
    this.#values.push(value);
    for (; position > 0 && this.#times.get(position - 1) > time; position -= 1) {
      this.#times.set(position, this.#times.get(position - 1));
      this.#values.set(position, this.#values.get(position - 1));
    }
    this.#times.set(position, time);
    this.#values.set(position, value);
  }

  /** @param {number} i */
  time(i) {
    return this.#times.get(i);
  }

  /** @param {number} i */
  value(i) {
    return this.#values.get(i);
  }

  /** The value at a time; null before the first. @param {number} ns */
  at(ns) {
    const after = firstAbove(this.length, (i) => this.#times.get(i), ns);
    return after === 0 ? null : this.#values.get(after - 1);
  }
}

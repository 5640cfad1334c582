/** A counter: a number that belongs to a sync object and changes in steps. */

import { firstAbove } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";

/** @import {CounterBatch} from "./rows.js" */

export class Counter {
  #times = new Float64Column();
  // A semaphore's value may be anything an int is; Float64 holds what is counted.
  #values = new Float64Column();

  /** The highest value it had. */
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

  /**
   * Its mean over a range, weighed by time, and its highest value there; null when nothing is
   * known of the range.
   *
   * @param {number} fromNs @param {number} toNs
   */
  over(fromNs, toNs) {
    const length = this.length;
    const beyond = firstAbove(length, (i) => this.#times.get(i), toNs);
    let i = Math.max(0, firstAbove(length, (at) => this.#times.get(at), fromNs) - 1);
    let area = 0;
    let ns = 0;
    let most = -Infinity;
    for (; i < beyond; i += 1) {
      const from = Math.max(fromNs, this.#times.get(i));
      const to = i + 1 < length ? Math.min(toNs, this.#times.get(i + 1)) : toNs;
      if (to <= from) continue;
      area += this.#values.get(i) * (to - from);
      ns += to - from;
      most = Math.max(most, this.#values.get(i));
    }
    return ns > 0 ? { mean: area / ns, most } : null;
  }
}

/** The counters of a run, by object. */
export class Counters {
  /** @type {Map<number, Counter>} */
  #byObject = new Map();

  /** One without values where nothing is known. @param {number} object */
  of(object) {
    return this.#byObject.get(object) ?? new Counter();
  }

  /** @param {CounterBatch} batch */
  add(batch) {
    let time = 0;
    for (let row = 0; row < batch.object.length; row += 1) {
      time += batch.time[row];
      const counter = this.of(batch.object[row]);
      this.#byObject.set(batch.object[row], counter);
      counter.add(time, batch.value[row]);
    }
  }
}

/**
 * An overlap: of intervals that may lie over each other — waits for one lock, tasks in a pool's
 * queue — how many do so at any time.
 *
 * Their starts and their ends, each in order, say it: as many as have begun less those that have
 * ended. From both, steps are made when they are asked for, and made again only from where
 * something changed. What is still open has a start only.
 */

import { firstFrom } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";
import { Latecomers } from "../base/latecomers.js";
import { Steps } from "./steps.js";

export class Overlap {
  #starts = new Moments();
  #ends = new Moments();
  /** Starts of those still open, in order. @type {number[]} */
  #open = [];
  #steps = new Steps();
  /** From this time on the steps are to be made again. */
  #staleFrom = 0;

  /** One that is over. @param {number} start @param {number} end */
  add(start, end) {
    this.#starts.add(start);
    this.#ends.add(end);
    this.#staleFrom = Math.min(this.#staleFrom, start);
  }

  /** What is open now, in place of what was. @param {number[]} starts in any order */
  setOpen(starts) {
    const open = starts.sort((a, b) => a - b);
    const same = open.findIndex((start, i) => start !== this.#open[i]);
    const differs = same >= 0 ? same : open.length < this.#open.length ? open.length : -1;
    if (differs < 0) return;
    const changed = Math.min(open[differs] ?? Infinity, this.#open[differs] ?? Infinity);
    this.#staleFrom = Math.min(this.#staleFrom, changed);
    this.#open = open;
  }

  /** How many at a time, from the beginning of the run on. */
  get steps() {
    if (this.#staleFrom < Infinity) this.#make();
    return this.#steps;
  }

  /** How many ended before a time. @param {number} ns */
  endedBefore(ns) {
    return this.#ends.before(ns);
  }

  /** How many begin after a time. @param {number} ns */
  beginAfter(ns) {
    const { length } = this.#starts.inOrder;
    const open = this.#open.filter((start) => start > ns).length;
    return length - this.#starts.before(ns + 1) + open;
  }

  #make() {
    const steps = this.#steps;
    const since = this.#staleFrom;
    steps.cutTo(steps.before(since));
    if (steps.length === 0) steps.add(0, 0);
    const starts = this.#starts.inOrder;
    const ends = this.#ends.inOrder;
    let begun = this.#starts.before(since);
    let ended = this.#ends.before(since);
    let open = firstFrom(this.#open.length, (i) => this.#open[i], since);
    while (true) {
      const start = begun < starts.length ? starts.get(begun) : Infinity;
      const end = ended < ends.length ? ends.get(ended) : Infinity;
      const time = Math.min(start, end, this.#open[open] ?? Infinity);
      if (time === Infinity) break;
      while (begun < starts.length && starts.get(begun) === time) begun += 1;
      while (ended < ends.length && ends.get(ended) === time) ended += 1;
      while (this.#open[open] === time) open += 1;
      const count = begun + open - ended;
      if (count !== steps.value(steps.length - 1)) steps.add(time, count);
    }
    this.#staleFrom = Infinity;
  }
}

/** Moments, told almost in order. */
class Moments {
  #column = new Float64Column();
  #late = new Latecomers([this.#column]);

  /** @param {number} ns */
  add(ns) {
    if (this.#late.include(ns)) {
      this.#late.add(ns);
      return;
    }
    const column = this.#column;
    let position = column.length;
    column.push(ns);
    for (; position > 0 && column.get(position - 1) > ns; position -= 1) {
      column.set(position, column.get(position - 1));
    }
    column.set(position, ns);
  }

  get inOrder() {
    if (this.#late.length > 0) this.#late.settle();
    return this.#column;
  }

  /** How many lie before a time. @param {number} ns */
  before(ns) {
    const { inOrder } = this;
    return firstFrom(inOrder.length, (i) => inOrder.get(i), ns);
  }
}

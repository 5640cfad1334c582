/**
 * Intervals in order of their start, that answers "which of you overlap this range?".
 *
 * Holds and waits of one object may overlap (a semaphore has many holders), and one
 * may last the whole run, so a bisection by start alone is not enough. Each block of
 * 64 knows the latest end in it: blocks that ended before the range are skipped whole.
 */

import { firstAbove } from "../base/bisect.js";
import { ChunkedColumn } from "../base/chunks.js";

const BLOCK_BITS = 6;
const BLOCK_LENGTH = 1 << BLOCK_BITS;

export class Intervals {
  #ids = new ChunkedColumn(Uint32Array);
  /** @type {number[]} */
  #reach = [];
  /** Ends from this position on may have changed since `#reach` was computed. */
  #staleFrom = 0;

  /**
   * @param {(id: number) => number} startOf
   * @param {(id: number) => number} endOf Infinity while open
   */
  constructor(startOf, endOf) {
    this.startOf = startOf;
    this.endOf = endOf;
  }

  get length() {
    return this.#ids.length;
  }

  /** The id at a place in the order of starts. @param {number} position */
  at(position) {
    return this.#ids.get(position);
  }

  /** Rows come almost in order, so the place is sought from the end. @param {number} id */
  add(id) {
    const start = this.startOf(id);
    this.#ids.push(id);
    let position = this.#ids.length - 1;
    while (position > 0 && this.startOf(this.#ids.get(position - 1)) > start) {
      this.#ids.set(position, this.#ids.get(position - 1));
      position -= 1;
    }
    this.#ids.set(position, id);
    this.#staleFrom = Math.min(this.#staleFrom, position);
  }

  /** The end of `id` is no longer what it was. @param {number} id */
  endChanged(id) {
    const after = firstAbove(this.length, (i) => this.startOf(this.at(i)), this.startOf(id));
    let position = after - 1;
    while (position > 0 && this.at(position) !== id) position -= 1;
    this.#staleFrom = Math.min(this.#staleFrom, position);
  }

  /**
   * Ids of the intervals that overlap [fromNs, toNs], in order of start.
   *
   * @param {number} fromNs @param {number} toNs @param {number} [limit] at most so many
   */
  overlapping(fromNs, toNs, limit = Infinity) {
    this.#refresh();
    /** @type {number[]} */
    const found = [];
    const beyond = firstAbove(this.length, (i) => this.startOf(this.at(i)), toNs);
    for (let block = 0; block << BLOCK_BITS < beyond; block += 1) {
      if (this.#reach[block] < fromNs) continue;
      const last = Math.min(beyond, (block + 1) << BLOCK_BITS);
      for (let i = block << BLOCK_BITS; i < last; i += 1) {
        const id = this.#ids.get(i);
        if (this.endOf(id) < fromNs) continue;
        found.push(id);
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  #refresh() {
    if (this.#staleFrom >= this.length) return;
    for (let block = this.#staleFrom >>> BLOCK_BITS; block << BLOCK_BITS < this.length; block += 1) {
      let reach = -Infinity;
      const first = block << BLOCK_BITS;
      const last = Math.min(this.length, first + BLOCK_LENGTH);
      for (let i = first; i < last; i += 1) reach = Math.max(reach, this.endOf(this.#ids.get(i)));
      this.#reach[block] = reach;
    }
    this.#staleFrom = this.length;
  }
}

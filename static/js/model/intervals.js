/**
 * Intervals in order of their start, that answer "which of you overlap this range?".
 *
 * Holds and waits of one object may overlap (a semaphore has many holders), and one
 * may last the whole run, so a bisection by start alone is not enough. Each block of
 * 64 knows the latest end in it: blocks that ended before the range are skipped whole.
 */

import { Float64Column, Uint32Column } from "../base/chunks.js";
import { Latecomers } from "../base/latecomers.js";

const BLOCK_BITS = 6;
const BLOCK_LENGTH = 1 << BLOCK_BITS;

export class Intervals {
  #ids = new Uint32Column();
  #starts = new Float64Column();
  /** Infinity while open. */
  #ends = new Float64Column();
  /** Rows that have no place yet. */
  #late = new Latecomers([this.#starts, this.#ids, this.#ends]);
  /** The latest end of each block. @type {number[]} */
  #reach = [];
  /** Blocks from this position on are to be looked at again. */
  #staleFrom = 0;

  get length() {
    return this.#ids.length + this.#late.length;
  }

  /** @param {number} i place in the order of starts */
  id(i) {
    if (this.#late.length > 0) this.#settle();
    return this.#ids.get(i);
  }

  /** @param {number} i */
  start(i) {
    if (this.#late.length > 0) this.#settle();
    return this.#starts.get(i);
  }

  /** Infinity while open. @param {number} i */
  end(i) {
    if (this.#late.length > 0) this.#settle();
    return this.#ends.get(i);
  }

  /** The place of the last that starts at `ns` or before; -1 when there is none.
   *  @param {number} ns */
  lastStarted(ns) {
    if (this.#late.length > 0) this.#settle();
    return this.#starts.firstAbove(ns) - 1;
  }

  /** How many start after `from`, and at `to` or before. @param {number} from @param {number} to */
  begunIn(from, to) {
    if (this.#late.length > 0) this.#settle();
    return this.#starts.firstAbove(to) - this.#starts.firstAbove(from);
  }

  /** @param {number} id @param {number} start @param {number} end Infinity while open */
  add(id, start, end) {
    if (this.#late.include(start)) this.#late.add(start, id, end);
    else this.#addNear(id, start, end);
  }

  /** @param {number} id @param {number} start @param {number} end */
  #addNear(id, start, end) {
    this.#ids.push(id);
    this.#starts.push(start);
    this.#ends.push(end);
    let position = this.#ids.length - 1;
    for (; position > 0 && this.#starts.get(position - 1) > start; position -= 1) {
      this.#put(
        position,
        this.#ids.get(position - 1),
        this.#starts.get(position - 1),
        this.#ends.get(position - 1),
      );
    }
    this.#put(position, id, start, end);
    this.#staleFrom = Math.min(this.#staleFrom, position);
  }

  /** What was open has ended. @param {number} id @param {number} start @param {number} end */
  close(id, start, end) {
    if (this.#late.length > 0) this.#settle();
    let position = this.#starts.firstAbove(start) - 1;
    while (position > 0 && this.#ids.get(position) !== id) position -= 1;
    this.#ends.set(position, end);
    this.#staleFrom = Math.min(this.#staleFrom, position);
  }

  /**
   * Visit those that overlap [from, to], in order of start, until `visit` says false.
   *
   * @param {number} from @param {number} to
   * @param {(id: number, start: number, end: number) => boolean | void} visit
   */
  each(from, to, visit) {
    if (this.#late.length > 0) this.#settle();
    this.#refresh();
    const beyond = this.#starts.firstAbove(to);
    for (let block = 0; block << BLOCK_BITS < beyond; block += 1) {
      if (this.#reach[block] < from) continue;
      const last = Math.min(beyond, (block + 1) << BLOCK_BITS);
      for (let i = block << BLOCK_BITS; i < last; i += 1) {
        const end = this.#ends.get(i);
        if (end < from) continue;
        if (visit(this.#ids.get(i), this.#starts.get(i), end) === false) return;
      }
    }
  }

  /** @param {number} position @param {number} id @param {number} start @param {number} end */
  #put(position, id, start, end) {
    this.#ids.set(position, id);
    this.#starts.set(position, start);
    this.#ends.set(position, end);
  }

  #settle() {
    this.#staleFrom = Math.min(this.#staleFrom, this.#late.settle());
  }

  #refresh() {
    const length = this.#ids.length;
    if (this.#staleFrom >= length) return;
    for (let block = this.#staleFrom >>> BLOCK_BITS; block << BLOCK_BITS < length; block += 1) {
      let reach = -Infinity;
      const first = block << BLOCK_BITS;
      const last = Math.min(length, first + BLOCK_LENGTH);
      for (let i = first; i < last; i += 1) reach = Math.max(reach, this.#ends.get(i));
      this.#reach[block] = reach;
    }
    this.#staleFrom = length;
  }
}

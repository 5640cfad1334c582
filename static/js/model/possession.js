/**
 * The possession of one GIL: its holds, one after the other, with exact sums of time per
 * lane.
 *
 * Nobody holds a GIL together with another, so its holds lie on a line like the spans of a
 * lane, and "how long had whom" of any range is two sums, as there: every 256th hold
 * carries the time that each lane has had it before. Lanes have a slot each, in order of
 * their first hold.
 *
 * The open hold, if there is one, is the last; it lasts until `now`.
 */

import { CHUNK_LENGTH, CHUNK_MASK, Float64Column, Uint32Column } from "../base/chunks.js";
import { Latecomers } from "../base/latecomers.js";
import { HandOvers } from "./handovers.js";

const BLOCK_BITS = 8;
const BLOCK_LENGTH = 1 << BLOCK_BITS;
const CERTAINTY_BITS = 2;
const CERTAINTY_MASK = (1 << CERTAINTY_BITS) - 1;

/** @typedef {{lane: number, start: number, certainty: number}} OpenPossession */

export class Possession {
  handOvers = new HandOvers();
  #starts = new Float64Column();
  #ends = new Float64Column();
  /** Slot and certainty share a number. */
  #codes = new Uint32Column();
  /** Holds of a batch that have no place yet. */
  #late = new Latecomers([this.#starts, this.#ends, this.#codes]);
  /** Lanes by slot. @type {number[]} */
  #lanes = [];
  /** @type {Map<number, number>} */
  #slots = new Map();
  /** Time had before each block, by slot. @type {Float64Column[]} */
  #sums = [];
  /** Time had so far, by slot. @type {number[]} */
  #running = [];
  /** Blocks from this one on are to be summed again. */
  #staleFrom = Infinity;
  /** @type {OpenPossession | null} */
  #open = null;

  /** @param {number} object @param {number} process */
  constructor(object, process) {
    this.object = object;
    this.process = process;
    /** Until when the open hold has lasted; the timeline moves it. */
    this.now = 0;
  }

  get length() {
    return this.#starts.length + (this.#open ? 1 : 0);
  }

  /** When it was first held, so far as is known. */
  get firstNs() {
    return this.length > 0 ? this.start(0) : 0;
  }

  /** How many lanes have had it: slots are numbered below this. */
  get slotCount() {
    return this.#lanes.length;
  }

  /** @param {number} slot */
  laneOfSlot(slot) {
    return this.#lanes[slot];
  }

  /** @param {number} i */
  isOpen(i) {
    return this.#open !== null && i === this.#starts.length;
  }

  /** @param {number} i */
  start(i) {
    return i < this.#starts.length ? this.#starts.get(i) : this.#last().start;
  }

  /** @param {number} i */
  end(i) {
    return i < this.#ends.length ? this.#ends.get(i) : Math.max(this.now, this.#last().start);
  }

  /** @param {number} i */
  slot(i) {
    if (i < this.#codes.length) return this.#codes.get(i) >>> CERTAINTY_BITS;
    return this.#slotOf(this.#last().lane);
  }

  /** @param {number} i */
  lane(i) {
    return this.#lanes[this.slot(i)];
  }

  /** @param {number} i */
  certainty(i) {
    return i < this.#codes.length ? this.#codes.get(i) & CERTAINTY_MASK : this.#last().certainty;
  }

  /**
   * Add a hold that is over; it takes the place of the open one that began with it.
   *
   * @param {number} lane @param {number} start @param {number} end @param {number} certainty
   */
  close(lane, start, end, certainty) {
    this.closeInBatch(lane, start, end, certainty);
    this.endBatch();
  }

  /** The same for one of many; `endBatch` is to follow.
   *  @param {number} lane @param {number} start @param {number} end @param {number} certainty */
  closeInBatch(lane, start, end, certainty) {
    if (this.#open && this.#open.start <= start) this.#open = null;
    const slot = this.#slotOf(lane);
    const code = (slot << CERTAINTY_BITS) | certainty;
    if (this.#late.include(start)) this.#late.add(start, end, code);
    else this.#addNear(start, end, code);
    this.#running[slot] += end - start;
  }

  /** Those that came long after their place take it. */
  endBatch() {
    if (this.#late.length === 0) return;
    const first = this.#late.settle();
    while (this.#sums[0].length << BLOCK_BITS < this.#starts.length) this.#beginBlock();
    this.#staleFrom = Math.min(this.#staleFrom, first >>> BLOCK_BITS);
  }

  /** @param {number} start @param {number} end @param {number} code */
  #addNear(start, end, code) {
    const at = this.#starts.length;
    if ((at & (BLOCK_LENGTH - 1)) === 0) this.#beginBlock();
    this.#starts.push(start);
    this.#ends.push(end);
    this.#codes.push(code);
    let position = at;
    for (; position > 0 && this.#starts.get(position - 1) > start; position -= 1) {
      this.#swap(position);
    }
    if (position < at) this.#staleFrom = Math.min(this.#staleFrom, position >>> BLOCK_BITS);
  }

  /** @param {number} lane @param {number} start @param {number} certainty */
  open(lane, start, certainty) {
    this.#slotOf(lane);
    this.#open = { lane, start, certainty };
  }

  /** The index of the last hold that starts at `ns` or before; -1 when there is none.
   *  @param {number} ns */
  lastStarted(ns) {
    return this.lastKept(ns);
  }

  /** The same among the holds that are here, whether or not they are all there were: what sums
   *  go by. @param {number} ns */
  lastKept(ns) {
    if (this.#open && this.#open.start <= ns) return this.#starts.length;
    return this.#starts.firstAbove(ns) - 1;
  }

  /** The index of the hold that covers `ns`; -1 when nobody had it then. @param {number} ns */
  indexAt(ns) {
    const i = this.lastStarted(ns);
    if (i < 0) return -1;
    const end = this.end(i);
    return ns < end || (ns === end && i === this.length - 1) ? i : -1;
  }

  /**
   * Add the time that each lane had it before `ns` to `into`, by slot, times `sign`.
   *
   * @param {number} ns @param {Float64Array} into `slotCount` long @param {1 | -1} sign
   */
  addBefore(ns, into, sign) {
    const i = this.lastKept(ns);
    if (i < 0) return;
    this.#refresh();
    const closed = this.#starts.length;
    const block = closed > 0 ? Math.min(i, closed - 1) >>> BLOCK_BITS : 0;
    if (closed > 0) {
      for (let slot = 0; slot < this.#sums.length; slot += 1) {
        into[slot] += sign * this.#sums[slot].get(block);
      }
    }
    for (let j = block << BLOCK_BITS; j < i; j += 1) {
      into[this.#codes.get(j) >>> CERTAINTY_BITS] +=
        sign * (this.#ends.get(j) - this.#starts.get(j));
    }
    into[this.slot(i)] += sign * (Math.min(ns, this.end(i)) - this.start(i));
  }

  /**
   * Add the time of holds from `i` on, between `t` and `limit`, to `into`, by slot, up to the
   * first that goes on after `limit`.
   *
   * As hot as the layout of spans, so it reads the arrays themselves.
   *
   * @param {number} i @param {number} t @param {number} limit
   * @param {number} most holds to read @param {Float64Array} into
   * @returns {number} the first index not read to its end
   */
  addUntil(i, t, limit, most, into) {
    const closed = this.#starts.length;
    const beyond = Math.min(closed, i + most);
    while (i < beyond) {
      const starts = this.#starts.chunkOf(i);
      const ends = this.#ends.chunkOf(i);
      const codes = this.#codes.chunkOf(i);
      const base = i & ~CHUNK_MASK;
      const last = Math.min(beyond - base, CHUNK_LENGTH);
      for (let at = i - base; at < last; at += 1) {
        const end = ends[at];
        const ns = Math.min(end, limit) - Math.max(starts[at], t);
        if (ns > 0) into[codes[at] >>> CERTAINTY_BITS] += ns;
        if (end > limit) return base + at;
      }
      i = base + last;
    }
    if (i < closed || !this.#open) return i;
    const end = this.end(i);
    into[this.slot(i)] += Math.max(0, Math.min(end, limit) - Math.max(this.start(i), t));
    return end > limit ? i : i + 1;
  }

  /** Nanoseconds between two times by slot, exact. @param {number} fromNs @param {number} toNs */
  shares(fromNs, toNs) {
    const shares = new Float64Array(this.slotCount);
    if (toNs <= fromNs) return shares;
    this.addBefore(toNs, shares, 1);
    this.addBefore(fromNs, shares, -1);
    return shares;
  }

  /** How long a lane had it between two times. @param {number} lane @param {number} fromNs
   *  @param {number} toNs */
  hadBy(lane, fromNs, toNs) {
    const slot = this.#slots.get(lane);
    return slot === undefined ? 0 : this.shares(fromNs, toNs)[slot];
  }

  #last() {
    if (!this.#open) throw new RangeError("There is no such hold of this GIL.");
    return this.#open;
  }

  /** @param {number} lane */
  #slotOf(lane) {
    const known = this.#slots.get(lane);
    if (known !== undefined) return known;
    const slot = this.#lanes.length;
    this.#lanes.push(lane);
    this.#slots.set(lane, slot);
    const sums = new Float64Column();
    // Of the blocks before its first hold it had nothing.
    for (let at = 0; at < this.#starts.length; at += BLOCK_LENGTH) sums.push(0);
    this.#sums.push(sums);
    this.#running.push(0);
    return slot;
  }

  #beginBlock() {
    this.#running.forEach((sum, slot) => {
      this.#sums[slot].push(sum);
    });
  }

  /** Where a hold came out of order, the sums of the blocks after it are no longer right. */
  #refresh() {
    if (this.#staleFrom === Infinity) return;
    const sums = this.#sums.map((column) => column.get(this.#staleFrom));
    for (let i = this.#staleFrom << BLOCK_BITS; i < this.#starts.length; i += 1) {
      if ((i & (BLOCK_LENGTH - 1)) === 0) {
        for (let slot = 0; slot < sums.length; slot += 1) {
          this.#sums[slot].set(i >>> BLOCK_BITS, sums[slot]);
        }
      }
      sums[this.#codes.get(i) >>> CERTAINTY_BITS] += this.#ends.get(i) - this.#starts.get(i);
    }
    this.#staleFrom = Infinity;
  }

  /** @param {number} position changes places with the hold before */
  #swap(position) {
    for (const column of [this.#starts, this.#ends, this.#codes]) {
      const later = column.get(position - 1);
      column.set(position - 1, column.get(position));
      column.set(position, later);
    }
  }
}

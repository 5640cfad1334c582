/**
 * The spans of one lane, as columns, with exact sums of time per state.
 *
 * Every 32nd span carries the time spent in each state before it. So the time per
 * state of any range is two bisections and at most 62 spans read: exact for a range
 * of a nanosecond and of an hour alike, with no pyramid of "dominant" states, which
 * would never show a thread that runs a twentieth of the time.
 *
 * The open span, if there is one, is the last; it lasts until `now`.
 */

import { Float64Column, Uint32Column } from "../base/chunks.js";
import { OPERATIONS, RUNNABLE, STATES } from "./vocabulary.js";

export const STATE_COUNT = STATES.length;
export const BLOCK_LENGTH = 32;
const BLOCK_BITS = 5;

export const STATE_MASK = 7;
const CERTAINTY_SHIFT = 3;
const CERTAINTY_MASK = 3;
const OPERATION_SHIFT = 5;
const OPERATION_MASK = 31;
const SITE_SHIFT = 10;

/** What a runnable span may be known to wait for. Each has sums of its own. */
const LACKED = Object.freeze([OPERATIONS.indexOf("gil"), OPERATIONS.indexOf("cpu")]);

/** Closed spans side by side. @typedef {{starts: Float64Array, ends: Float64Array,
 *   codes: Uint32Array}} SpanChunk */
/** @typedef {{start: number, state: number, object: number, site: number,
 *   operation: number, certainty: number}} OpenSpan */

export class SpanColumns {
  #starts = new Float64Column();
  #ends = new Float64Column();
  /** State, certainty, operation and site share a number: 3, 2, 5 and 22 bits. */
  #codes = new Uint32Column();
  #objects = new Uint32Column();
  /** Six numbers per block: the time in each state before the block's first span. */
  #sums = new Float64Column();
  #running = new Float64Array(STATE_COUNT);
  /** Per block, the time in which the lane could have run but for the GIL, but for a CPU. */
  #lackedSums = new Float64Column();
  #lacked = new Float64Array(LACKED.length);
  #whole = new Float64Array(STATE_COUNT);
  /** @type {OpenSpan | null} */
  #open = null;

  constructor() {
    /** Until when the open span has lasted; the timeline moves it. */
    this.now = 0;
    this.#closeBlock();
  }

  get length() {
    return this.#starts.length + (this.#open ? 1 : 0);
  }

  /** How many spans are closed: their numbers will not change again. */
  get closedLength() {
    return this.#starts.length;
  }

  /** Bytes reserved for this lane's spans. */
  get bytes() {
    const columns = [this.#starts, this.#ends, this.#codes, this.#objects];
    return [...columns, this.#sums, this.#lackedSums].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The arrays that a closed span lies in, at `i & CHUNK_MASK`: for the hottest loops.
   *  @param {number} i @returns {SpanChunk} */
  chunkOf(i) {
    return {
      starts: this.#starts.chunkOf(i),
      ends: this.#ends.chunkOf(i),
      codes: this.#codes.chunkOf(i),
    };
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
  state(i) {
    return i < this.#codes.length ? this.#codes.get(i) & STATE_MASK : this.#last().state;
  }

  /** @param {number} i */
  certainty(i) {
    if (i >= this.#codes.length) return this.#last().certainty;
    return (this.#codes.get(i) >>> CERTAINTY_SHIFT) & CERTAINTY_MASK;
  }

  /** @param {number} i */
  operation(i) {
    if (i >= this.#codes.length) return this.#last().operation;
    return (this.#codes.get(i) >>> OPERATION_SHIFT) & OPERATION_MASK;
  }

  /** @param {number} i */
  object(i) {
    return i < this.#objects.length ? this.#objects.get(i) : this.#last().object;
  }

  /** @param {number} i */
  site(i) {
    return i < this.#codes.length ? this.#codes.get(i) >>> SITE_SHIFT : this.#last().site;
  }

  /**
   * Add a closed span; it takes the place of the open one that began with it.
   *
   * @param {number} start @param {number} end @param {number} state @param {number} object
   * @param {number} site @param {number} operation @param {number} certainty
   */
  close(start, end, state, object, site, operation, certainty) {
    if (this.#open && this.#open.start <= start) this.#open = null;
    this.#starts.push(start);
    this.#ends.push(end);
    const code = state | (certainty << CERTAINTY_SHIFT) | (operation << OPERATION_SHIFT);
    this.#codes.push(code | (site << SITE_SHIFT));
    this.#objects.push(object);
    this.#running[state] += end - start;
    if (state === RUNNABLE) this.#addLack(operation, end - start, this.#lacked, 1);
    if ((this.#starts.length & (BLOCK_LENGTH - 1)) === 0) this.#closeBlock();
  }

  /** @param {OpenSpan | null} span */
  setOpen(span) {
    this.#open = span;
  }

  /**
   * The index of the last span that starts at `ns` or before; -1 when there is none.
   *
   * @param {number} ns
   */
  lastStarted(ns) {
    return this.lastKept(ns);
  }

  /** The same among the spans that are here, whether or not they are all there were: what sums
   *  go by. @param {number} ns */
  lastKept(ns) {
    const open = this.#open;
    if (open && open.start <= ns) return this.#starts.length;
    return this.#starts.firstAbove(ns) - 1;
  }

  /**
   * The index of the span that covers `ns`; the last one also owns its own end.
   *
   * @param {number} ns
   */
  indexAt(ns) {
    const i = this.lastStarted(ns);
    if (i < 0) return -1;
    const end = this.end(i);
    return ns < end || (ns === end && i === this.length - 1) ? i : -1;
  }

  /**
   * Add the time spent in each state before `ns` to `into`, times `sign`.
   *
   * @param {number} ns @param {Float64Array} into @param {1 | -1} sign
   */
  addBefore(ns, into, sign) {
    const i = this.lastKept(ns);
    if (i < 0) return;
    this.#addBeforeSpan(i, into, sign);
    into[this.state(i)] += sign * (Math.min(ns, this.end(i)) - this.start(i));
  }

  /** Add the time of all spans before one. @param {number} i @param {Float64Array} into
   *  @param {1 | -1} sign */
  #addBeforeSpan(i, into, sign) {
    const block = i >>> BLOCK_BITS;
    for (let state = 0; state < STATE_COUNT; state += 1) {
      into[state] += sign * this.#sums.get(block * STATE_COUNT + state);
    }
    for (let j = block << BLOCK_BITS; j < i; j += 1) {
      into[this.#codes.get(j) & STATE_MASK] += sign * (this.#ends.get(j) - this.#starts.get(j));
    }
  }

  /**
   * Add the time of all closed spans from `first` up to `beyond`, by state.
   *
   * @param {number} first @param {number} beyond @param {Float64Array} into @param {number} offset
   * @returns {number} how much it is
   */
  addWhole(first, beyond, into, offset) {
    const sums = this.#whole.fill(0);
    this.#addBeforeSpan(beyond, sums, 1);
    this.#addBeforeSpan(first, sums, -1);
    let total = 0;
    for (let state = 0; state < STATE_COUNT; state += 1) {
      into[offset + state] += sums[state];
      total += sums[state];
    }
    return total;
  }

  /**
   * Nanoseconds per state between two times, exact.
   *
   * @param {number} fromNs @param {number} toNs
   */
  shares(fromNs, toNs) {
    const shares = new Float64Array(STATE_COUNT);
    if (toNs <= fromNs) return shares;
    this.addBefore(toNs, shares, 1);
    this.addBefore(fromNs, shares, -1);
    return shares;
  }

  /**
   * Nanoseconds between two times in which the lane could have run, exact.
   *
   * @param {number} fromNs @param {number} toNs
   * @returns {{gil: number, cpu: number}} had it had the GIL, had it had a CPU
   */
  lacked(fromNs, toNs) {
    const sums = new Float64Array(LACKED.length);
    if (toNs > fromNs) {
      this.#addLackedBefore(toNs, sums, 1);
      this.#addLackedBefore(fromNs, sums, -1);
    }
    return { gil: sums[0], cpu: sums[1] };
  }

  /** @param {number} ns @param {Float64Array} into @param {1 | -1} sign */
  #addLackedBefore(ns, into, sign) {
    const last = this.lastKept(ns);
    if (last < 0) return;
    const block = last >>> BLOCK_BITS;
    for (let at = 0; at < LACKED.length; at += 1) {
      into[at] += sign * this.#lackedSums.get(block * LACKED.length + at);
    }
    for (let i = block << BLOCK_BITS; i <= last; i += 1) {
      if (this.state(i) !== RUNNABLE) continue;
      this.#addLack(this.operation(i), Math.min(ns, this.end(i)) - this.start(i), into, sign);
    }
  }

  /** @param {number} operation @param {number} ns @param {Float64Array} into
   *  @param {1 | -1} sign */
  #addLack(operation, ns, into, sign) {
    const at = LACKED.indexOf(operation);
    if (at >= 0) into[at] += sign * ns;
  }

  #last() {
    if (!this.#open) throw new RangeError("There is no such span on this lane.");
    return this.#open;
  }

  #closeBlock() {
    for (const sum of this.#running) this.#sums.push(sum);
    for (const sum of this.#lacked) this.#lackedSums.push(sum);
  }
}

/**
 * Contended: when a lane held something that another lane was waiting for.
 *
 * That it keeps others waiting is what one looks for in a holder, so it must be seen at every
 * zoom, also where its holds are too many to be told apart. Each hold is cut to the times at which
 * anybody waited for its object; what is left is kept in order, joined, with the time before
 * each part. So how much of any range was contended is two bisections, as with spans.
 *
 * A hold is read once, when it is over: all waits that overlap it are known by then, closed or
 * open. Those still held are listed, few as they are.
 */

import { firstAboveNear } from "../base/bisect.js";
import { Float64Column } from "../base/chunks.js";
import { BLOCKED } from "./vocabulary.js";

/** @import {LaneHolds} from "./holds.js" */
/** @import {SpanColumns} from "./spans.js" */
/** @import {Steps} from "./steps.js" */

/** @typedef {{start: number, end: number}} Part */
/** How many wait for an object, and the step in force when its last hold that was read began.
 *  @typedef {{object: number, steps: Steps, at: number}} Waiters */

export class Contended {
  #starts = new Float64Column();
  #ends = new Float64Column();
  /** Contended time before each part. */
  #sums = new Float64Column();
  /** Holds before this place were read, but for the open ones. */
  #read = 0;
  #lastRead = -1;
  /** Places of those that were open. @type {{place: number, id: number}[]} */
  #open = [];

  /** How many parts there are. */
  get length() {
    return this.#starts.length;
  }

  /** @param {number} i */
  start(i) {
    return this.#starts.get(i);
  }

  /** @param {number} i */
  end(i) {
    return this.#ends.get(i);
  }

  /** Places of the holds that are not over. @returns {number[]} */
  get open() {
    return this.#open.map(({ place }) => place);
  }

  /** The first part that ends after `ns`. @param {number} ns */
  firstEndingAfter(ns) {
    return this.#ends.firstAbove(ns);
  }

  /** Contended time before `ns`, of holds that are over. @param {number} ns */
  before(ns) {
    const i = this.#starts.firstAbove(ns) - 1;
    return i < 0 ? 0 : this.#sums.get(i) + Math.min(ns, this.end(i)) - this.start(i);
  }

  /**
   * Read what is new.
   *
   * @param {LaneHolds} holds of the lane @param {SpanColumns} spans of the lane
   * @param {(object: number) => Steps} waiters how many wait for an object at a time
   * @param {number} [most] new holds to be read now
   * @returns {boolean} whether all were
   */
  read(holds, spans, waiters, most = Infinity) {
    if (!this.#isCurrent(holds)) this.#forget();
    const until = Math.min(holds.length, this.#read + most);
    const places = this.#open.map(({ place }) => place);
    for (let i = this.#read; i < until; i += 1) places.push(i);
    this.#open = [];
    /** @type {Part[]} */
    const parts = [];
    /** @type {Map<number, Waiters>} */
    const known = new Map();
    for (const place of places) {
      if (holds.end(place) === Infinity) {
        this.#open.push({ place, id: holds.id(place) });
        continue;
      }
      const object = holds.object(place);
      const waiting = known.get(object) ?? { object, steps: waiters(object), at: 0 };
      known.set(object, waiting);
      addParts(holds, place, waiting, spans, parts);
    }
    this.#read = until;
    this.#lastRead = until > 0 ? holds.id(until - 1) : -1;
    this.#take(parts);
    return until === holds.length;
  }

  /** Whether no hold was told late, before others that were read. @param {LaneHolds} holds */
  #isCurrent(holds) {
    if (this.#read > 0 && holds.id(this.#read - 1) !== this.#lastRead) return false;
    return this.#open.every(({ place, id }) => holds.id(place) === id);
  }

  #forget() {
    this.#read = 0;
    this.#open = [];
    this.#cutTo(0);
  }

  /** @param {Part[]} parts in any order, over each other or over those that are here */
  #take(parts) {
    if (parts.length === 0) return;
    parts.sort((a, b) => a.start - b.start);
    const first = this.firstEndingAfter(parts[0].start - 1);
    for (let i = first; i < this.length; i += 1) {
      parts.push({ start: this.start(i), end: this.end(i) });
    }
    if (first < this.length) parts.sort((a, b) => a.start - b.start);
    this.#cutTo(first);
    for (const { start, end } of parts) {
      const last = this.length - 1;
      if (last >= 0 && this.end(last) >= start) {
        this.#ends.set(last, Math.max(end, this.end(last)));
        continue;
      }
      this.#sums.push(last < 0 ? 0 : this.#sums.get(last) + this.end(last) - this.start(last));
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** @param {number} length */
  #cutTo(length) {
    this.#starts.length = length;
    this.#ends.length = length;
    this.#sums.length = length;
  }
}

/**
 * The times of a hold in which anybody waited for it.
 *
 * @param {LaneHolds} holds @param {number} place after those that were read before
 * @param {Waiters} waiting @param {SpanColumns} spans of the holder @param {Part[]} into
 */
function addParts(holds, place, waiting, spans, into) {
  const { object, steps } = waiting;
  const from = holds.start(place);
  const to = holds.end(place);
  const timeAt = (/** @type {number} */ i) => steps.time(i);
  waiting.at = Math.max(0, firstAboveNear(waiting.at, steps.length, timeAt, from) - 1);
  for (let i = waiting.at; i < steps.length; i += 1) {
    const start = Math.max(from, steps.time(i));
    if (start >= to) return;
    const count = steps.value(i);
    if (count === 0 || (count === 1 && waitsItself(spans, object, start))) continue;
    const end = i + 1 < steps.length ? Math.min(to, steps.time(i + 1)) : to;
    if (end > start) into.push({ start, end });
  }
}

/** Who waits for what it holds itself keeps no other waiting. @param {SpanColumns} spans
 *  @param {number} object @param {number} ns */
export function waitsItself(spans, object, ns) {
  const i = spans.lastStarted(ns);
  return i >= 0 && spans.state(i) === BLOCKED && spans.object(i) === object;
}

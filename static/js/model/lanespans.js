/** The spans of all lanes, the open ones among them, and the waits they are. */

import { SpanColumns, STATE_COUNT } from "./spans.js";
import { BLOCKED, IO } from "./vocabulary.js";
import { overlapOf, Waits } from "./waits.js";

/** @import {OpenRow, SpanBatch} from "./rows.js" */
/** @import {Wait, WaitSequence} from "./wait_order.js" */

/** Of lanes that nothing is known of yet; never filled. */
const NO_SPANS = new SpanColumns();

export class LaneSpans {
  /** How many spans are closed. */
  count = 0;
  /** @type {Map<number, SpanColumns>} */
  #lanes = new Map();
  /** Lanes whose last span is open. @type {Set<number>} */
  #openLanes = new Set();
  #waits = new Waits();

  /** Bytes reserved. */
  get bytes() {
    let sum = 0;
    for (const spans of this.#lanes.values()) sum += spans.bytes;
    return sum;
  }

  /** @param {number} lane */
  of(lane) {
    return this.#lanes.get(lane) ?? NO_SPANS;
  }

  /** @param {SpanBatch} batch */
  close(batch) {
    const { lane, duration, state, object, site, operation, certainty } = batch;
    let start = 0;
    for (let row = 0; row < lane.length; row += 1) {
      start += batch.start[row];
      const spans = this.#toFill(lane[row]);
      const end = start + duration[row];
      spans.close(start, end, state[row], object[row], site[row], operation[row], certainty[row]);
      if (object[row] !== 0 && waits(state[row])) {
        const index = spans.closedLength - 1;
        this.#waits.add(object[row], lane[row], index, start, end, operation[row]);
      }
      if (!spans.isOpen(spans.length - 1)) this.#openLanes.delete(lane[row]);
    }
    this.count += lane.length;
  }

  /** @param {OpenRow[]} rows */
  open(rows) {
    for (const [lane, start, state, object, site, operation, certainty] of rows) {
      this.#toFill(lane).setOpen({ start, state, object, site, operation, certainty });
      this.#openLanes.add(lane);
    }
  }

  /** Open spans have lasted until `now`. @param {number} now */
  moveNow(now) {
    for (const lane of this.#openLanes) this.of(lane).now = now;
  }

  /** @param {number} fromNs @param {number} toNs */
  shares(fromNs, toNs) {
    const sum = new Float64Array(STATE_COUNT);
    if (toNs <= fromNs) return sum;
    for (const spans of this.#lanes.values()) {
      spans.addBefore(toNs, sum, 1);
      spans.addBefore(fromNs, sum, -1);
    }
    return sum;
  }

  /**
   * Visit the spans that wait for the object and that overlap [fromNs, toNs], open ones last.
   *
   * @param {number} object @param {number} fromNs @param {number} toNs
   * @param {(lane: number, index: number, startNs: number, endNs: number) => boolean | void} visit
   *   false: no more
   */
  eachWait(object, fromNs, toNs, visit) {
    if (!this.#waits.each(object, fromNs, toNs, visit)) return;
    for (const lane of this.#openLanes) {
      const spans = this.of(lane);
      const index = spans.length - 1;
      if (!waits(spans.state(index)) || spans.object(index) !== object) continue;
      const start = spans.start(index);
      const end = spans.end(index);
      if (start > toNs || end < fromNs) continue;
      if (visit(lane, index, start, end) === false) return;
    }
  }

  /** Those that wait for the object, and those that have waited, in order.
   *  @param {number} object @returns {{closed: WaitSequence, open: Wait[]}} */
  waitsInOrder(object) {
    return { closed: this.#waits.sequence(object), open: this.#openWaits(object) };
  }

  /** @param {number} object */
  #openWaits(object) {
    /** @type {Wait[]} */
    const open = [];
    for (const lane of this.#openLanes) {
      const spans = this.of(lane);
      const index = spans.length - 1;
      if (!waits(spans.state(index)) || spans.object(index) !== object) continue;
      open.push({ lane, index, start: spans.start(index) });
    }
    return open;
  }

  /** How many wait for the object at a time. @param {number} object */
  waiters(object) {
    const overlap = this.#waits.overlap(object);
    overlap.setOpen(this.#openWaits(object).map(({ start }) => start));
    return overlap;
  }

  /** How many wait for the object at a time, by what they wait to do with it.
   *  @param {number} object */
  waitersByOperation(object) {
    const operationOf = (/** @type {number} */ lane, /** @type {number} */ index) =>
      this.of(lane).operation(index);
    const kinds = this.#waits.byOperation(object, operationOf);
    /** @type {Map<number, number[]>} */
    const open = new Map([...kinds.keys()].map((operation) => [operation, []]));
    for (const { lane, index, start } of this.#openWaits(object)) {
      const operation = operationOf(lane, index);
      open.set(operation, [...(open.get(operation) ?? []), start]);
    }
    for (const [operation, starts] of open) overlapOf(kinds, operation).setOpen(starts);
    return kinds;
  }

  /** @param {number} lane */
  #toFill(lane) {
    const known = this.#lanes.get(lane);
    if (known) return known;
    const spans = new SpanColumns();
    this.#lanes.set(lane, spans);
    return spans;
  }
}

/** Whether a span in this state waits for its object, be that a lock or a socket. Those that
 *  want the GIL are found by its holds: an index of them would be as big as the spans.
 *  @param {number} state */
const waits = (state) => state === BLOCKED || state === IO;

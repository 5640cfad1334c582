/** Waits: which closed spans were blocked on which sync object. */

import { Uint32Column } from "../base/chunks.js";
import { Intervals } from "./intervals.js";
import { Overlap } from "./overlap.js";

/** @import {WaitSequence} from "./wait_order.js" */

export class Waits {
  #lanes = new Uint32Column();
  #indexes = new Uint32Column();
  /** @type {Map<number, Intervals>} */
  #byObject = new Map();
  /** Of objects that were asked for. @type {Map<number, Overlap>} */
  #overlaps = new Map();
  /** By operation, of objects that were asked for. @type {Map<number, Map<number, Overlap>>} */
  #byOperation = new Map();

  /**
   * @param {number} object @param {number} lane @param {number} index of the span
   * @param {number} startNs @param {number} endNs @param {number} operation
   */
  add(object, lane, index, startNs, endNs, operation) {
    const id = this.#lanes.length;
    this.#lanes.push(lane);
    this.#indexes.push(index);
    const known = this.#byObject.get(object);
    const intervals = known ?? new Intervals();
    if (!known) this.#byObject.set(object, intervals);
    intervals.add(id, startNs, endNs);
    this.#overlaps.get(object)?.add(startNs, endNs);
    const kinds = this.#byOperation.get(object);
    if (kinds) overlapOf(kinds, operation).add(startNs, endNs);
  }

  /** How many of them there are at a time; kept from the first asking on. @param {number} object */
  overlap(object) {
    const known = this.#overlaps.get(object);
    if (known) return known;
    const overlap = new Overlap();
    this.#overlaps.set(object, overlap);
    this.each(object, -Infinity, Infinity, (_lane, _index, startNs, endNs) => {
      overlap.add(startNs, endNs);
    });
    return overlap;
  }

  /** The same for each operation that was waited in; kept from the first asking on.
   *  @param {number} object @param {(lane: number, index: number) => number} operationOf */
  byOperation(object, operationOf) {
    const known = this.#byOperation.get(object);
    if (known) return known;
    /** @type {Map<number, Overlap>} */
    const kinds = new Map();
    this.#byOperation.set(object, kinds);
    this.each(object, -Infinity, Infinity, (lane, index, startNs, endNs) => {
      overlapOf(kinds, operationOf(lane, index)).add(startNs, endNs);
    });
    return kinds;
  }

  /** Those of an object in order of start. @param {number} object @returns {WaitSequence} */
  sequence(object) {
    const intervals = this.#byObject.get(object) ?? new Intervals();
    return {
      length: intervals.length,
      at: (i) => {
        const id = intervals.id(i);
        return {
          lane: this.#lanes.get(id),
          index: this.#indexes.get(id),
          start: intervals.start(i),
        };
      },
      lastStarted: (ns) => intervals.lastStarted(ns),
    };
  }

  /**
   * @param {number} object @param {number} fromNs @param {number} toNs
   * @param {(lane: number, index: number, startNs: number, endNs: number) => boolean | void} visit
   * @returns {boolean} whether all were visited
   */
  each(object, fromNs, toNs, visit) {
    let all = true;
    this.#byObject.get(object)?.each(fromNs, toNs, (id, startNs, endNs) => {
      all = visit(this.#lanes.get(id), this.#indexes.get(id), startNs, endNs) !== false;
      return all;
    });
    return all;
  }
}

/** @param {Map<number, Overlap>} kinds @param {number} operation */
export function overlapOf(kinds, operation) {
  const known = kinds.get(operation);
  if (known) return known;
  const overlap = new Overlap();
  kinds.set(operation, overlap);
  return overlap;
}

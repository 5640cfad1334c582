/**
 * The hand-overs of one GIL: who let go of it, who took it next, and how long that took.
 *
 * They are flows, but as many as the spans of a busy run, and they follow from each other
 * like pearls: kept apart they crowd out no wake-up, and both their ends are in order.
 */

import { firstFrom } from "../base/bisect.js";
import { Float64Column, Uint32Column } from "../base/chunks.js";
import { Latecomers } from "../base/latecomers.js";
import { Tally } from "./tally.js";
import { FLOW_KINDS } from "./vocabulary.js";

const HAND_OVER = FLOW_KINDS.indexOf("gil");

/** @typedef {{kind: number, fromLane: number, fromNs: number, toLane: number, toNs: number}} HandOver */

export class HandOvers {
  #fromLanes = new Uint32Column();
  #fromTimes = new Float64Column();
  #toLanes = new Uint32Column();
  #toTimes = new Float64Column();
  /** Those that have no place yet. */
  #late = new Latecomers([this.#toTimes, this.#fromTimes, this.#fromLanes, this.#toLanes]);
  #all = new Tally();
  /** By the lane that took it. @type {Map<number, Tally>} */
  #taken = new Map();

  get length() {
    return this.#toTimes.length + this.#late.length;
  }

  /** @param {number} fromLane @param {number} fromNs @param {number} toLane @param {number} toNs */
  add(fromLane, fromNs, toLane, toNs) {
    if (this.#late.include(toNs)) this.#late.add(toNs, fromNs, fromLane, toLane);
    else this.#addNear(fromLane, fromNs, toLane, toNs);
    this.#all.add(toNs, toNs - fromNs);
    const known = this.#taken.get(toLane);
    const taken = known ?? new Tally();
    if (!known) this.#taken.set(toLane, taken);
    taken.add(toNs, toNs - fromNs);
  }

  /** @param {number} fromLane @param {number} fromNs @param {number} toLane @param {number} toNs */
  #addNear(fromLane, fromNs, toLane, toNs) {
    let position = this.#toTimes.length;
    this.#fromLanes.push(fromLane);
    this.#fromTimes.push(fromNs);
    this.#toLanes.push(toLane);
    this.#toTimes.push(toNs);
    for (; position > 0 && this.#toTimes.get(position - 1) > toNs; position -= 1) {
      this.#swap(position);
    }
  }

  /** How many were taken in the range, and how long they took together.
   *  @param {number} fromNs @param {number} toNs @param {number} [lane] that took it; 0: any */
  between(fromNs, toNs, lane = 0) {
    const tally = lane === 0 ? this.#all : this.#taken.get(lane);
    return tally ? tally.between(fromNs, toNs) : { count: 0, sum: 0 };
  }

  /** The one by which a lane took the GIL at a time; null when nobody handed it over.
   *  @param {number} lane @param {number} ns */
  into(lane, ns) {
    if (this.#late.length > 0) this.#late.settle();
    for (
      let i = firstFrom(this.length, (at) => this.#toTimes.get(at), ns);
      i < this.length;
      i += 1
    ) {
      if (this.#toTimes.get(i) > ns) return null;
      if (this.#toLanes.get(i) === lane) return this.#at(i);
    }
    return null;
  }

  /** The one by which a lane let go of the GIL at a time; null when nobody was waiting.
   *  @param {number} lane @param {number} ns */
  outOf(lane, ns) {
    if (this.#late.length > 0) this.#late.settle();
    const first = firstFrom(this.length, (at) => this.#fromTimes.get(at), ns);
    for (let i = first; i < this.length; i += 1) {
      if (this.#fromTimes.get(i) > ns) return null;
      if (this.#fromLanes.get(i) === lane) return this.#at(i);
    }
    return null;
  }

  /**
   * Those that begin or end in the range, in order.
   *
   * @param {number} fromNs @param {number} toNs @param {number} limit at most so many
   */
  touching(fromNs, toNs, limit) {
    if (this.#late.length > 0) this.#late.settle();
    /** @type {HandOver[]} */
    const found = [];
    let i = firstFrom(this.length, (at) => this.#toTimes.get(at), fromNs);
    for (; i < this.length && found.length < limit; i += 1) {
      if (this.#fromTimes.get(i) > toNs) break;
      found.push(this.#at(i));
    }
    return found;
  }

  /** @param {number} i @returns {HandOver} */
  #at(i) {
    return {
      kind: HAND_OVER,
      fromLane: this.#fromLanes.get(i),
      fromNs: this.#fromTimes.get(i),
      toLane: this.#toLanes.get(i),
      toNs: this.#toTimes.get(i),
    };
  }

  /** @param {number} position changes places with the one before */
  #swap(position) {
    const later = this.#at(position - 1);
    const earlier = this.#at(position);
    this.#put(position - 1, earlier);
    this.#put(position, later);
  }

  /** @param {number} i @param {HandOver} handOver */
  #put(i, { fromLane, fromNs, toLane, toNs }) {
    this.#fromLanes.set(i, fromLane);
    this.#fromTimes.set(i, fromNs);
    this.#toLanes.set(i, toLane);
    this.#toTimes.set(i, toNs);
  }
}

/**
 * Whereabouts: where in the source each thread was last seen at a moment.
 *
 * A thread that waits is at the line that waits. One that runs was at its line when it
 * was last seen — when its span began, when it took a lock, when it printed — and is by now
 * somewhere after it: nothing tells which instruction it is at.
 */

import { firstAbove } from "../base/bisect.js";
import { BLOCKED, FINISHED, IO, SLEEPING } from "./vocabulary.js";

/** @import {Timeline} from "./timeline.js" */

/** `site`: 0 when it was never seen anywhere; `here`: it is there, not just seen there last.
 *  @typedef {{lane: number, index: number, state: number, certainty: number, site: number,
 *   seenNs: number, here: boolean}} Sighting */

/** A thread without a line is looked for in its spans before, so many of them. */
const SPANS_BACK = 64;
const AT_THEIR_LINE = new Set([BLOCKED, SLEEPING, IO]);

/** @typedef {{index: number, endNs: number, times: number[], sites: number[]}} Seen what a lane
 *   was seen doing within one span, in order */

export class Whereabouts {
  #timeline;
  /** By lane; within one span the same holds and instants need not be read again.
   *  @type {Map<number, Seen>} */
  #seen = new Map();

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.#timeline = timeline;
  }

  /** Of every thread that lives then. @param {number} ns @returns {Sighting[]} */
  at(ns) {
    /** @type {Sighting[]} */
    const found = [];
    for (const { id } of this.#timeline.lanes) {
      const sighting = this.of(id, ns);
      if (sighting) found.push(sighting);
    }
    return found;
  }

  /** @param {number} lane @param {number} ns @returns {Sighting | null} null: it does not live */
  of(lane, ns) {
    const spans = this.#timeline.spans(lane);
    const index = spans.indexAt(ns);
    if (index < 0 || spans.state(index) === FINISHED) return null;
    const state = spans.state(index);
    const seen = { lane, index, state, certainty: spans.certainty(index) };
    const own = spans.site(index);
    if (own && AT_THEIR_LINE.has(state))
      return { ...seen, site: own, seenNs: spans.start(index), here: true };
    return { ...seen, ...this.#lastSeen(lane, index, ns), here: false };
  }

  /** @param {number} lane @param {number} index @param {number} ns */
  #lastSeen(lane, index, ns) {
    const { times, sites } = this.#seenWithin(lane, index);
    const at = firstAbove(times.length, (i) => times[i], ns) - 1;
    if (at >= 0) return { site: sites[at], seenNs: times[at] };
    const spans = this.#timeline.spans(lane);
    const first = Math.max(0, index - SPANS_BACK);
    for (let i = index; i >= first; i -= 1) {
      // A wait before this one was at its line until it ended.
      const seenNs = i < index && AT_THEIR_LINE.has(spans.state(i)) ? spans.end(i) : spans.start(i);
      if (spans.site(i)) return { site: spans.site(i), seenNs };
    }
    return { site: 0, seenNs: spans.start(index) };
  }

  /** @param {number} lane @param {number} index @returns {Seen} */
  #seenWithin(lane, index) {
    const timeline = this.#timeline;
    const spans = timeline.spans(lane);
    const startNs = spans.start(index);
    const endNs = spans.end(index);
    const known = this.#seen.get(lane);
    if (known?.index === index && known.endNs === endNs) return known;
    const holds = timeline.holdsOfLane(lane, startNs, endNs);
    const events = [
      ...holds.map((hold) => ({ ns: hold.startNs, site: hold.site })),
      ...timeline.instants(startNs, endNs, lane).map(({ timeNs: ns, site }) => ({ ns, site })),
    ].filter(({ ns, site }) => site !== 0 && ns >= startNs);
    events.sort((a, b) => a.ns - b.ns);
    const seen = {
      index,
      endNs,
      times: events.map(({ ns }) => ns),
      sites: events.map(({ site }) => site),
    };
    this.#seen.set(lane, seen);
    return seen;
  }
}

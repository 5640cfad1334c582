/**
 * Far: what lies outside the single spans that are here of a long run, and the way there.
 *
 * The server finds the next span that matches, wherever it is; who is led to a moment sees it
 * zoomed in as far as single spans take, and when they have come what the lane did then is
 * selected.
 */

import { readUses } from "./model/object_uses.js";
import { INSTANT_KINDS } from "./model/vocabulary.js";

/** @import {Spot, Wanted} from "./model/sought.js" */
/** @import {OverviewLine} from "./model/rows_of_tiles.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {Parts} from "./net/tiles.js" */

/** Of these there may be any number, so the overview does not tell of all (`docs/format.md`). */
const ORDINARY = new Set(["output", "collection"]);

export class Far {
  /** Where one is being led. @type {Spot | null} */
  #awaited = null;

  /**
   * @param {Parts} parts @param {OverviewLine} overview
   * @param {Timeline} timeline that has been told all of the overview
   * @param {{show: (ns: number) => void, arrive: (lane: number, ns: number) => void,
   *   leave: () => void}} ways
   *   `show`: have the single spans around a moment come; `arrive`: select what is here;
   *   `leave`: what is selected is not where one goes
   */
  constructor(parts, { uses, ordinary_instants }, timeline, ways) {
    this.parts = parts;
    this.timeline = timeline;
    this.ways = ways;
    /** How each sync object was used in all of the run. */
    this.uses = readUses(uses);
    /** How many lines of output and garbage collections the overview does not tell. */
    this.untoldCount = ordinary_instants - ordinaryCount(timeline);
  }

  /**
   * The next span that matches, of the whole run.
   *
   * @param {Wanted} wanted @param {Spot} here @param {1 | -1} step @param {AbortSignal} signal
   */
  next({ kind, ids }, { lane, ns }, step, signal) {
    const query = {
      [kind]: ids.join(","),
      ns: String(Math.max(-1, Math.floor(ns))),
      lane: String(Math.min(lane, Number.MAX_SAFE_INTEGER)),
      step: step > 0 ? "next" : "previous",
    };
    return this.parts.seek(query, signal);
  }

  /** @param {number} lane @param {number} ns */
  goTo(lane, ns) {
    if (isHere(this.timeline, lane, ns)) {
      this.#awaited = null;
      this.ways.arrive(lane, ns);
      return;
    }
    this.#awaited = { lane, ns };
    this.ways.leave();
    this.ways.show(ns);
  }

  /** Other rows are here. */
  came() {
    if (!this.#awaited) return;
    const { lane, ns } = this.#awaited;
    if (!isHere(this.timeline, lane, ns)) return;
    this.#awaited = null;
    this.ways.arrive(lane, ns);
  }
}

/** @param {Timeline} timeline */
const ordinaryCount = (timeline) =>
  timeline.instantsSince(0).filter(({ kind }) => ORDINARY.has(INSTANT_KINDS[kind])).length;

/** Whether it is here what a lane did at a moment. @param {Timeline} timeline
 *  @param {number} lane @param {number} ns */
function isHere(timeline, lane, ns) {
  const spans = timeline.spans(lane);
  const index = spans.lastStarted(ns);
  return index >= 0 && (ns <= spans.end(index) || timeline.part === null);
}

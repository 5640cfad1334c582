/**
 * A view: what of a timeline is looked at — the window of time, the selection, the
 * playhead — and nothing of how it is drawn.
 */

import { Subscribers } from "../base/subscribers.js";
import { asItComes } from "./arrangement.js";
import { decodeFragment, encodeFragment } from "./fragment.js";
import { linkedOf, lookAs } from "./linked_view.js";

/** @import {Arrangement} from "./arrangement.js" */
/** @import {Extra, HoldPlace, LinePlace, Mode, Range, SpanPlace} from "./fragment.js" */

/** @import {HandMark} from "./marks.js" */

/** @import {ObjectOrder} from "./object_order.js" */

/** @typedef {"window" | "commit" | "selection" | "hover" | "playhead" | "range" | "arrows" |
 *   "highlight" | "lanes" | "mode" | "line" | "marks" | "filter"} Change */

/** A window narrower than this shows nothing more: the clock counts nanoseconds. */
export const NARROWEST_NS = 20;

/** @param {SpanPlace | null} a @param {SpanPlace | null} b */
function samePlace(a, b) {
  return a?.lane === b?.lane && a?.start === b?.start;
}

/** @param {HoldPlace | null} a @param {HoldPlace | null} b */
function sameHold(a, b) {
  return a?.object === b?.object && a?.start === b?.start;
}

export class View {
  /** @type {Mode} */
  mode = "threads";
  fromNs = 0;
  toNs = 1;
  /** The window ends at the live head. */
  follow = true;
  /** The window is the whole run, also when the run grows. */
  whole = true;
  /** @type {number | null} */
  playheadNs = null;
  /** @type {SpanPlace | null} */
  selection = null;
  /** A hold, of the GIL or a lock, in place of a span. @type {HoldPlace | null} */
  hold = null;
  /** @type {SpanPlace | null} */
  hover = null;
  /** @type {HoldPlace | null} */
  hoverHold = null;
  /** A range marked by hand. @type {Range | null} */
  range = null;
  /** Arrows of the selected or hovered span only, or all in view. @type {"one" | "all"} */
  arrows = "one";
  /** Which lanes are shown, and how they lie. @type {Arrangement} */
  arrangement = asItComes();
  /** Lanes beside those of threads that are not shown. @type {Set<Extra>} */
  without = new Set();
  /** The sync object to light up on all lanes; 0 for none. */
  highlight = 0;
  /** The sync object that is pointed at; 0 for none. */
  hoverObject = 0;
  /** How the lanes of objects are sorted. @type {ObjectOrder} */
  objectOrder = "waited";
  /** The line of the source whose spans are lit. @type {LinePlace | null} */
  line = null;
  /** Moments marked by hand, in order. @type {readonly HandMark[]} */
  marks = [];
  /** Which spans the table shows, as `model/span_query.js` reads it. */
  filter = "";

  /** @type {Subscribers<[View, Change]>} */
  #subscribers = new Subscribers();

  get widthNs() {
    return this.toNs - this.fromNs;
  }

  /** Lanes not shown. */
  get hidden() {
    return this.arrangement.hidden;
  }

  /** @param {(view: View, change: Change) => void} subscriber @returns {() => void} */
  subscribe(subscriber) {
    return this.#subscribers.add(subscriber);
  }

  /**
   * Move the window by hand: it no longer follows the head.
   *
   * @param {number} fromNs @param {number} toNs
   * @param {{commit?: boolean}} [how] commit: the move is over and worth going Back to
   */
  show(fromNs, toNs, { commit = false } = {}) {
    this.follow = false;
    this.whole = false;
    this.#setWindow(fromNs, toNs);
    if (commit) this.commit();
  }

  /** The present window is worth going Back to. */
  commit() {
    this.#subscribers.tell(this, "commit");
  }

  /** Move the window with the growing run, without being a move by hand.
   *  @param {number} fromNs @param {number} toNs */
  keepUp(fromNs, toNs) {
    if (fromNs !== this.fromNs || toNs !== this.toNs) this.#setWindow(fromNs, toNs);
  }

  /** From now on the window is the whole run. */
  showWhole() {
    this.whole = true;
    this.follow = false;
    this.#subscribers.tell(this, "window");
    this.commit();
  }

  /** From now on the window ends at the live head. */
  followLive() {
    this.follow = true;
    this.#subscribers.tell(this, "window");
  }

  /** The window stays where it is while the run goes on. */
  pause() {
    this.follow = false;
    this.whole = false;
    this.#subscribers.tell(this, "window");
  }

  /** @param {SpanPlace | null} place */
  select(place) {
    if (samePlace(place, this.selection) && !this.hold) return;
    this.selection = place && { lane: place.lane, start: place.start };
    this.hold = null;
    this.#subscribers.tell(this, "selection");
  }

  /** @param {HoldPlace | null} place */
  selectHold(place) {
    if (sameHold(place, this.hold) && !this.selection) return;
    this.hold = place && { object: place.object, start: place.start };
    this.selection = null;
    this.#subscribers.tell(this, "selection");
  }

  /** @param {SpanPlace | null} place */
  setHover(place) {
    if (samePlace(place, this.hover) && !this.hoverHold) return;
    this.hover = place && { lane: place.lane, start: place.start };
    this.hoverHold = null;
    this.#subscribers.tell(this, "hover");
  }

  /** @param {HoldPlace} place */
  setHoverHold(place) {
    if (sameHold(place, this.hoverHold)) return;
    this.hoverHold = { object: place.object, start: place.start };
    this.hover = null;
    this.#subscribers.tell(this, "hover");
  }

  /** @param {number | null} ns */
  setPlayhead(ns) {
    if (ns === this.playheadNs) return;
    this.playheadNs = ns;
    this.#subscribers.tell(this, "playhead");
  }

  /** @param {Range | null} range */
  setRange(range) {
    this.range = range;
    this.#subscribers.tell(this, "range");
  }

  /** @param {readonly HandMark[]} marks in order */
  setMarks(marks) {
    if (marks.length === 0 && this.marks.length === 0) return;
    this.marks = marks;
    this.#subscribers.tell(this, "marks");
  }

  /** @param {string} filter "" for all spans */
  setFilter(filter) {
    if (filter === this.filter) return;
    this.filter = filter;
    this.#subscribers.tell(this, "filter");
  }

  /** @param {"one" | "all"} arrows */
  setArrows(arrows) {
    this.arrows = arrows;
    this.#subscribers.tell(this, "arrows");
  }

  /** @param {number} object 0 for none */
  setHoverObject(object) {
    if (object === this.hoverObject) return;
    this.hoverObject = object;
    this.#subscribers.tell(this, "hover");
  }

  /** @param {ObjectOrder} order */
  setObjectOrder(order) {
    if (order === this.objectOrder) return;
    this.objectOrder = order;
    this.#subscribers.tell(this, "lanes");
  }

  /** @param {number} object 0 for none */
  setHighlight(object) {
    if (object === this.highlight) return;
    this.highlight = object;
    this.#subscribers.tell(this, "highlight");
  }

  /** @param {Mode} mode */
  setMode(mode) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.#subscribers.tell(this, "mode");
  }

  /** @param {LinePlace | null} place */
  setLine(place) {
    if (place?.file === this.line?.file && place?.line === this.line?.line) return;
    this.line = place && { file: place.file, line: place.line };
    this.#subscribers.tell(this, "line");
  }

  /** Arrange the lanes otherwise, by hand: that is worth going Back to, unless it goes on with
   *  what was done before.
   *  @param {Partial<Arrangement>} change @param {{commit?: boolean}} [how] */
  arrange(change, { commit = true } = {}) {
    this.arrangement = { ...this.arrangement, ...change };
    this.#subscribers.tell(this, "lanes");
    if (commit) this.commit();
  }

  /** @param {Extra} extra shown, or no longer @returns {boolean} whether it is shown now */
  toggleExtra(extra) {
    const shown = this.without.delete(extra);
    if (!shown) this.without.add(extra);
    this.#subscribers.tell(this, "lanes");
    return shown;
  }

  /** The view as the fragment of a link, without "#"; "" when a page opens like that anyway. */
  encode() {
    return encodeFragment(linkedOf(this));
  }

  /**
   * Look where a link says.
   *
   * @param {string} fragment with or without "#"
   * @returns {string | null} a sentence, when some of it could not be read
   */
  restore(fragment) {
    const { view, problem } = decodeFragment(fragment);
    lookAs(this, view);
    return problem;
  }

  /** @param {number} fromNs @param {number} toNs */
  #setWindow(fromNs, toNs) {
    this.fromNs = fromNs;
    this.toNs = Math.max(toNs, fromNs + NARROWEST_NS);
    this.#subscribers.tell(this, "window");
  }
}

/**
 * The spans of a line: every span whose site is one line of the source, on all lanes.
 *
 * Found by one pass over the spans, which goes on where it ended when the run grows.
 */

import { firstAbove } from "../base/bisect.js";
import { SpanColumns, STATE_COUNT } from "./spans.js";

/** @import {LinePlace} from "./fragment.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, index: number}} Place */
/** @typedef {{read: number, indexes: number[], spans: SpanColumns}} OnLane `read`: closed spans
 *   looked at so far; `indexes`: those of the line, in order of time */

export class LineSpans {
  #timeline;
  #place;
  /** @type {Set<number>} */
  #sites = new Set();
  #sitesKnown = 0;
  /** @type {Map<number, OnLane>} */
  #lanes = new Map();
  /** The first ones in order of time, as far as they were asked for. @type {Place[]} */
  #merged = [];
  /** How many of each lane's are in `#merged`. @type {Map<number, number>} */
  #taken = new Map();
  #closedNs = new Float64Array(STATE_COUNT);
  #closed = 0;

  /** @param {Timeline} timeline @param {LinePlace} place */
  constructor(timeline, place) {
    this.#timeline = timeline;
    this.#place = place;
  }

  /** @param {LinePlace} place */
  isOf({ file, line }) {
    return this.#place.file === file && this.#place.line === line;
  }

  /** Read what has come since. */
  update() {
    const { lanes, sites } = this.#timeline;
    if (sites.size !== this.#sitesKnown) this.#findSites();
    if (this.#sites.size === 0) return;
    for (const { id } of lanes) this.#read(id);
  }

  /** How many there are, the open ones among them. */
  get count() {
    return this.#closed + this.#open().length;
  }

  /** Nanoseconds in each state, until now. */
  get totals() {
    const sums = this.#closedNs.slice();
    for (const { lane, index } of this.#open()) {
      const spans = this.#timeline.spans(lane);
      sums[spans.state(index)] += spans.end(index) - spans.start(index);
    }
    return sums;
  }

  /**
   * Visit those of a lane that overlap [fromNs, toNs]. Of several that end before the moment
   * that `visit` gives back only the last is visited: what falls on one pixel is one to the eye.
   *
   * @param {number} lane @param {number} fromNs @param {number} toNs
   * @param {(startNs: number, endNs: number) => number} visit
   */
  eachOn(lane, fromNs, toNs, visit) {
    const on = this.#lanes.get(lane);
    const spans = this.#timeline.spans(lane);
    if (on) {
      const { indexes } = on;
      let at = firstAbove(indexes.length, (i) => spans.end(indexes[i]), fromNs);
      while (at < indexes.length && spans.start(indexes[at]) <= toNs) {
        const skipNs = visit(spans.start(indexes[at]), spans.end(indexes[at]));
        at = Math.max(
          at + 1,
          firstAbove(indexes.length, (i) => spans.end(indexes[i]), skipNs),
        );
      }
    }
    const last = spans.length - 1;
    if (this.#isOpenHere(lane) && spans.start(last) <= toNs)
      visit(spans.start(last), spans.end(last));
  }

  /** In order of their start, from `first` on. @param {number} first @param {number} count
   *  @returns {Place[]} */
  list(first, count) {
    while (this.#merged.length < first + count) {
      const next = this.#nextMerged();
      if (!next) break;
      this.#merged.push(next);
      this.#taken.set(next.lane, (this.#taken.get(next.lane) ?? 0) + 1);
    }
    const closed = this.#merged.slice(first, first + count);
    if (closed.length === count) return closed;
    const open = this.#open().slice(Math.max(0, first - this.#closed));
    return [...closed, ...open.slice(0, count - closed.length)];
  }

  #findSites() {
    const { file, line } = this.#place;
    this.#sitesKnown = this.#timeline.sites.size;
    const before = this.#sites.size;
    for (const site of this.#timeline.sites.values())
      if (site.file === file && site.line === line) this.#sites.add(site.id);
    // A site that came late may name spans already read.
    if (this.#sites.size !== before) this.#forget();
  }

  #forget() {
    this.#lanes.clear();
    this.#merged = [];
    this.#taken.clear();
    this.#closedNs.fill(0);
    this.#closed = 0;
  }

  /** @param {number} lane */
  #read(lane) {
    const spans = this.#timeline.spans(lane);
    if (spans.length === 0) return;
    const known = this.#lanes.get(lane);
    // What a page that fell behind begins anew with are other spans.
    if (known && known.spans !== spans) this.#forget();
    const on = this.#lanes.get(lane) ?? { read: 0, indexes: [], spans };
    this.#lanes.set(lane, on);
    for (; on.read < spans.closedLength; on.read += 1) {
      if (!this.#sites.has(spans.site(on.read))) continue;
      on.indexes.push(on.read);
      this.#closed += 1;
      this.#closedNs[spans.state(on.read)] += spans.end(on.read) - spans.start(on.read);
    }
  }

  /** @returns {Place | null} */
  #nextMerged() {
    let best = null;
    let bestNs = Infinity;
    for (const [lane, { indexes, spans }] of this.#lanes) {
      const at = this.#taken.get(lane) ?? 0;
      if (at >= indexes.length || spans.start(indexes[at]) >= bestNs) continue;
      best = { lane, index: indexes[at] };
      bestNs = spans.start(indexes[at]);
    }
    return best;
  }

  #open() {
    return this.#timeline.lanes
      .filter(({ id }) => this.#isOpenHere(id))
      .map(({ id: lane }) => ({ lane, index: this.#timeline.spans(lane).length - 1 }));
  }

  /** @param {number} lane */
  #isOpenHere(lane) {
    const spans = this.#timeline.spans(lane);
    const last = spans.length - 1;
    return last >= 0 && spans.isOpen(last) && this.#sites.has(spans.site(last));
  }
}

/** One line is looked at a time. @type {WeakMap<Timeline, LineSpans>} */
const looked = new WeakMap();

/** The spans of a line as far as they are known now. @param {Timeline} timeline
 *  @param {LinePlace} place */
export function spansOfLine(timeline, place) {
  let spans = looked.get(timeline);
  if (!spans?.isOf(place)) {
    spans = new LineSpans(timeline, place);
    looked.set(timeline, spans);
  }
  spans.update();
  return spans;
}

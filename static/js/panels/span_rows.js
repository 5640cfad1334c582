/**
 * Span rows: the spans that a query lets through, in the order of a column.
 *
 * A million spans are numbers in three columns and no object each; words are made once for each
 * different thing a span can say, then compared as ranks. All of it is done in steps, so that
 * the page goes on: until the last of them the rows are those from before.
 */

import { firstFrom } from "../base/bisect.js";
import { orderOf } from "../base/order.js";
import { whatOf } from "../model/describe.js";
import { sayingOf, testOf } from "../model/span_query.js";

/** @import {SpanQuery} from "../model/span_query.js" */
/** @import {SpanColumns} from "../model/spans.js" */
/** @import {Timeline} from "../model/timeline.js" */

/** @typedef {{lane: number, index: number}} Place */
/** @typedef {"start" | "thread" | "state" | "what" | "duration" | "line" | "certainty"} Column */
/** @typedef {{fromNs: number, toNs: number, query: SpanQuery}} Filter */

/** So many spans are looked at between two rests. */
const STEP = 1 << 12;

export class SpanRows {
  #timeline;
  /** @type {Uint32Array} */
  #lanes = new Uint32Array();
  /** @type {Uint32Array} */
  #indexes = new Uint32Array();
  /** Rows in order: places in the two columns above. @type {Uint32Array} */
  #order = new Uint32Array();
  /** @type {Map<number, OfLane>} */
  #ofLane = new Map();
  /** The row of each place, made when it is first asked for. @type {Uint32Array | null} */
  #rows = null;

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.#timeline = timeline;
  }

  get length() {
    return this.#order.length;
  }

  /** @param {number} row @returns {Place} */
  at(row) {
    const place = this.#order[row];
    return { lane: this.#lanes[place], index: this.#indexes[place] };
  }

  /** A long run shows other spans from near than from afar: then these are no longer there. */
  get stale() {
    return [...this.#ofLane].some(([lane, { spans }]) => this.#timeline.spans(lane) !== spans);
  }

  /** The row of a span; -1 when it is not among them. @param {Place} place */
  rowOf({ lane, index }) {
    const { from, to } = this.#ofLane.get(lane) ?? NONE;
    const place = from + firstFrom(to - from, (i) => this.#indexes[from + i], index);
    if (place >= to || this.#indexes[place] !== index) return -1;
    if (!this.#rows) {
      this.#rows = new Uint32Array(this.length);
      for (let row = 0; row < this.length; row += 1) this.#rows[this.#order[row]] = row;
    }
    return this.#rows[place];
  }

  /**
   * Gather what the filter lets through, ordered by a column; equal ones stay in order of lanes.
   *
   * @param {Filter} filter @param {Column} column @param {boolean} descending
   * @returns {Generator<void, true>}
   */
  *collect(filter, column, descending) {
    const found = yield* gather(this.#timeline, filter);
    const keys = yield* keysOf(this.#timeline, column, found);
    if (descending) for (let i = 0; i < keys.length; i += 1) keys[i] = -keys[i];
    const order = yield* orderOf(keys);
    this.#lanes = found.lanes;
    this.#indexes = found.indexes;
    this.#ofLane = found.ofLane;
    this.#order = order;
    this.#rows = null;
    return true;
  }
}

/** Which of all are a lane's. @typedef {{from: number, to: number, spans: SpanColumns}} OfLane */
/** @typedef {{lanes: Uint32Array, indexes: Uint32Array, ofLane: Map<number, OfLane>}} Found */

const NONE = { from: 0, to: 0 };

/** @param {Timeline} timeline @param {Filter} filter @returns {Generator<void, Found>} */
function* gather(timeline, { fromNs, toNs, query }) {
  const lanes = timeline.lanes.map(({ id }) => ({ id, spans: timeline.spans(id) }));
  const room = lanes.reduce((sum, { spans }) => sum + spans.length, 0);
  const found = { lanes: new Uint32Array(room), indexes: new Uint32Array(room), ofLane: new Map() };
  const test = testOf(timeline, query);
  let count = 0;
  for (const { id, spans } of lanes) {
    const from = count;
    const first = Math.max(0, spans.lastStarted(fromNs));
    const after = test.lane(id) ? spans.lastStarted(toNs) + 1 : 0;
    for (let index = first; index < after; index += 1) {
      if (index % STEP === 0) yield;
      if (spans.end(index) <= fromNs || !test.span(spans, id, index)) continue;
      found.lanes[count] = id;
      found.indexes[count] = index;
      count += 1;
    }
    found.ofLane.set(id, { from, to: count, spans });
  }
  return { ...found, lanes: found.lanes.slice(0, count), indexes: found.indexes.slice(0, count) };
}

/** @param {Timeline} timeline @param {Column} column @param {Found} found
 *  @returns {Generator<void, Float64Array>} */
function* keysOf(timeline, column, { lanes, indexes, ofLane }) {
  const keys = new Float64Array(lanes.length);
  const key = keyOf(timeline, column);
  for (const [lane, { from, to, spans }] of ofLane) {
    for (let place = from; place < to; place += 1) {
      if (place % STEP === 0) yield;
      keys[place] = key.of(spans, lane, indexes[place]);
    }
  }
  yield;
  key.finish?.(keys);
  return keys;
}

/** @typedef {(spans: SpanColumns, lane: number, index: number) => number} NumberOf */
/** @typedef {{of: NumberOf, finish?: (keys: Float64Array) => void}} Key */

/** @param {Timeline} timeline @param {Column} column @returns {Key} */
function keyOf(timeline, column) {
  switch (column) {
    case "start":
      return { of: (spans, _lane, index) => spans.start(index) };
    case "duration":
      return { of: (spans, _lane, index) => spans.end(index) - spans.start(index) };
    case "state":
      return { of: (spans, _lane, index) => spans.state(index) };
    case "certainty":
      return { of: (spans, _lane, index) => spans.certainty(index) };
    case "thread": {
      const places = new Map(timeline.lanes.map(({ id }, place) => [id, place]));
      return { of: (_spans, lane) => places.get(lane) ?? 0 };
    }
    case "line":
      return ranked(
        (spans, _lane, index) => spans.site(index),
        (spans, _lane, index) => timeline.siteText(spans.site(index)),
      );
    default:
      return ranked(
        (spans, _lane, index) => sayingOf(spans, index),
        (_spans, lane, index) => whatOf(timeline, lane, index),
      );
  }
}

/**
 * Sorts by text without making the text of every span: `same` tells which share one.
 *
 * @param {NumberOf} same
 * @param {(spans: SpanColumns, lane: number, index: number) => string} text
 * @returns {Key}
 */
function ranked(same, text) {
  /** What was seen, numbered from 0. @type {Map<number, number>} */
  const numbers = new Map();
  /** @type {string[]} */
  const texts = [];
  return {
    of(spans, lane, index) {
      const key = same(spans, lane, index);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, texts.length);
      return texts.push(text(spans, lane, index)) - 1;
    },
    finish(keys) {
      const words = [...new Set(texts)].sort();
      const byWord = new Map(words.map((word, rank) => [word, rank]));
      const ranks = texts.map((word) => byWord.get(word) ?? 0);
      for (let i = 0; i < keys.length; i += 1) keys[i] = ranks[keys[i]];
    },
  };
}

/**
 * Span rows: the spans of a timeline in the order of a column.
 *
 * A million spans are numbers in three columns and no object each; words are made once
 * for each different thing a span can say, then compared as ranks.
 */

import { whatOf } from "../model/describe.js";

/** @import {Timeline} from "../model/timeline.js" */

/** @typedef {{lane: number, index: number}} Place */
/** @typedef {"start" | "thread" | "state" | "what" | "duration" | "line" | "certainty"} Column */
/** @typedef {{fromNs: number, toNs: number, state: number | null}} Filter */

/** Objects and sites of one run stay far below this; states and operations are few. */
const MANY = 2 ** 20;

export class SpanRows {
  #timeline;
  /** @type {Uint32Array} */
  #lanes = new Uint32Array();
  /** @type {Uint32Array} */
  #indexes = new Uint32Array();
  /** Rows in order: places in the two columns above. @type {Uint32Array} */
  #order = new Uint32Array();

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

  /** Gather what the filter lets through, ordered by a column; equal ones stay in order of lanes.
   * @param {Filter} filter @param {Column} column @param {boolean} descending
   */
  collect(filter, column, descending) {
    const timeline = this.#timeline;
    let room = 0;
    for (const { id } of timeline.lanes) room += timeline.spans(id).length;
    this.#lanes = new Uint32Array(room);
    this.#indexes = new Uint32Array(room);
    const keys = new Float64Array(room);
    const key = keyOf(timeline, column);
    let count = 0;
    for (const { id: lane } of timeline.lanes) {
      const spans = timeline.spans(lane);
      for (let index = 0; index < spans.length; index += 1) {
        if (spans.end(index) < filter.fromNs || spans.start(index) > filter.toNs) continue;
        if (filter.state !== null && spans.state(index) !== filter.state) continue;
        this.#lanes[count] = lane;
        this.#indexes[count] = index;
        keys[count] = key.of(lane, index);
        count += 1;
      }
    }
    key.finish?.(keys.subarray(0, count));
    const way = descending ? -1 : 1;
    this.#order = Uint32Array.from({ length: count }, (_, place) => place).sort(
      (a, b) => (keys[a] - keys[b]) * way || a - b,
    );
  }
}

/** @typedef {{of: (lane: number, index: number) => number, finish?: (keys: Float64Array) => void}} Key */

/** @param {Timeline} timeline @param {Column} column @returns {Key} */
function keyOf(timeline, column) {
  const spans = (/** @type {number} */ lane) => timeline.spans(lane);
  switch (column) {
    case "start":
      return { of: (lane, index) => spans(lane).start(index) };
    case "duration":
      return { of: (lane, index) => spans(lane).end(index) - spans(lane).start(index) };
    case "state":
      return { of: (lane, index) => spans(lane).state(index) };
    case "certainty":
      return { of: (lane, index) => spans(lane).certainty(index) };
    case "thread": {
      const places = new Map(timeline.lanes.map(({ id }, place) => [id, place]));
      return { of: (lane) => places.get(lane) ?? 0 };
    }
    case "line":
      return ranked(
        (lane, index) => spans(lane).site(index),
        (lane, index) => timeline.siteText(spans(lane).site(index)),
      );
    default:
      return ranked(
        (lane, index) => sayingOf(spans(lane), index),
        (lane, index) => whatOf(timeline, lane, index),
      );
  }
}

/** One number for everything that makes the words of a span.
 * @param {import("../model/spans.js").SpanColumns} spans @param {number} index
 */
function sayingOf(spans, index) {
  const kind = spans.state(index) * 64 + spans.operation(index);
  return (kind * MANY + spans.object(index)) * MANY + spans.site(index);
}

/**
 * Sorts by text without making the text of every span: `same` tells which share one.
 *
 * @param {(lane: number, index: number) => number} same
 * @param {(lane: number, index: number) => string} text
 * @returns {Key}
 */
function ranked(same, text) {
  /** @type {Map<number, string>} */
  const texts = new Map();
  return {
    of(lane, index) {
      const key = same(lane, index);
      if (!texts.has(key)) texts.set(key, text(lane, index));
      return key;
    },
    finish(keys) {
      const words = [...new Set(texts.values())].sort();
      const ranks = new Map(words.map((word, rank) => [word, rank]));
      for (let i = 0; i < keys.length; i += 1) keys[i] = ranks.get(texts.get(keys[i]) ?? "") ?? 0;
    },
  };
}

/** Waits: which closed spans were blocked on which sync object. */

import { ChunkedColumn } from "../base/chunks.js";
import { Intervals } from "./intervals.js";

/** @import {SpanColumns} from "./spans.js" */

/** @typedef {{lane: number, index: number}} Wait */

export class Waits {
  #lanes = new ChunkedColumn(Uint32Array);
  #indexes = new ChunkedColumn(Uint32Array);
  /** @type {Map<number, Intervals>} */
  #byObject = new Map();

  /** @param {(lane: number) => SpanColumns} spansOf */
  constructor(spansOf) {
    this.spansOf = spansOf;
  }

  /** @param {number} object @param {number} lane @param {number} index of the span */
  add(object, lane, index) {
    const id = this.#lanes.length;
    this.#lanes.push(lane);
    this.#indexes.push(index);
    let intervals = this.#byObject.get(object);
    if (!intervals) {
      intervals = new Intervals(
        (wait) => this.spansOf(this.#lanes.get(wait)).start(this.#indexes.get(wait)),
        (wait) => this.spansOf(this.#lanes.get(wait)).end(this.#indexes.get(wait)),
      );
      this.#byObject.set(object, intervals);
    }
    intervals.add(id);
  }

  /**
   * @param {number} object @param {number} fromNs @param {number} toNs @param {number} [limit]
   * @returns {Wait[]}
   */
  between(object, fromNs, toNs, limit) {
    const ids = this.#byObject.get(object)?.overlapping(fromNs, toNs, limit) ?? [];
    return ids.map((id) => ({ lane: this.#lanes.get(id), index: this.#indexes.get(id) }));
  }
}

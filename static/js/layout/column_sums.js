/**
 * The time that many lanes together spent in each state, per pixel column, exact.
 *
 * A lane costs its visible spans, not the columns they cover: a long span is written into the
 * columns of its ends, and for those between only where it begins and ceases to fill them; one
 * pass over all columns at the end adds that up. Where more spans are visible than there are
 * columns, the columns of the lane itself are cheaper.
 */

import { STATE_COUNT } from "../model/spans.js";
import { TiledSpans } from "../model/tiled_spans.js";
import { LaneLayout, layoutLane } from "./lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {SpanColumns} from "../model/spans.js" */

/** Lent to each lane in turn. */
const single = new LaneLayout();

export class ColumnSums {
  #scale;
  #untilNs;
  #headNs;
  /** Nanoseconds per state of each column, and a place for what begins after the last. */
  #sums;
  /** How many lanes begin, less those that cease, to fill columns in a state from this one on. */
  #filling;

  /** @param {TimeScale} scale in columns @param {number} headNs nothing is known after it */
  constructor(scale, headNs) {
    this.#scale = scale;
    this.#headNs = headNs;
    this.#untilNs = Math.min(scale.toNs, headNs);
    const length = (scale.widthPx + 1) * STATE_COUNT;
    this.#sums = new Float64Array(length);
    this.#filling = new Int32Array(length);
  }

  /** @param {SpanColumns} spans of one lane */
  add(spans) {
    const { fromNs, widthPx } = this.#scale;
    if (spans instanceof TiledSpans) {
      this.#addColumns(spans);
      return;
    }
    const first = Math.max(0, spans.lastStarted(fromNs));
    const last = Math.min(spans.length - 1, spans.lastStarted(this.#untilNs));
    if (last - first > widthPx) {
      this.#addColumns(spans);
      return;
    }
    for (let i = first; i <= last; i += 1) {
      this.#addSpan(
        spans.state(i),
        Math.max(spans.start(i), fromNs),
        Math.min(spans.end(i), this.#untilNs),
      );
    }
  }

  /** All of it; nothing may be added after. @returns {Float64Array} `STATE_COUNT` per column */
  finish() {
    const { nsPerPx, widthPx } = this.#scale;
    const sums = this.#sums;
    const filling = new Float64Array(STATE_COUNT);
    for (let at = 0; at < widthPx * STATE_COUNT; at += 1) {
      filling[at % STATE_COUNT] += this.#filling[at];
      sums[at] += filling[at % STATE_COUNT] * nsPerPx;
    }
    return sums.subarray(0, widthPx * STATE_COUNT);
  }

  /** @param {number} state @param {number} startNs @param {number} endNs */
  #addSpan(state, startNs, endNs) {
    if (endNs <= startNs) return;
    const { fromNs, nsPerPx, widthPx } = this.#scale;
    const from = (startNs - fromNs) / nsPerPx;
    const to = (endNs - fromNs) / nsPerPx;
    const first = Math.min(widthPx - 1, Math.floor(from));
    const last = Math.min(widthPx - 1, Math.floor(to));
    if (first === last) {
      this.#sums[first * STATE_COUNT + state] += endNs - startNs;
      return;
    }
    this.#sums[first * STATE_COUNT + state] += (first + 1 - from) * nsPerPx;
    this.#sums[last * STATE_COUNT + state] += (to - last) * nsPerPx;
    this.#filling[(first + 1) * STATE_COUNT + state] += 1;
    this.#filling[last * STATE_COUNT + state] -= 1;
  }

  /** @param {SpanColumns} spans */
  #addColumns(spans) {
    // No span is ever wide: all are merged into shares.
    layoutLane(spans, this.#scale, this.#headNs, Infinity, single);
    const end = single.endColumn * STATE_COUNT;
    for (let at = single.firstColumn * STATE_COUNT; at < end; at += 1) {
      this.#sums[at] += single.shares[at];
    }
  }
}

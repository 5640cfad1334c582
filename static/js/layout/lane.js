/**
 * The layout of one lane: which spans are wide enough to be drawn as themselves, and
 * for all others the shares of states per pixel column.
 *
 * One pass serves every zoom. A span of `wide` pixels or more becomes a rectangle with
 * gap, hatch and label; a run of narrower ones becomes columns whose shares are the
 * exact nanoseconds per state: those of its own time, but that a column which a rectangle covers
 * gives its own to the next one, so that nothing is lost. Where a column covers very many spans, their sums are
 * read from the cumulative ones instead of one by one, so a lane costs the smaller of
 * its visible spans and its pixels.
 */

import { STATE_COUNT } from "../model/spans.js";
import { TiledSpans } from "../model/tiled_spans.js";
import { layoutTiledLane } from "./tiled_lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {SpanColumns} from "../model/spans.js" */

/** Beyond this many spans in a column, two cumulative sums are cheaper than reading on. */
const MANY_SPANS = 64;

export class LaneLayout {
  /** Three numbers per rectangle: index of the span, left, right. */
  rects = new Int32Array(96);
  rectCount = 0;
  /** Nanoseconds per state of each pixel column, `STATE_COUNT` numbers each. */
  shares = new Float64Array(0);
  /** Nanoseconds of merged spans in each column; 0: nothing is merged there. */
  covered = new Float64Array(0);
  /** Columns outside of [firstColumn, endColumn) have nothing merged. */
  firstColumn = 0;
  endColumn = 0;
  /** Scratch for differences of cumulative sums. */
  sums = new Float64Array(STATE_COUNT);

  /** @param {number} widthPx */
  reset(widthPx) {
    this.rectCount = 0;
    if (this.covered.length !== widthPx) {
      this.shares = new Float64Array(widthPx * STATE_COUNT);
      this.covered = new Float64Array(widthPx);
    } else if (this.endColumn > this.firstColumn) {
      this.shares.fill(0, this.firstColumn * STATE_COUNT, this.endColumn * STATE_COUNT);
      this.covered.fill(0, this.firstColumn, this.endColumn);
    }
    this.firstColumn = widthPx;
    this.endColumn = 0;
  }

  /** @param {number} index @param {number} left @param {number} right */
  addRect(index, left, right) {
    const at = this.rectCount * 3;
    if (at === this.rects.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.rects);
      this.rects = grown;
    }
    this.rects[at] = index;
    this.rects[at + 1] = left;
    this.rects[at + 2] = right;
    this.rectCount += 1;
  }

  /** The shares of a column are complete. @param {number} column */
  cover(column) {
    let sum = 0;
    const first = column * STATE_COUNT;
    for (let at = first; at < first + STATE_COUNT; at += 1) sum += this.shares[at];
    if (sum === 0) return;
    this.covered[column] = sum;
    if (column < this.firstColumn) this.firstColumn = column;
    if (column >= this.endColumn) this.endColumn = column + 1;
  }
}

/**
 * @param {SpanColumns} spans
 * @param {TimeScale} scale in the pixels to be drawn
 * @param {number} headNs nothing is drawn after it
 * @param {number} widePx from this width on a span is a rectangle
 * @param {LaneLayout} into filled anew
 */
export function layoutLane(spans, scale, headNs, widePx, into) {
  if (spans instanceof TiledSpans) {
    layoutTiledLane(spans, scale, headNs, widePx, into);
    return;
  }
  const width = scale.widthPx;
  into.reset(width);
  const untilNs = Math.min(scale.toNs, headNs);
  const length = spans.length;
  const wideNs = widePx * scale.nsPerPx;
  let i = Math.max(0, spans.lastStarted(scale.fromNs));
  if (i < length && spans.end(i) <= scale.fromNs) i += 1;
  let freePx = -widePx;
  while (i < length) {
    const start = spans.start(i);
    if (start >= untilNs) break;
    if (spans.end(i) - start >= wideNs) {
      const end = Math.min(spans.end(i), headNs);
      const left = Math.max(freePx, Math.round(scale.timeToPx(start)));
      // What reaches into the first pixel is seen there.
      const right = Math.min(width + widePx, Math.max(1, Math.round(scale.timeToPx(end))));
      if (right > left) into.addRect(i, left, right);
      freePx = Math.max(freePx, right);
      i += 1;
    } else {
      i = mergeRun(spans, scale, untilNs, wideNs, i, Math.max(0, freePx), into);
      freePx = into.endColumn;
    }
  }
}

/**
 * Merge narrow spans from `i` on into columns, up to the next wide span.
 *
 * @param {SpanColumns} spans @param {TimeScale} scale @param {number} untilNs
 * @param {number} wideNs @param {number} i @param {number} freeColumn
 * @param {LaneLayout} into
 * @returns {number} the index of the first span that was not merged
 */
function mergeRun(spans, scale, untilNs, wideNs, i, freeColumn, into) {
  const lastColumn = scale.widthPx - 1;
  let t = Math.max(spans.start(i), scale.fromNs);
  let column = Math.min(lastColumn, Math.max(freeColumn, Math.floor(scale.timeToPx(t))));
  while (true) {
    const limit = column === lastColumn ? untilNs : Math.min(scale.pxToTime(column + 1), untilNs);
    i = fillColumn(spans, i, t, limit, wideNs, column, into);
    if (i >= spans.length) return i;
    const start = spans.start(i);
    if (start >= untilNs || spans.end(i) - start >= wideNs) return i;
    if (limit >= untilNs) return spans.length;
    t = Math.max(limit, start);
    column = Math.min(lastColumn, Math.max(column + 1, Math.floor(scale.timeToPx(t))));
  }
}

/**
 * Add the time of narrow spans between `t` and `limit` to a column.
 *
 * @param {SpanColumns} spans @param {number} i @param {number} t @param {number} limit
 * @param {number} wideNs @param {number} column @param {LaneLayout} into
 * @returns {number} the index of the span that is wide or goes on after `limit`
 */
function fillColumn(spans, i, t, limit, wideNs, column, into) {
  const offset = column * STATE_COUNT;
  const next = spans.addNarrow(i, t, limit, wideNs, MANY_SPANS, into.shares, offset);
  if (next < i + MANY_SPANS) {
    into.cover(column);
    return next;
  }
  // None of those skipped can be wide: a wide span is wider than the column.
  const last = Math.max(next, spans.lastStarted(limit));
  const sums = into.sums.fill(0);
  spans.addBefore(spans.start(last), sums, 1);
  spans.addBefore(spans.start(next), sums, -1);
  for (let state = 0; state < STATE_COUNT; state += 1) into.shares[offset + state] += sums[state];
  const end = spans.addNarrow(last, t, limit, wideNs, MANY_SPANS, into.shares, offset);
  into.cover(column);
  return end;
}

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

import { CHUNK_LENGTH, CHUNK_MASK } from "../base/chunks.js";
import { createScale } from "../base/scale.js";
import { SpanColumns, STATE_COUNT, STATE_MASK } from "../model/spans.js";
import { TiledSpans } from "../model/tiled_spans.js";
import { layoutTiledLane } from "./tiled_lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {SpanChunk} from "../model/spans.js" */

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

  /** There is room for so many columns, and maybe more: a strip is laid out with what the window was.
   *  @param {number} widthPx */
  reset(widthPx) {
    this.rectCount = 0;
    if (this.covered.length < widthPx) {
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

  /** The shares of a column are complete. @param {number} column @param {number} ns what was added
   *  to them */
  cover(column, ns) {
    if (ns <= 0) return;
    this.covered[column] += ns;
    if (column < this.firstColumn) this.firstColumn = column;
    if (column >= this.endColumn) this.endColumn = column + 1;
  }
}

/**
 * The layout of a lane under way: what is free, and the column that is being filled.
 *
 * The hottest code of the page: a million spans a frame when all are in view, in a thousand columns a
 * lane. So it reads the arrays of the spans themselves, a chunk at a time, calls nothing for what
 * lies in columns, and is one loop where it would read better as three functions.
 */
class Progress {
  into = new LaneLayout();
  spans = new SpanColumns();
  scale = createScale(0, 1, 1);
  widePx = 0;
  headNs = 0;
  /** The first pixel that is free. */
  freePx = 0;
  /** The column that is being filled, -1 for none; until when it lasts, and what is in it. */
  column = -1;
  limit = -Infinity;
  total = 0;

  /** @param {SpanColumns} spans @param {TimeScale} scale @param {number} headNs
   *  @param {number} widePx @param {LaneLayout} into */
  begin(spans, scale, headNs, widePx, into) {
    this.into = into;
    this.spans = spans;
    this.scale = scale;
    this.widePx = widePx;
    this.headNs = headNs;
    this.freePx = -widePx;
  }

  /**
   * Lay out closed spans of a chunk.
   *
   * @param {SpanChunk} chunk @param {number} at the place of the first @param {number} beyond
   * @param {number} base the index of what is at place 0
   * @returns {number} the place of the first that was not laid out; before `beyond` where it begins
   *   out of sight
   */
  take({ starts, ends, codes }, at, beyond, base) {
    const { into } = this;
    const { shares } = into;
    const { fromNs, nsPerPx, widthPx } = this.scale;
    const untilNs = Math.min(this.scale.toNs, this.headNs);
    const wideNs = this.widePx * nsPerPx;
    let { column, limit, total } = this;
    while (at < beyond && starts[at] < untilNs) {
      const start = starts[at];
      const end = ends[at];
      if (end - start >= wideNs) {
        this.#close(column, total);
        column = -1;
        limit = -Infinity;
        this.#addWide(base + at, start, end);
        at += 1;
        continue;
      }
      let t = Math.max(start, fromNs);
      if (start >= limit) {
        this.#close(column, total);
        const own = (t - fromNs) / nsPerPx;
        column = Math.min(widthPx - 1, Math.max(0, this.freePx, own)) | 0;
        limit = column < widthPx - 1 ? Math.min(fromNs + (column + 1) * nsPerPx, untilNs) : untilNs;
        total = 0;
      }
      const state = codes[at] & STATE_MASK;
      while (end > limit && limit < untilNs) {
        shares[column * STATE_COUNT + state] += limit - t;
        into.cover(column, total + limit - t);
        column += 1;
        t = limit;
        limit = column < widthPx - 1 ? Math.min(fromNs + (column + 1) * nsPerPx, untilNs) : untilNs;
        total = 0;
      }
      const offset = column * STATE_COUNT;
      const rest = Math.min(end, limit) - t;
      shares[offset + state] += rest;
      total += rest;
      at += 1;
      // What lies in the column whole is neither wide nor out of sight.
      const many = Math.min(beyond, at + MANY_SPANS);
      for (; at < many; at += 1) {
        const later = ends[at];
        if (later > limit) break;
        const ns = later - starts[at];
        shares[offset + (codes[at] & STATE_MASK)] += ns;
        total += ns;
      }
      if (at === many && many < beyond) {
        const next = this.#firstNotWithin(base + at, limit);
        total += this.spans.addWhole(base + at, next, shares, offset);
        at = next - base;
      }
    }
    this.column = column;
    this.limit = limit;
    this.total = total;
    return at;
  }

  /** No more is to come. */
  end() {
    this.#close(this.column, this.total);
    this.column = -1;
    this.limit = -Infinity;
    this.total = 0;
  }

  /** A column has all that it gets. @param {number} column @param {number} total */
  #close(column, total) {
    if (column < 0) return;
    this.into.cover(column, total);
    this.freePx = Math.max(this.freePx, column + 1);
  }

  /** @param {number} i @param {number} start @param {number} end */
  #addWide(i, start, end) {
    const { timeToPx, widthPx } = this.scale;
    const left = Math.max(this.freePx, Math.round(timeToPx(start)));
    // What reaches into the first pixel is seen there.
    const until = Math.max(1, Math.round(timeToPx(Math.min(end, this.headNs))));
    const right = Math.min(widthPx + this.widePx, until);
    if (right > left) this.into.addRect(i, left, right);
    this.freePx = Math.max(this.freePx, right);
  }

  /** The first span from one on that may end after a time, or is open.
   *  @param {number} i @param {number} ns */
  #firstNotWithin(i, ns) {
    return Math.min(this.spans.closedLength, Math.max(i, this.spans.lastStarted(ns)));
  }
}

/** Lent to each lane in turn. */
const progress = new Progress();
/** What is open, as a chunk. @type {SpanChunk} */
const open = {
  starts: new Float64Array(1),
  ends: new Float64Array(1),
  codes: new Uint32Array(1),
};

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
  into.reset(scale.widthPx);
  const { length, closedLength } = spans;
  let i = Math.max(0, spans.lastStarted(scale.fromNs));
  if (i < length && spans.end(i) <= scale.fromNs) i += 1;
  progress.begin(spans, scale, headNs, widePx, into);
  while (i < closedLength) {
    const base = i & ~CHUNK_MASK;
    const beyond = Math.min(closedLength - base, CHUNK_LENGTH);
    const next = progress.take(spans.chunkOf(i), i - base, beyond, base);
    i = base + next;
    if (next < beyond) break;
  }
  if (i === closedLength && i < length) {
    open.starts[0] = spans.start(i);
    open.ends[0] = spans.end(i);
    open.codes[0] = spans.state(i);
    progress.take(open, 0, 1, i);
  }
  progress.end();
}

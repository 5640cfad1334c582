/**
 * The layout of a lane that is here as tiles: shares of time per pixel column, from sums of
 * buckets, and the long spans, which may be wide enough to be drawn as themselves.
 *
 * The edges of a column are moved to the nearest edges of buckets, which lie no farther apart
 * than a pixel where the tiles for this zoom are here. So each column is exact, of a time that
 * begins and ends less than half a pixel from its own; and columns beside each other share an edge.
 */

import { STATE_COUNT } from "../model/spans.js";
import { addBetween, SPAN_SLOTS } from "../model/tile.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {TiledSpans} from "../model/tiled_spans.js" */
/** @import {LaneLayout} from "./lane.js" */

/**
 * @param {TiledSpans} spans
 * @param {TimeScale} scale in the pixels to be drawn
 * @param {number} headNs nothing is drawn after it
 * @param {number} widePx from this width on a span is a rectangle
 * @param {LaneLayout} into filled anew
 */
export function layoutTiledLane(spans, scale, headNs, widePx, into) {
  into.reset(scale.widthPx);
  const untilNs = Math.min(scale.toNs, headNs);
  addLong(spans, scale, untilNs, widePx, into);
  const level = spans.tiles.levelFor(scale.nsPerPx);
  // Where lanes are added up every column must be as long as any other.
  const summed = widePx === Infinity;
  spans.tiles.eachPiece(level, scale.fromNs, untilNs, (tile, fromNs, toNs, fine) => {
    const snapped = fine && !summed;
    const sums = tile.sumsOf(0, spans.lane);
    if (!sums) return;
    eachColumn(scale, fromNs, toNs, (column, from, to) => {
      const first = tile.placeOf(from, snapped);
      const last = tile.placeOf(to, snapped);
      addBetween(sums, SPAN_SLOTS, first, last, into.shares, column * STATE_COUNT, STATE_COUNT);
    });
  });
  coverFree(scale.widthPx, into);
}

/**
 * Visit the pixel columns of [from, to], each with its part of that.
 *
 * @param {TimeScale} scale @param {number} fromNs @param {number} toNs Infinity: to the end of
 *   all time, which lies in the column where the run ends
 * @param {(column: number, fromNs: number, toNs: number) => void} visit
 */
export function eachColumn(scale, fromNs, toNs, visit) {
  const first = Math.max(0, Math.floor(scale.timeToPx(fromNs)));
  for (let column = first; column < scale.widthPx; column += 1) {
    const from = Math.max(fromNs, scale.pxToTime(column));
    if (from >= toNs) return;
    visit(column, from, Math.min(toNs, scale.pxToTime(column + 1)));
  }
}

/**
 * The long spans in view: as rectangles, or as a part of columns.
 *
 * @param {TiledSpans} spans @param {TimeScale} scale @param {number} untilNs
 * @param {number} widePx @param {LaneLayout} into
 */
function addLong(spans, scale, untilNs, widePx, into) {
  const wideNs = widePx * scale.nsPerPx;
  for (let i = spans.firstAfter(scale.fromNs); i < spans.length; i += 1) {
    const start = spans.start(i);
    const end = Math.min(spans.end(i), untilNs);
    if (start >= untilNs) return;
    if (spans.end(i) - start >= wideNs) {
      const left = Math.max(-widePx, Math.round(scale.timeToPx(start)));
      const right = Math.min(scale.widthPx + widePx, Math.round(scale.timeToPx(end)));
      if (right > left) into.addRect(i, left, right);
    } else {
      eachColumn(scale, Math.max(start, scale.fromNs), end, (column, from, to) => {
        into.shares[column * STATE_COUNT + spans.state(i)] += to - from;
      });
    }
  }
}

/** Columns under a rectangle are its own. @param {number} width @param {LaneLayout} into */
function coverFree(width, into) {
  let rect = 0;
  for (let column = 0; column < width; column += 1) {
    while (rect < into.rectCount && into.rects[rect * 3 + 2] <= column) rect += 1;
    const taken = rect < into.rectCount && into.rects[rect * 3 + 1] <= column;
    if (taken) into.shares.fill(0, column * STATE_COUNT, (column + 1) * STATE_COUNT);
    else into.cover(column, sumOf(into, column));
  }
}

/** @param {LaneLayout} layout @param {number} column */
function sumOf({ shares }, column) {
  let sum = 0;
  for (let state = 0; state < STATE_COUNT; state += 1) sum += shares[column * STATE_COUNT + state];
  return sum;
}

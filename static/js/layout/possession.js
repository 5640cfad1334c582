/**
 * The layout of a GIL lane: which holds are wide enough to be drawn as themselves, and for
 * all others how much of each pixel column each thread had the GIL.
 *
 * Like the layout of a thread's lane, it costs the smaller of the visible holds and the
 * pixels: where a column covers very many holds, their sums are read. A column is a stack of
 * threads, as high as the share of its time that each had the GIL; what is left is the time
 * in which nobody had it.
 */

import { TiledPossession } from "../model/tiled_gils.js";
import { layoutTiledGil } from "./tiled_gil.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Possession} from "../model/possession.js" */

/** Beyond this many holds in a column, cumulative sums are cheaper than reading on. */
const MANY_HOLDS = 1024;
/** A thread that had the GIL for more of a column than this has a pixel of it, where threads
 *  are few enough: a pixel for each of a crowd would leave nothing of their shares. */
const LEAST_SHARE = 0.002;
/** Few are so many that each could have this many pixels. */
const FEW = 4;

export class PossessionLayout {
  /** Three numbers per rectangle: index of the hold, left, right. @type {number[]} */
  rects = [];
  /** Four numbers per bar: column, slot, pixels below it, its own pixels. @type {number[]} */
  bars = [];
  /** Scratch, by slot. */
  sums = new Float64Array(0);
  /** Scratch: the slots of a column that have any. */
  present = new Uint32Array(0);

  /** @param {number} slots */
  reset(slots) {
    this.rects.length = 0;
    this.bars.length = 0;
    if (this.sums.length >= slots) return;
    this.sums = new Float64Array(slots * 2);
    this.present = new Uint32Array(slots * 2);
  }
}

/**
 * @param {Possession} holds
 * @param {TimeScale} scale in the pixels to be drawn
 * @param {number} headNs nothing is drawn after it
 * @param {number} widePx from this width on a hold is a rectangle
 * @param {number} sky pixels of a whole column
 * @param {PossessionLayout} into filled anew
 */
export function layoutPossession(holds, scale, headNs, widePx, sky, into) {
  into.reset(holds.slotCount);
  if (holds instanceof TiledPossession) {
    layoutTiledGil(holds, scale, headNs, widePx, into, (column) => {
      stack(into, column, holds.slotCount, sky, scale.nsPerPx);
    });
    return;
  }
  const untilNs = Math.min(scale.toNs, headNs);
  const wideNs = widePx * scale.nsPerPx;
  let i = Math.max(0, holds.lastStarted(scale.fromNs));
  if (i < holds.length && holds.end(i) <= scale.fromNs) i += 1;
  let freePx = 0;
  let freeColumn = 0;
  while (i < holds.length && holds.start(i) < untilNs) {
    const end = Math.min(holds.end(i), headNs);
    if (holds.end(i) - holds.start(i) >= wideNs) {
      const left = Math.max(freePx, Math.round(scale.timeToPx(holds.start(i))), -widePx);
      const right = Math.min(scale.widthPx + widePx, Math.round(scale.timeToPx(end)));
      if (right > left) into.rects.push(i, left, right);
      freePx = Math.max(freePx, right);
      i += 1;
    } else {
      const column = columnOf(into, scale, Math.max(holds.start(i), scale.fromNs), freeColumn);
      if (column >= scale.widthPx) return;
      const limit = Math.min(scale.pxToTime(column + 1), untilNs);
      i = fillColumn(holds, i, scale.pxToTime(column), limit, into.sums);
      stack(into, column, holds.slotCount, sky, scale.nsPerPx);
      // A hold that goes on after the live head has nothing in any further column.
      if (limit >= untilNs) return;
      freeColumn = column + 1;
      freePx = freeColumn;
    }
  }
}

/**
 * The column that a narrow hold lies in. A wide one before it leaves that column to both: what
 * is drawn there are shares.
 *
 * @param {PossessionLayout} into @param {TimeScale} scale @param {number} ns
 * @param {number} free the first column that has none yet
 */
function columnOf({ rects }, scale, ns, free) {
  const column = Math.max(free, Math.floor(scale.timeToPx(ns)));
  const at = rects.length - 3;
  if (at >= 0 && rects[at + 2] > column) {
    rects[at + 2] = column;
    if (rects[at + 1] >= column) rects.length = at;
  }
  return column;
}

/**
 * Sum, by slot, the time of holds between `t` and `limit`.
 *
 * @param {Possession} holds @param {number} i the first narrow one @param {number} t
 * @param {number} limit @param {Float64Array} sums
 * @returns {number} the first hold that goes on after `limit`
 */
function fillColumn(holds, i, t, limit, sums) {
  sums.fill(0, 0, holds.slotCount);
  const first = i > 0 && holds.end(i - 1) > t ? i - 1 : i;
  const next = holds.addUntil(first, t, limit, MANY_HOLDS, sums);
  if (next < first + MANY_HOLDS) return Math.max(i, next);
  sums.fill(0, 0, holds.slotCount);
  holds.addBefore(limit, sums, 1);
  holds.addBefore(t, sums, -1);
  const last = holds.lastStarted(limit);
  return holds.end(last) > limit ? last : last + 1;
}

/**
 * Shares as pixels. Whoever had it longer than a five-hundredth of the column is seen, at the
 * cost of who had it longest: a short turn is what a reader looks for.
 *
 * @param {PossessionLayout} into @param {number} column @param {number} slots
 * @param {number} sky @param {number} nsPerPx
 */
function stack({ bars, sums, present }, column, slots, sky, nsPerPx) {
  let threads = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    if (sums[slot] <= 0) continue;
    present[threads] = slot;
    threads += 1;
  }
  if (threads === 0) return;
  const begun = bars.length;
  const few = threads * FEW <= sky;
  const pxPerNs = sky / nsPerPx;
  let exact = 0;
  let drawn = 0;
  let most = present[0];
  for (let at = 0; at < threads; at += 1) {
    const slot = present[at];
    const ns = sums[slot];
    if (ns > sums[most]) most = slot;
    exact += ns * pxPerNs;
    const least = few && ns > LEAST_SHARE * nsPerPx ? 1 : 0;
    const height = Math.max(least, Math.floor(exact + 0.5) - drawn);
    if (height <= 0) continue;
    bars.push(column, slot, drawn, height);
    drawn += height;
  }
  if (drawn > sky) shrink(bars, begun, most, drawn - sky);
  // Somebody had it, however shortly: that is a pixel, not a gap.
  if (drawn === 0) bars.push(column, most, 0, 1);
}

/** Make the bar of a slot lower and let those above it down.
 *  @param {number[]} bars @param {number} begun @param {number} slot @param {number} by */
function shrink(bars, begun, slot, by) {
  let lower = 0;
  for (let at = begun; at < bars.length; at += 4) {
    bars[at + 2] -= lower;
    if (bars[at + 1] !== slot) continue;
    lower = Math.min(by, bars[at + 3] - 1);
    bars[at + 3] -= lower;
  }
}

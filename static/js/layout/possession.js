/**
 * The layout of a GIL lane: which holds are wide enough to be drawn as themselves, and for
 * all others how much of each pixel column each thread had the GIL.
 *
 * Like the layout of a thread's lane, it costs the smaller of the visible holds and the
 * pixels: where a column covers very many holds, their sums are read. A column is a stack of
 * threads, as high as the share of its time that each had the GIL; what is left is the time
 * in which nobody had it.
 */

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Possession} from "../model/possession.js" */

/** Beyond this many holds in a column, cumulative sums are cheaper than reading on. */
const MANY_HOLDS = 1024;

export class PossessionLayout {
  /** Three numbers per rectangle: index of the hold, left, right. @type {number[]} */
  rects = [];
  /** Four numbers per bar: column, slot, pixels below it, its own pixels. @type {number[]} */
  bars = [];
  /** Scratch, by slot. */
  sums = new Float64Array(0);

  /** @param {number} slots */
  reset(slots) {
    this.rects.length = 0;
    this.bars.length = 0;
    if (this.sums.length < slots) this.sums = new Float64Array(slots * 2);
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
  const untilNs = Math.min(scale.toNs, headNs);
  const wideNs = widePx * scale.nsPerPx;
  let i = Math.max(0, holds.lastStarted(scale.fromNs));
  if (i < holds.length && holds.end(i) <= scale.fromNs) i += 1;
  let freePx = 0;
  while (i < holds.length && holds.start(i) < untilNs) {
    const end = Math.min(holds.end(i), headNs);
    if (holds.end(i) - holds.start(i) >= wideNs) {
      const left = Math.max(freePx - 1, Math.round(scale.timeToPx(holds.start(i))), -widePx);
      const right = Math.min(scale.widthPx + widePx, Math.round(scale.timeToPx(end)));
      if (right > left) into.rects.push(i, left, right);
      freePx = Math.max(freePx, right);
      i += 1;
    } else {
      const t = Math.max(holds.start(i), scale.fromNs);
      const column = Math.max(freePx, Math.floor(scale.timeToPx(t)));
      if (column >= scale.widthPx) return;
      const limit = Math.min(scale.pxToTime(column + 1), untilNs);
      i = fillColumn(holds, i, scale.pxToTime(column), limit, wideNs, into.sums);
      stack(into, column, holds.slotCount, sky / scale.nsPerPx);
      freePx = column + 1;
    }
  }
}

/**
 * Sum, by slot, the time of narrow holds between `t` and `limit`.
 *
 * @param {Possession} holds @param {number} i @param {number} t @param {number} limit
 * @param {number} wideNs @param {Float64Array} sums
 * @returns {number} the first hold that is wide or goes on after `limit`
 */
function fillColumn(holds, i, t, limit, wideNs, sums) {
  sums.fill(0, 0, holds.slotCount);
  const next = holds.addNarrow(i, t, limit, wideNs, MANY_HOLDS, sums);
  if (next < i + MANY_HOLDS) return next;
  // None of those skipped can be wide: a wide hold is wider than the column.
  sums.fill(0, 0, holds.slotCount);
  holds.addBefore(limit, sums, 1);
  holds.addBefore(t, sums, -1);
  const last = holds.lastStarted(limit);
  return holds.end(last) > limit ? last : last + 1;
}

/** @param {PossessionLayout} into @param {number} column @param {number} slots
 *  @param {number} pxPerNs */
function stack({ bars, sums }, column, slots, pxPerNs) {
  let exact = 0;
  let drawn = 0;
  let most = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    if (sums[slot] <= 0) continue;
    if (sums[slot] > sums[most]) most = slot;
    exact += sums[slot] * pxPerNs;
    const height = Math.round(exact) - drawn;
    if (height <= 0) continue;
    bars.push(column, slot, drawn, height);
    drawn += height;
  }
  // Somebody had it, however shortly: that is a pixel, not a gap.
  if (drawn === 0 && sums[most] > 0) bars.push(column, most, 0, 1);
}

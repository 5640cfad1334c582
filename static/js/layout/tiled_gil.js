/** The layout of the lane of a GIL that is here as tiles: who had it how long, per pixel column. */

import { addBetween, GIL_SLOTS, HELD } from "../model/tile.js";
import { eachColumn } from "./tiled_lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {TiledPossession} from "../model/tiled_gils.js" */
/** @import {PossessionLayout} from "./possession.js" */

/**
 * @param {TiledPossession} holds @param {TimeScale} scale @param {number} headNs
 * @param {number} widePx from this width on a hold is a rectangle @param {PossessionLayout} into
 * @param {(column: number) => void} stack the sums of a column, which are in `into`
 */
export function layoutTiledGil(holds, scale, headNs, widePx, into, stack) {
  const slots = holds.slotCount;
  const untilNs = Math.min(scale.toNs, headNs);
  const columns = new Float64Array(scale.widthPx * slots);
  const level = holds.tiles.levelFor(scale.nsPerPx);
  holds.tiles.eachPiece(level, scale.fromNs, untilNs, (tile, fromNs, toNs, snapped) => {
    for (let slot = 0; slot < slots; slot += 1) {
      const sums = tile.sumsOf(holds.object, holds.laneOfSlot(slot));
      if (!sums) continue;
      eachColumn(scale, fromNs, toNs, (column, from, to) => {
        const first = tile.placeOf(from, snapped);
        const last = tile.placeOf(to, snapped);
        addBetween(sums, GIL_SLOTS, first, last, columns, column * slots + slot, HELD + 1);
      });
    }
  });
  const taken = addLong(holds, scale, untilNs, widePx, into, columns);
  for (let column = 0; column < scale.widthPx; column += 1) {
    if (taken[column]) continue;
    into.sums.set(columns.subarray(column * slots, (column + 1) * slots));
    stack(column);
  }
}

/**
 * The long holds in view: as rectangles, or as a part of columns.
 *
 * @param {TiledPossession} holds @param {TimeScale} scale @param {number} untilNs
 * @param {number} widePx @param {PossessionLayout} into @param {Float64Array} columns
 * @returns {Uint8Array} the columns that are a rectangle's
 */
function addLong(holds, scale, untilNs, widePx, into, columns) {
  const taken = new Uint8Array(scale.widthPx);
  for (let i = holds.firstAfter(scale.fromNs); i < holds.length; i += 1) {
    const start = holds.start(i);
    const end = Math.min(holds.end(i), untilNs);
    if (start >= untilNs) break;
    if (holds.end(i) - start >= widePx * scale.nsPerPx) {
      const left = Math.max(-widePx, Math.round(scale.timeToPx(start)));
      const right = Math.min(scale.widthPx + widePx, Math.round(scale.timeToPx(end)));
      into.rects.push(i, left, right);
      taken.fill(1, Math.max(0, left), Math.max(0, right));
    } else {
      eachColumn(scale, Math.max(start, scale.fromNs), end, (column, from, to) => {
        columns[column * holds.slotCount + holds.slot(i)] += to - from;
      });
    }
  }
  return taken;
}

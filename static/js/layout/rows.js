/**
 * The rows of the stage, whatever it shows: laid out by the mode of the view, and found again by
 * where they lie.
 */

import { firstAbove } from "../base/bisect.js";
import { layoutObjectRows } from "./object_rows.js";
import { layoutThreadRows } from "./thread_rows.js";

/** @import {Mode} from "../model/fragment.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Shown} from "./thread_rows.js" */

/** @typedef {import("./row_stack.js").RowKind} RowKind */
/** @typedef {import("./row_stack.js").Row} Row */
/** @typedef {import("./row_stack.js").Rows} Rows */

/** @typedef {Shown & {mode?: Mode}} Arranged what of a view says which rows there are */

/** A row layout: the rows of one mode. @typedef {(timeline: Timeline, view: Arranged,
 *  textScale: number) => Rows} RowLayout */

/** By mode; a mode without one, such as the table that covers the stage, keeps the rows of
 *  threads. @type {Partial<Record<Mode, RowLayout>>} */
const LAYOUTS = { threads: layoutThreadRows, objects: layoutObjectRows };

/**
 * @param {Timeline} timeline @param {Arranged} view
 * @param {number} [textScale] how much larger than usual the reader wants text
 * @returns {Rows}
 */
export function layoutRows(timeline, view, textScale = 1) {
  const layout = LAYOUTS[view.mode ?? "threads"] ?? layoutThreadRows;
  return layout(timeline, view, textScale);
}

/** @typedef {Row & {y: number, stays: boolean}} PlacedRow `y`: where in sight its top lies; `stays`:
 *  while others scroll */

/** What stays on top leaves at least this share of the height to what scrolls. */
const LEAST_SCROLLED = 0.5;

/**
 * The rows that stay on top while the others scroll under them: as many of the pinned ones as
 * leave room to scroll.
 *
 * @param {Rows} rows @param {number} viewHeight
 */
export function stayingRows({ rows, pinned }, viewHeight) {
  const most = viewHeight * (1 - LEAST_SCROLLED);
  const count = firstAbove(pinned, (i) => rows[i].top + rows[i].height, most);
  return { count, height: count > 0 ? rows[count - 1].top + rows[count - 1].height : 0 };
}

/**
 * The rows that can be seen, those that stay first.
 *
 * @param {Rows} all @param {number} scrollTop @param {number} viewHeight
 * @returns {PlacedRow[]}
 */
export function visibleRows(all, scrollTop, viewHeight) {
  const { rows } = all;
  const { count, height } = stayingRows(all, viewHeight);
  const first = firstAbove(rows.length, (i) => rows[i].top + rows[i].height, scrollTop + height);
  const end = firstAbove(rows.length, (i) => rows[i].top, scrollTop + viewHeight - 0.5);
  return [
    ...rows.slice(0, count).map((row) => ({ ...row, y: row.top, stays: true })),
    ...rows
      .slice(Math.max(first, count), end)
      .map((row) => ({ ...row, y: row.top - scrollTop, stays: false })),
  ];
}

/**
 * The row at a height in sight; null under the last.
 *
 * @param {Rows} all @param {number} y @param {number} [scrollTop] @param {number} [viewHeight]
 */
export function rowAt(all, y, scrollTop = 0, viewHeight = Infinity) {
  const { rows } = all;
  const top = y < stayingRows(all, viewHeight).height ? y : y + scrollTop;
  const i = firstAbove(rows.length, (at) => rows[at].top, top) - 1;
  return i >= 0 && top < rows[i].top + rows[i].height ? rows[i] : null;
}

/**
 * Where a lane is seen among all rows. One that is hidden stands below the others: there the
 * hidden ones are counted.
 *
 * @param {Rows} rows @param {number} lane
 */
export function placeOf({ rows, places, hiddenCount }, lane) {
  return places.get(lane) ?? rows.length - (hiddenCount ? 1 : 0);
}

/** The row of something; of a lane the one in which it is seen. Null when it has none.
 *  @param {Rows} all @param {RowKind} kind @param {number} id */
export function rowOf(all, kind, id) {
  const { rows } = all;
  if (kind === "lane") return rows[placeOf(all, id)] ?? null;
  return rows.find((row) => row.kind === kind && row.id === id) ?? null;
}

/**
 * How far to scroll so that a row is in sight, and not under those that stay.
 *
 * @param {Rows} all @param {Row} row @param {number} scrollTop @param {number} viewHeight
 */
export function scrollToSee(all, row, scrollTop, viewHeight) {
  const { count, height } = stayingRows(all, viewHeight);
  if (row.index < count) return scrollTop;
  if (row.top < scrollTop + height) return row.top - height;
  return Math.max(scrollTop, row.top + row.height - viewHeight);
}

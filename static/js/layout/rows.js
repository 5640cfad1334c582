/**
 * The rows of the stage, whatever it shows: laid out by the mode of the view, and found again by
 * where they lie.
 */

import { firstAbove } from "../base/bisect.js";
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
const LAYOUTS = { threads: layoutThreadRows };

/**
 * @param {Timeline} timeline @param {Arranged} view
 * @param {number} [textScale] how much larger than usual the reader wants text
 * @returns {Rows}
 */
export function layoutRows(timeline, view, textScale = 1) {
  const layout = LAYOUTS[view.mode ?? "threads"] ?? layoutThreadRows;
  return layout(timeline, view, textScale);
}

/**
 * The rows that can be seen.
 *
 * @param {Rows} rows @param {number} scrollTop @param {number} viewHeight
 */
export function visibleRows({ rows }, scrollTop, viewHeight) {
  const first = firstAbove(rows.length, (i) => rows[i].top + rows[i].height, scrollTop);
  const end = firstAbove(rows.length, (i) => rows[i].top, scrollTop + viewHeight - 0.5);
  return rows.slice(first, end);
}

/** The row at a height; null under the last. @param {Rows} rows @param {number} y */
export function rowAt({ rows }, y) {
  const i = firstAbove(rows.length, (at) => rows[at].top, y) - 1;
  return i >= 0 && y < rows[i].top + rows[i].height ? rows[i] : null;
}

/** The row of something; null when it has none. @param {Rows} rows @param {RowKind} kind
 *  @param {number} id */
export function rowOf({ rows }, kind, id) {
  return rows.find((row) => row.kind === kind && row.id === id) ?? null;
}

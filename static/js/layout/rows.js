/**
 * The rows of the stage: which lanes are shown, in what order, how high, grouped by
 * process when there are several. Above the threads of a process lies the lane of its GIL,
 * above all of them that of the processors, where anything is known of them.
 */

import { firstAbove } from "../base/bisect.js";

/** @import {Timeline} from "../model/timeline.js" */

/** @import {Extra} from "../model/fragment.js" */

/** @typedef {"lane" | "process" | "gil" | "cores"} RowKind */
/** @typedef {{kind: RowKind, id: number, top: number, height: number,
 *   number: number, index: number}} Row `id`: of the lane, the process or the sync object;
 *   `number`: place among the lanes of threads, `index`: among all rows, from 0; sizes in CSS
 *   pixels */
/** @typedef {{rows: Row[], laneCount: number, processCount: number, height: number}} Rows */

const PROCESS_HEIGHT = 24;
/** Lanes that are no thread's are slimmer, by this factor, but not too low for a label. */
const SLIM = 0.56;
const LEAST_SLIM_HEIGHT = 18;

/**
 * Lane height by the number of lanes: few lanes are generous, many still fit. In steps,
 * so that one more thread seldom moves all others.
 *
 * @param {number} count
 */
export function laneHeight(count) {
  if (count <= 8) return 46;
  if (count <= 16) return 36;
  if (count <= 32) return 28;
  return 22;
}

/** @typedef {{hidden?: ReadonlySet<number>, without?: ReadonlySet<Extra>}} Shown lanes of
 *  threads, and others, that are not shown */

/**
 * @param {Timeline} timeline @param {Shown} shown
 * @param {number} [textScale] how much larger than usual the reader wants text
 * @returns {Rows}
 */
export function layoutRows(timeline, { hidden = NONE, without = NONE }, textScale = 1) {
  const lanes = timeline.lanes.filter((lane) => !hidden.has(lane.id));
  const high = laneHeight(lanes.length);
  const slim = Math.max(LEAST_SLIM_HEIGHT, high * SLIM);
  /** @type {Record<RowKind, number>} */
  const heights = { lane: high, process: PROCESS_HEIGHT, gil: slim, cores: slim };
  const byProcess = grouped(lanes);
  /** @type {Row[]} */
  const rows = [];
  let top = 0;
  let number = 0;
  const add = (/** @type {RowKind} */ kind, /** @type {number} */ id) => {
    const height = Math.round(heights[kind] * textScale);
    rows.push({ kind, id, top, height, number, index: rows.length });
    top += height;
    if (kind === "lane") number += 1;
  };
  if (timeline.coresObject && !without.has("cores")) add("cores", timeline.coresObject);
  for (const [process, ids] of byProcess) {
    if (byProcess.size > 1) add("process", process);
    const gil = without.has("gil") ? null : timeline.gils.ofProcess(process);
    if (gil) add("gil", gil.object);
    for (const id of ids) add("lane", id);
  }
  return { rows, laneCount: number, processCount: byProcess.size, height: top };
}

/** @type {ReadonlySet<any>} */
const NONE = new Set();

/** Lanes by process, in order of appearance of the process.
 *  @param {readonly {id: number, process: number}[]} lanes */
function grouped(lanes) {
  /** @type {Map<number, number[]>} */
  const byProcess = new Map();
  for (const lane of lanes) {
    const group = byProcess.get(lane.process);
    if (group) group.push(lane.id);
    else byProcess.set(lane.process, [lane.id]);
  }
  return byProcess;
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

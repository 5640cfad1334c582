/**
 * The rows of the stage: which lanes are shown, in what order, how high, grouped by
 * process when there are several.
 */

import { firstAbove } from "../base/bisect.js";

/** @import {Timeline} from "../model/timeline.js" */

/** @typedef {{kind: "lane" | "process", id: number, top: number, height: number,
 *   number: number, index: number}} Row `number`: place among the lanes, `index`: among all
 *   rows, from 0; sizes in CSS pixels */
/** @typedef {{rows: Row[], laneCount: number, processCount: number, height: number}} Rows */

const PROCESS_HEIGHT = 24;

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

/**
 * @param {Timeline} timeline
 * @param {ReadonlySet<number>} hidden lanes not shown
 * @param {number} [textScale] how much larger than usual the reader wants text
 * @returns {Rows}
 */
export function layoutRows(timeline, hidden, textScale = 1) {
  const lanes = timeline.lanes.filter((lane) => !hidden.has(lane.id));
  const height = Math.round(laneHeight(lanes.length) * textScale);
  const processHeight = Math.round(PROCESS_HEIGHT * textScale);
  /** In order of appearance of the process. @type {Map<number, number[]>} */
  const byProcess = new Map();
  for (const lane of lanes) {
    const group = byProcess.get(lane.process);
    if (group) group.push(lane.id);
    else byProcess.set(lane.process, [lane.id]);
  }
  /** @type {Row[]} */
  const rows = [];
  let top = 0;
  let number = 0;
  for (const [process, ids] of byProcess) {
    if (byProcess.size > 1) {
      rows.push({
        kind: "process",
        id: process,
        top,
        height: processHeight,
        number,
        index: rows.length,
      });
      top += processHeight;
    }
    for (const id of ids) {
      rows.push({ kind: "lane", id, top, height, number, index: rows.length });
      top += height;
      number += 1;
    }
  }
  return { rows, laneCount: number, processCount: byProcess.size, height: top };
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

/** @param {Rows} rows @param {number} lane */
export function rowOfLane({ rows }, lane) {
  return rows.find((row) => row.kind === "lane" && row.id === lane) ?? null;
}

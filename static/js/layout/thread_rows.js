/**
 * The rows of the stage when it shows threads: which lanes are shown, in what order, how high,
 * grouped by process when there are several. Above the threads of a process lies the lane of its
 * GIL, above all of them that of the processors, where anything is known of them.
 */

import { RowStack } from "./row_stack.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Extra} from "../model/fragment.js" */
/** @import {Rows} from "./row_stack.js" */

const GROUP_HEIGHT = 24;
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

/** How high a lane is that is no thread's. @param {number} lane height of those of threads */
export function slimHeight(lane) {
  return Math.max(LEAST_SLIM_HEIGHT, lane * SLIM);
}

/** @typedef {{hidden?: ReadonlySet<number>, without?: ReadonlySet<Extra>}} Shown lanes of
 *  threads, and others, that are not shown */

/** @type {ReadonlySet<any>} */
const NONE = new Set();

/**
 * @param {Timeline} timeline @param {Shown} shown @param {number} textScale
 * @returns {Rows}
 */
export function layoutThreadRows(timeline, { hidden = NONE, without = NONE }, textScale) {
  const lanes = timeline.lanes.filter((lane) => !hidden.has(lane.id));
  const high = laneHeight(lanes.length);
  const byProcess = grouped(lanes);
  const stack = new RowStack(textScale);
  if (timeline.coresObject && !without.has("cores")) {
    stack.add("cores", timeline.coresObject, slimHeight(high));
  }
  for (const [process, members] of byProcess) {
    if (byProcess.size > 1) stack.add("group", process, GROUP_HEIGHT);
    const gil = without.has("gil") ? null : timeline.gils.ofProcess(process);
    if (gil) stack.add("gil", gil.object, slimHeight(high));
    for (const id of members) stack.add("lane", id, high);
  }
  return stack.finish({ processCount: byProcess.size });
}

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

/**
 * The rows of the stage when it shows threads: the lanes as they are arranged. On top the lane of
 * the processors and the lanes and groups that were pinned; those stay while the others scroll. Then the
 * lanes in no group, then each group under its head, or in one row when it is collapsed. The lane
 * of a GIL lies above the threads of its process, or above all where they are not together.
 */

import { arrange, asItComes } from "../model/arrangement.js";
import { RowStack } from "./row_stack.js";

/** @import {Arrangement, Group} from "../model/arrangement.js" */
/** @import {Extra} from "../model/fragment.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Rows} from "./row_stack.js" */

const GROUP_HEIGHT = 24;
/** A group's one row has a picture and two lines of words, however low its lanes would be. */
const LEAST_FOLDED_GROUP = 36;
/** As low as a name can be read. */
const FOLDED_LANE = 14;
/** The row that counts the lanes that are hidden. */
const HIDDEN_HEIGHT = 26;
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

/** @typedef {{arrangement?: Arrangement, without?: ReadonlySet<Extra>}} Shown */

/** @type {ReadonlySet<Extra>} */
const NONE = new Set();

/**
 * @param {Timeline} timeline @param {Shown} shown @param {number} textScale
 * @returns {Rows}
 */
export function layoutThreadRows(timeline, { arrangement, without = NONE }, textScale) {
  const chosen = arrangement ?? asItComes();
  const { pinned, single, groups, hidden, by } = arrange(timeline, chosen);
  const open = groups.filter(({ folded }) => !folded);
  const lanes = open.reduce((sum, group) => sum + group.lanes.length, 0);
  const high = laneHeight(pinned.length + single.length + lanes + groups.length - open.length);
  const rows = new RowStack(textScale);
  const addLane = (/** @type {number} */ id, /** @type {Group | null} */ group = null) => {
    const folded = chosen.folded.has(id);
    rows.add("lane", id, folded ? FOLDED_LANE : high, { level: group ? 2 : 1, folded, group });
  };
  const addGil = (/** @type {number} */ process, /** @type {Group | null} */ group = null) => {
    const gil = without.has("gil") ? null : timeline.gils.ofProcess(process);
    if (gil) rows.add("gil", gil.object, slimHeight(high), { level: group ? 2 : 1, group });
  };

  if (timeline.coresObject && !without.has("cores")) {
    rows.add("cores", timeline.coresObject, slimHeight(high));
  }
  const addGroup = (/** @type {Group} */ group) => {
    addHead(rows, group, high);
    if (group.folded) return;
    if (by === "process") addGil(group.process, group);
    for (const id of group.lanes) addLane(id, group);
  };
  for (const id of pinned) addLane(id);
  for (const group of groups) if (group.pinned) addGroup(group);
  const staying = rows.rows.length;
  if (by !== "process") for (const process of timeline.processes.keys()) addGil(process);
  for (const id of single) addLane(id);
  for (const group of groups) if (!group.pinned) addGroup(group);
  if (hidden) rows.add("hidden", 0, HIDDEN_HEIGHT);
  return rows.finish({ hiddenCount: hidden, pinned: staying });
}

/** @param {RowStack} rows @param {Group} group @param {number} high */
function addHead(rows, group, high) {
  const { id, folded } = group;
  const height = folded ? Math.max(high, LEAST_FOLDED_GROUP) : GROUP_HEIGHT;
  rows.add("group", id, height, { folded, group });
  if (folded) rows.seenInLast(group.lanes);
}

/**
 * An arrangement: which lanes are shown, in what order, in which groups, which of them stay on
 * top and which are collapsed. What a reader chose, and the lanes as they lie because of it.
 *
 * All of it is a function of the timeline and the choice. So a link shows what its sender saw,
 * and nothing is reordered but by choosing.
 */

import { groupingOf } from "./groupings.js";
import { collator, laneOrder, moved } from "./lane_order.js";

/** @import {Range} from "./fragment.js" */
/** @import {Grouping, GroupKey} from "./groupings.js" */
/** @import {Move, Order, Sort} from "./lane_order.js" */
/** @import {LaneRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/**
 * @typedef {{hidden: ReadonlySet<number>, pinned: ReadonlySet<number>, sort: Sort,
 *   sortedOver: Range | null, order: readonly Move[], group: Grouping | null,
 *   folded: ReadonlySet<number>, foldedGroups: ReadonlySet<number>,
 *   pinnedGroups: ReadonlySet<number>, groupOrder: readonly Move[]}} Arrangement lanes by id, groups
 *   by the id of their first lane; `sortedOver`: null for the whole run; `group`: null for
 *   processes where there are several
 */

/**
 * @typedef {{id: number, by: Grouping, process: number, name: string, told: string,
 *   all: number, lanes: number[], most: number, folded: boolean, pinned: boolean}} Group `id`: of its
 *   first lane;
 *   `all`: how many lanes it has, `lanes`: those that are shown in it, in order; `most`: how many of
 *   them lived at once, of a collapsed one; `told`: how it is known that they belong together
 */

/** @typedef {{pinned: number[], single: number[], groups: Group[], hidden: number,
 *   by: Grouping, processCount: number}} Arranged `single`: lanes that are in no group; `groups`:
 *   those pinned first, in the order they were pinned */

/** @returns {Arrangement} nothing was chosen */
export function asItComes() {
  return {
    hidden: new Set(),
    pinned: new Set(),
    sort: "start",
    sortedOver: null,
    order: [],
    group: null,
    folded: new Set(),
    foldedGroups: new Set(),
    pinnedGroups: new Set(),
    groupOrder: [],
  };
}

/** @param {Timeline} timeline @param {Arrangement} chosen @returns {Arranged} */
export function arrange(timeline, chosen) {
  const { lanes } = timeline;
  const processCount = new Set(lanes.map(({ process }) => process)).size;
  const by = chosen.group ?? (processCount > 1 ? "process" : "none");
  const order = laneOrder(timeline, chosen);
  const hidden = lanes.reduce((count, { id }) => count + (chosen.hidden.has(id) ? 1 : 0), 0);
  const shown = order.lanes.filter(({ id }) => !chosen.hidden.has(id));
  const rest = shown.filter(({ id }) => !chosen.pinned.has(id));
  const pinned = [...chosen.pinned].filter((id) => timeline.lane(id) && !chosen.hidden.has(id));
  const { keyOf, groups } = groupsOf(timeline, by, chosen);
  /** @type {number[]} */
  const single = [];
  for (const lane of rest) {
    const group = groups.get(keyOf.get(lane.id) ?? null);
    if (group) group.lanes.push(lane.id);
    else single.push(lane.id);
  }
  const filled = [...groups.values()].filter((group) => group.lanes.length > 0);
  for (const group of filled) if (group.folded) group.most = mostAtOnce(timeline, group.lanes);
  sortGroups(filled, chosen.sort, order);
  const inOrder = pinnedFirst(moved(filled, chosen.groupOrder), chosen.pinnedGroups);
  return { pinned, single, groups: inOrder, hidden, by, processCount };
}

/** @param {Group[]} groups @param {ReadonlySet<number>} pinned @returns {Group[]} */
function pinnedFirst(groups, pinned) {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const first = [...pinned].map((id) => byId.get(id)).filter((group) => group !== undefined);
  return [...first, ...groups.filter((group) => !group.pinned)];
}

/**
 * The groups that lanes are in, still empty, by key, in order of appearance.
 *
 * @param {Timeline} timeline @param {Grouping} by @param {Arrangement} chosen
 */
function groupsOf(timeline, by, chosen) {
  const grouping = groupingOf(by);
  /** @type {Map<number, GroupKey | null>} */
  const keyOf = new Map();
  /** @type {Map<GroupKey | null, LaneRow[]>} */
  const members = new Map();
  for (const lane of timeline.lanes) {
    const key = grouping.keyOf(timeline, lane);
    keyOf.set(lane.id, key);
    if (key === null) continue;
    const known = members.get(key);
    if (known) known.push(lane);
    else members.set(key, [lane]);
  }
  /** @type {Map<GroupKey | null, Group>} */
  const groups = new Map();
  for (const [key, lanes] of members) {
    if (key === null || lanes.length < grouping.least) continue;
    const [{ id, process }] = lanes;
    const { name, told } = grouping.describe(timeline, key, lanes);
    const folded = chosen.foldedGroups.has(id);
    const pinned = chosen.pinnedGroups.has(id);
    const all = lanes.length;
    groups.set(key, { id, by, process, name, told, all, lanes: [], most: 0, folded, pinned });
  }
  return { keyOf, groups };
}

/**
 * Groups stand in the order of what their lanes were sorted by, until one is moved itself; a lane
 * moved by hand takes no group along.
 *
 * @param {Group[]} groups in order of appearance @param {Sort} sort @param {Order} order
 */
function sortGroups(groups, sort, { amountOf }) {
  if (sort === "name") groups.sort((a, b) => collator.compare(a.name, b.name));
  if (!amountOf) return;
  const sums = new Map(
    groups.map((group) => [group, group.lanes.reduce((sum, id) => sum + amountOf(id), 0)]),
  );
  groups.sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0));
}

/**
 * How many of the lanes lived at once at most.
 *
 * @param {Timeline} timeline @param {readonly number[]} lanes
 */
export function mostAtOnce(timeline, lanes) {
  const rows = lanes.map((id) => timeline.lane(id)).filter((lane) => lane !== undefined);
  const begins = Float64Array.from(rows, ({ begin }) => begin).sort();
  const ends = Float64Array.from(rows, ({ end }) => end ?? Infinity).sort();
  let most = 0;
  let over = 0;
  for (let begun = 0; begun < begins.length; begun += 1) {
    while (ends[over] <= begins[begun]) over += 1;
    most = Math.max(most, begun + 1 - over);
  }
  return most;
}

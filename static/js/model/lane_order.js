/**
 * The order of lanes: as they started, by name, or by the time they were busy or blocked; then
 * those that were moved by hand, each to where it was put.
 *
 * By time means a range that was chosen with the order, not what is in view now: lanes that
 * changed places under a moving hand could not be followed. The whole of a run that goes on is
 * not known yet, so until its end that order is as they started.
 */

import { BLOCKED, RUNNING } from "./vocabulary.js";

/** @import {Arrangement} from "./arrangement.js" */
/** @import {LaneRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {"start" | "name" | "busy" | "blocked"} Sort */
/** The first is how a page opens. @type {readonly Sort[]} */
export const SORTS = ["start", "name", "busy", "blocked"];

/** Of these orders the range matters. @type {Partial<Record<Sort, number>>} */
const STATE_OF = { busy: RUNNING, blocked: BLOCKED };

/** @typedef {{lane: number, before: number}} Move a lane put before another, or a group before
 *  another, each by its id; before 0: to the end */
/** @typedef {{lanes: LaneRow[], amountOf: ((lane: number) => number) | null}} Order `amountOf`:
 *  the nanoseconds that lanes were sorted by */

/** "worker-2" comes before "worker-10". */
export const collator = new Intl.Collator("en", { numeric: true });

/** Whether an order speaks of a range of time. @param {Sort} sort */
export function isOfRange(sort) {
  return STATE_OF[sort] !== undefined;
}

/**
 * All lanes, also those not shown.
 *
 * @param {Timeline} timeline @param {Arrangement} chosen
 * @returns {Order}
 */
export function laneOrder(timeline, { sort, sortedOver, order }) {
  // Of two that start one after the other the second may be heard of first.
  const lanes = [...timeline.lanes].sort((a, b) => a.begin - b.begin);
  const amountOf = amounts(timeline, sort, sortedOver);
  if (sort === "name") lanes.sort((a, b) => collator.compare(a.name, b.name));
  if (amountOf) lanes.sort((a, b) => amountOf(b.id) - amountOf(a.id));
  return { lanes: moved(lanes, order), amountOf };
}

/**
 * @param {Timeline} timeline @param {Sort} sort @param {Arrangement["sortedOver"]} over
 * @returns {Order["amountOf"]}
 */
function amounts(timeline, sort, over) {
  const state = STATE_OF[sort];
  if (state === undefined || (timeline.live && !over)) return null;
  const { fromNs, toNs } = over ?? { fromNs: 0, toNs: timeline.durationNs };
  const ns = new Map(
    timeline.lanes.map(({ id }) => [id, timeline.shares(id, fromNs, toNs)[state]]),
  );
  return (lane) => ns.get(lane) ?? 0;
}

/** @template {{id: number}} Row @param {Row[]} rows
 *  @param {readonly Move[]} moves in the order they were made */
export function moved(rows, moves) {
  for (const { lane, before } of moves) {
    const from = rows.findIndex(({ id }) => id === lane);
    if (from < 0) continue;
    const [taken] = rows.splice(from, 1);
    const to = rows.findIndex(({ id }) => id === before);
    rows.splice(to < 0 ? rows.length : to, 0, taken);
  }
  return rows;
}

/**
 * One more move. An earlier one of the same lane says nothing any more, unless another lane was
 * put before it since.
 *
 * @param {readonly Move[]} moves @param {Move} move
 * @returns {Move[]}
 */
export function withMove(moves, move) {
  const earlier = moves.findIndex(({ lane }) => lane === move.lane);
  const needed = moves.slice(earlier + 1).some(({ before }) => before === move.lane);
  const kept = earlier >= 0 && !needed ? moves.filter((_, at) => at !== earlier) : moves;
  return [...kept, move];
}

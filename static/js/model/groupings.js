/**
 * A grouping: what lanes may have in common — a process, a pool they work for, the pattern of
 * their names — and the words for it.
 */

import { poolOf } from "./pools.js";

/** @import {LaneRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {"process" | "pool" | "name" | "none"} Grouping */
/** @typedef {number | string} GroupKey */

/** @type {readonly Grouping[]} */
export const GROUPINGS = ["process", "pool", "name", "none"];

/**
 * @typedef {{keyOf(timeline: Timeline, lane: LaneRow): GroupKey | null, least: number,
 *   describe(timeline: Timeline, key: GroupKey, lanes: LaneRow[]): {name: string, told: string}}}
 *   Way `keyOf`: null for a lane that has nothing in common with others; `least`: fewer lanes than
 *   that are no group
 */

/** @type {Readonly<Record<Grouping, Way>>} */
const WAYS = {
  process: {
    keyOf: (_, { process }) => process,
    least: 1,
    describe: (timeline, key) => ({
      name: timeline.processes.get(Number(key))?.name ?? `Process ${key}`,
      told: "threads of one process",
    }),
  },
  pool: {
    keyOf: poolOf,
    least: 1,
    describe: (timeline, key) =>
      typeof key === "number"
        ? { name: timeline.objectName(key), told: "threads that took tasks of one pool" }
        : { name: key.slice(key.indexOf(":") + 1), told: "a pool, going by the threads' names" },
  },
  name: {
    keyOf: (_, { name }) => namePattern(name),
    least: 2,
    describe: (_, key) => ({ name: String(key), told: "threads of like names" }),
  },
  none: { keyOf: () => null, least: 1, describe: () => ({ name: "", told: "" }) },
};

/** @param {Grouping} by */
export function groupingOf(by) {
  return WAYS[by];
}

/** What Python calls a thread that was given no name, with its target in brackets. */
const UNNAMED = /^Thread-\d+ \((.+)\)$/;

/**
 * A name without its numbers: "Thread-1 (worker)" and "worker-3" are both "worker".
 *
 * @param {string} name
 */
export function namePattern(name) {
  const told = UNNAMED.exec(name)?.[1] ?? name;
  return told.replace(/[-_ .:#]*\d+/g, "").trim() || name;
}

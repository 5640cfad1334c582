/**
 * Knowledge: how what the page shows is known, and what it does not know, in sentences that
 * need no other page.
 */

import { formatCount, formatCounted, formatFrequency, formatShare } from "../base/format.js";
import { pastOf } from "../model/past.js";
import { pythonText } from "../model/vocabulary.js";

/** @import {CostRow, ProcessRow} from "../model/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */

/** @typedef {{title: string, text: string}} Known */

/** @type {Readonly<Record<string, string>>} */
const GIL_WATCHED = Object.freeze({
  exact: "Every hand-over of the GIL is told by the process itself.",
  sampled:
    "Who has the GIL is seen from outside, many times a second; the edges of a hold may be a step off.",
  none: "Who has the GIL is not seen: this system, or this Python, does not let us look.",
});

/** @type {Readonly<Record<string, string>>} */
const RECORDED = Object.freeze({
  compiled: "It is recorded by the compiled recorder.",
  python:
    "It is recorded by the recorder in Python; a compiled one, which costs less, was not built.",
  clocks: "It is recorded by the recorder in Python, which alone reads the clocks of threads.",
});

/** @type {Readonly<Known>} */
const CLOCKS = Object.freeze({
  title: "Between events",
  text: "Nothing could be looked at from outside: this system does not let us. What a thread does between its events is inferred from its own processor clock, which says how long it ran, but not when, and not what it waited for.",
});

/** @param {Timeline} timeline @returns {Known[]} */
export function knowledge(timeline) {
  const { cost, processes } = timeline;
  const past = pastOf(timeline);
  return [
    {
      title: "Events",
      text: "Waits, wake-ups, what is held and when threads begin and end are recorded in the program, to the nanosecond: what they show is exact.",
    },
    ...[...processes.values()].map(ofProcess),
    ...(cost ? [between(timeline, cost), ...costs(cost)] : []),
    ...(past ? [{ title: "The past", text: past.text }] : []),
  ];
}

/** @param {ProcessRow} process @returns {Known} */
function ofProcess(process) {
  const gil = process.gil
    ? (GIL_WATCHED[process.gil_watch ?? "none"] ?? GIL_WATCHED.none)
    : "It has no GIL: its threads run at the same time.";
  const by = process.clocks ? RECORDED.clocks : (RECORDED[process.recorder ?? ""] ?? "");
  return {
    title: `${process.name || "Process"}, pid ${process.pid}`,
    text: [`${pythonText(process)}.`, gil, by].filter(Boolean).join(" "),
  };
}

/** @param {Timeline} timeline @param {CostRow} cost @returns {Known} */
function between({ processes }, cost) {
  return [...processes.values()].some(({ clocks }) => clocks) ? CLOCKS : looking(cost);
}

/** @param {CostRow} cost @returns {Known} */
function looking({ sampler_hz: lately, sampler_mean_hz: mean, sampler_share: share }) {
  const title = "Between events";
  const hz = mean || lately;
  if (!hz) {
    return {
      title,
      text: "Nothing was looked at from outside: nothing was in doubt, or this system does not let us. Each span says whether it is exact or inferred.",
    };
  }
  const took = !share ? "" : `, which took ${formatShare(share)} of one CPU`;
  return {
    title,
    text: `What a thread does between its events was looked at from outside, ${formatFrequency(hz)} times a second on average${took}. What was seen so is called sampled, what follows from the events around it inferred; both have a soft upper edge.`,
  };
}

/** @param {CostRow} cost @returns {Known[]} */
function costs(cost) {
  /** @type {Known[]} */
  const found = [];
  if (cost.ns_per_event) {
    const share =
      cost.share === undefined || !cost.program_cpu
        ? ""
        : `, together ${formatShare(cost.share)} of the program’s time`;
    const each = `${formatCount(cost.ns_per_event)}\u2009ns`;
    found.push({
      title: "Cost",
      text: `${formatCounted(cost.events, "event")} took ${each} of processor time each${share}, measured while it ran.`,
    });
  }
  if (cost.dropped) {
    found.push({
      title: "Lost",
      text: `${formatCounted(cost.dropped, "event")} came faster than they could be read and are missing; where, is marked on the lanes.`,
    });
  }
  return found;
}

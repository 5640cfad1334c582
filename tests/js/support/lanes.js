/** Lanes by their names and little else, for tests of how they are arranged. */

import { FLOW_KINDS } from "../../../static/js/model/vocabulary.js";
import { timelineOf } from "./lines.js";

/** @import {Timeline} from "../../../static/js/model/timeline.js" */

/**
 * Lanes of several processes: `{main: {MainThread: "#"}, child: {MainThread: "#"}}`.
 *
 * @param {Record<string, Record<string, string>>} processes drawings by name, by process
 * @returns {Timeline}
 */
export function processesOf(processes) {
  const all = Object.entries(processes).flatMap(([process, lanes], at) =>
    Object.entries(lanes).map(([name, drawing]) => ({ name, drawing, process, id: at + 1 })),
  );
  const timeline = timelineOf(Object.fromEntries(all.map(({ drawing }, at) => [at, drawing])));
  const [first] = timeline.processes.values();
  timeline.apply({
    type: "frame",
    now: timeline.now,
    processes: Object.keys(processes).map((name, at) => ({ ...first, id: at + 1, name })),
    lanes: timeline.lanes.map((lane, at) => ({ ...lane, name: all[at].name, process: all[at].id })),
  });
  return timeline;
}

/** A pool of that name gave the lanes a task each. @param {Timeline} timeline
 *  @param {number} object @param {string} name @param {number[]} lanes */
export function pooled(timeline, object, name, lanes) {
  timeline.apply({
    type: "frame",
    now: timeline.now,
    objects: [{ id: object, kind: "Executor", name, site: 0, process: 1 }],
    flows: {
      kind: lanes.map(() => FLOW_KINDS.indexOf("submit→run")),
      from_lane: lanes.map(() => 1),
      from: lanes.map(() => 0),
      to_lane: lanes,
      to: lanes.map(() => 0),
      object: lanes.map(() => object),
    },
  });
}

/** The run is over: what it took is known. @param {Timeline} timeline */
export function ended(timeline) {
  const { now } = timeline;
  timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: now });
  return timeline;
}

/**
 * Which pool a lane works for. Seen in what it did: a task that was submitted to a pool ran on
 * it, or it waited for work of one. Only where neither was seen yet its name tells, as Python
 * names the threads of a pool after it.
 */

import { FLOW_KINDS, OPERATIONS } from "./vocabulary.js";

/** @import {LaneRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

const SUBMIT_RUN = FLOW_KINDS.indexOf("submit→run");
const IDLE = OPERATIONS.indexOf("idle");
/** A worker takes its first task within its first few causes and spans. */
const LOOKED_AT = 32;
const NAMED_AFTER_POOL = /^(ThreadPoolExecutor-\d+)_\d+$/;

/**
 * @param {Timeline} timeline @param {LaneRow} lane
 * @returns {number | string | null} the pool's object; else its process and name, as text; null
 *   for a lane of no pool
 */
export function poolOf(timeline, lane) {
  const named = NAMED_AFTER_POOL.exec(lane.name);
  return poolSeen(timeline, lane.id) ?? (named ? `${lane.process}:${named[1]}` : null);
}

/** @param {Timeline} timeline @param {number} lane */
function poolSeen(timeline, lane) {
  const isPool = (/** @type {number} */ id) => timeline.objects.get(id)?.kind === "Executor";
  const flow = timeline
    .flowsInto(lane, -Infinity, Infinity, LOOKED_AT)
    .find(({ kind, object }) => kind === SUBMIT_RUN && isPool(object));
  if (flow) return flow.object;
  const spans = timeline.spans(lane);
  for (let i = 0; i < Math.min(LOOKED_AT, spans.length); i += 1) {
    if (spans.operation(i) === IDLE && isPool(spans.object(i))) return spans.object(i);
  }
  return null;
}

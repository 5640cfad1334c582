/** A hit on the lane of a sync object: a hold, a wait, or how high a level stood. */

import { isPool, isQueue } from "../model/object_kinds.js";
import { hitHold } from "./hit.js";
import { divide } from "./object_lane.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Steps} from "../model/steps.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {HoldHit, SharedHit} from "./hit.js" */
/** @import {SlimBox} from "./frame.js" */
/** @import {Told} from "./object_lane.js" */
/** @import {Row} from "./row_stack.js" */

/** @typedef {{kind: "wait", lane: number, index: number}} WaitHit */
/** @typedef {{kind: "level", told: Told, fromNs: number, toNs: number, mean: number, least: number,
 *   most: number}} LevelHit */
/** @typedef {HoldHit & {holds: Possession}} HeldHit */
/** @typedef {SharedHit & {holds: Possession}} HeldSharedHit */

/** A thing this far from the pointer is still meant (CSS pixels). */
const REACH_PX = 1.5;
/** Of more waits under the pointer none is meant. */
const MOST_WAITS = 64;

/**
 * @param {Timeline} timeline @param {Row} row @param {number} x @param {number} y in CSS pixels, y
 *   from the top of the row
 * @param {TimeScale} scale in CSS pixels @param {number} headNs
 * @returns {HeldHit | HeldSharedHit | WaitHit | LevelHit | null}
 */
export function hitObject(timeline, row, x, y, scale, headNs) {
  const kind = timeline.objects.get(row.id)?.kind ?? "";
  const items = isQueue(kind) ? timeline.counters(row.id) : null;
  const upper = items ?? (isPool(kind) ? timeline.queuedTasks(row.id) : null);
  const rows = upper ? [] : timeline.holdRows(row.id);
  const waiters = timeline.waiters(row.id).steps;
  const above = upper !== null || rows.length > 0;
  const parts = divide({ top: 0, height: row.height }, 1, above, waiters.most > 0);
  const middle = (parts.upper.baseline + parts.lower.top) / 2;
  const inUpper = above && (waiters.most === 0 || y < middle);
  const at = around(x, scale, headNs);
  if (!at) return null;
  if (!inUpper) {
    return waitAt(timeline, row.id, at, y, parts.lower, waiters) ?? levelAt("waiters", waiters, at);
  }
  if (upper) return levelAt(items ? "items" : "tasks", upper, at);
  const place = Math.floor(((y - parts.upper.top) / parts.upper.height) * rows.length);
  const holds = rows[Math.min(rows.length - 1, Math.max(0, place))];
  const hit = hitHold(holds, scale, x, headNs);
  return hit && { ...hit, holds };
}

/** @typedef {{ns: number, fromNs: number, toNs: number}} Around a moment and what is near it */

/** @param {number} x @param {TimeScale} scale @param {number} headNs @returns {Around | null} */
function around(x, scale, headNs) {
  const ns = scale.pxToTime(x);
  const reach = scale.nsPerPx * REACH_PX;
  if (ns < -reach || ns > headNs + reach) return null;
  return { ns, fromNs: Math.max(0, ns - reach), toNs: Math.min(headNs, ns + reach) };
}

/**
 * The wait under the pointer: they stand on each other in the order they began.
 *
 * @param {Timeline} timeline @param {number} object @param {Around} at @param {number} y
 * @param {SlimBox} box @param {Steps} steps
 * @returns {WaitHit | null}
 */
function waitAt(timeline, object, at, y, box, steps) {
  /** @type {{lane: number, index: number, startNs: number, endNs: number}[]} */
  const waits = [];
  timeline.eachWait(object, at.fromNs, at.toNs, (lane, index, startNs, endNs) => {
    waits.push({ lane, index, startNs, endNs });
    return waits.length <= MOST_WAITS;
  });
  if (waits.length === 0 || waits.length > MOST_WAITS) return null;
  waits.sort((a, b) => a.startNs - b.startNs);
  const now = waits.filter(({ startNs, endNs }) => startNs <= at.ns && at.ns < endNs);
  const place = Math.floor(((box.baseline - y) / box.sky) * Math.max(1, steps.most));
  // Beside them all, or between several too narrow to tell apart, none is meant.
  const meant = now.length ? now[place] : waits.length <= 2 ? waits[0] : undefined;
  return meant ? { kind: "wait", lane: meant.lane, index: meant.index } : null;
}

/** @param {Told} told @param {Steps} steps @param {Around} at @returns {LevelHit | null} */
function levelAt(told, steps, { fromNs, toNs }) {
  const over = steps.over(fromNs, toNs);
  if (!over) return null;
  const { mean, least, most } = over;
  return { kind: "level", told, fromNs, toNs, mean, least, most };
}

/** A hit on the lane of a sync object: a hold, a wait, or how high a level stood. */

import { hitHold } from "./hit.js";
import { hasRows } from "./object_lane.js";
import { isWaiting, partsOf, placeParts } from "./object_parts.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {HoldHit, SharedHit} from "./hit.js" */
/** @import {SlimBox} from "./frame.js" */
/** @import {Part, Told} from "./object_parts.js" */
/** @import {Row} from "./row_stack.js" */

/** @typedef {{kind: "wait", lane: number, index: number}} WaitHit */
/** @typedef {{kind: "level", told: Told, operation: number, fromNs: number, toNs: number,
 *   mean: number, least: number, most: number}} LevelHit `operation`: of those who wait, -1 for any */
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
  const parts = partsOf(timeline, row.id);
  const boxes = placeParts(parts, { top: 0, height: row.height }, 1);
  const at = around(x, scale, headNs);
  // The air between two parts belongs to both, half and half.
  const beyond = boxes.findIndex(({ top }, i) => i > 0 && y < (boxes[i - 1].baseline + top) / 2);
  const place = (beyond < 0 ? boxes.length : beyond) - 1;
  if (!at || place < 0) return null;
  const part = parts[place];
  const box = boxes[place];
  if (!hasRows(part, box, 1)) {
    const wait = isWaiting(part.told) ? waitAt(timeline, row.id, at, y, box, part) : null;
    return wait ?? levelAt(part, at);
  }
  const { rows } = part;
  const down = Math.floor(((y - box.top) / box.height) * rows.length);
  const holds = rows[Math.min(rows.length - 1, Math.max(0, down))];
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
 * @param {SlimBox} box @param {Part} part
 * @returns {WaitHit | null}
 */
function waitAt(timeline, object, at, y, box, { steps, operation }) {
  /** @type {{lane: number, index: number, startNs: number, endNs: number}[]} */
  const waits = [];
  timeline.eachWait(object, at.fromNs, at.toNs, (lane, index, startNs, endNs) => {
    if (operation >= 0 && timeline.spans(lane).operation(index) !== operation) return;
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

/** @param {Part} part @param {Around} at @returns {LevelHit | null} */
function levelAt({ told, operation, steps }, { fromNs, toNs }) {
  const over = steps.over(fromNs, toNs);
  if (!over) return null;
  const { mean, least, most } = over;
  return { kind: "level", told, operation, fromNs, toNs, mean, least, most };
}

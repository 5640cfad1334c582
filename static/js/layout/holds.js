/**
 * Hold lines: under the spans of a lane, what the lane holds, and where others wait for it.
 *
 * A hold that somebody waits for is what a reader looks for, so its contended parts are
 * told apart: those times of the hold in which at least one other lane is blocked on it.
 */

import { firstAbove } from "../base/bisect.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Hold} from "../model/holds.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Frame} from "./frame.js" */

/** @typedef {{fromNs: number, toNs: number}} Part */
/** @typedef {{left: number, right: number}} Stretch in device pixels */
/** @typedef {{object: number, left: number, right: number, level: number,
 *   contended: Stretch[]}} HoldLine */

/** Beyond this many in view holds are narrower than can be told apart. */
const MOST_HOLDS = 2500;
const LEVELS = 2;

/**
 * When anybody was blocked on the object, in order, not overlapping. A lane that waits
 * for what it holds itself (a Lock acquired twice) keeps no other waiting.
 *
 * @param {Timeline} timeline @param {number} object @param {number} fromNs
 * @param {number} toNs @param {Hold[]} holds of the object that are in view
 * @returns {Part[]}
 */
export function contention(timeline, object, fromNs, toNs, holds) {
  const ofLane = grouped(holds, (hold) => hold.lane);
  /** @type {Part[]} */
  const parts = [];
  timeline.eachWait(object, fromNs, toNs, (lane, _, startNs, endNs) => {
    const own = ofLane.get(lane);
    if (own?.some((hold) => hold.startNs <= startNs && hold.endNs >= endNs)) return;
    const last = parts[parts.length - 1];
    // Closed waits come in order of start; an open one comes last and may begin before.
    if (last && startNs <= last.toNs && startNs >= last.fromNs) {
      last.toNs = Math.max(last.toNs, endNs);
    } else parts.push({ fromNs: startNs, toNs: endNs });
  });
  return joined(parts);
}

/**
 * @param {Hold[]} holds @param {(hold: Hold) => number} keyOf
 * @returns {Map<number, Hold[]>}
 */
function grouped(holds, keyOf) {
  /** @type {Map<number, Hold[]>} */
  const groups = new Map();
  for (const hold of holds) {
    const known = groups.get(keyOf(hold));
    if (known) known.push(hold);
    else groups.set(keyOf(hold), [hold]);
  }
  return groups;
}

/** @param {Part[]} parts */
function joined(parts) {
  parts.sort((a, b) => a.fromNs - b.fromNs);
  /** @type {Part[]} */
  const result = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (last && part.fromNs <= last.toNs) last.toNs = Math.max(last.toNs, part.toNs);
    else result.push(part);
  }
  return result;
}

/**
 * @param {Frame} frame
 * @returns {Map<number, HoldLine[]>} by lane; none at all when there are too many: a lane
 *   without lines beside lanes with them would look as if it held nothing
 */
export function layoutHolds(frame) {
  const { timeline, scale, headNs, lanes } = frame;
  const until = Math.min(scale.toNs, headNs);
  /** @type {Map<number, Hold[]>} */
  const byLane = new Map();
  let left = MOST_HOLDS;
  // Counted before they are looked at: far out there are very many.
  const begun = lanes.reduce(
    (sum, { id }) => sum + timeline.holdsBegun(id, scale.fromNs, until),
    0,
  );
  if (begun >= MOST_HOLDS) return new Map();
  for (const { id } of lanes) {
    const holds = timeline.holdsOfLane(id, scale.fromNs, until, left);
    left -= holds.length;
    if (left <= 0) return new Map();
    byLane.set(id, holds);
  }
  const byObject = grouped([...byLane.values()].flat(), (hold) => hold.object);
  /** @type {Map<number, Part[]>} */
  const waited = new Map();
  for (const [object, holds] of byObject) {
    waited.set(object, contention(timeline, object, scale.fromNs, until, holds));
  }
  return new Map([...byLane].map(([lane, holds]) => [lane, linesOf(frame, holds, waited)]));
}

/**
 * @param {Frame} frame @param {Hold[]} holds of one lane, in order of start
 * @param {Map<number, Part[]>} waited by object
 */
function linesOf({ scale, headNs }, holds, waited) {
  /** Right edge of the last line of each level. */
  const reach = new Array(LEVELS).fill(-Infinity);
  /** @type {HoldLine[]} */
  const lines = [];
  for (const hold of holds) {
    const left = Math.max(-1, Math.round(scale.timeToPx(hold.startNs)));
    const right = Math.round(scale.timeToPx(Math.min(hold.endNs, headNs)));
    const level = Math.max(
      0,
      reach.findIndex((edge) => left >= edge),
    );
    reach[level] = Math.max(reach[level], right);
    const contended = within(waited.get(hold.object) ?? [], hold, scale, headNs);
    // Too short to be seen, and nobody was kept waiting by it.
    if (right - left < 1 && contended.length === 0) continue;
    lines.push({ object: hold.object, left, right: Math.max(right, left + 1), level, contended });
  }
  return lines;
}

/** @param {Part[]} parts in order @param {Hold} hold @param {TimeScale} scale @param {number} headNs */
function within(parts, hold, scale, headNs) {
  const until = Math.min(hold.endNs, headNs);
  /** @type {Stretch[]} */
  const stretches = [];
  // The first that ends in the hold or after it.
  const first = firstAbove(parts.length, (i) => parts[i].toNs, hold.startNs);
  for (let i = first; i < parts.length && parts[i].fromNs < until; i += 1) {
    const part = parts[i];
    const from = Math.max(part.fromNs, hold.startNs);
    const to = Math.min(part.toNs, until);
    const left = Math.round(scale.timeToPx(from));
    stretches.push({ left, right: Math.max(left + 1, Math.round(scale.timeToPx(to))) });
  }
  return stretches;
}

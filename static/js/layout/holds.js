/**
 * Hold lines: under the spans of a lane, what the lane holds, and where others wait for it.
 *
 * A hold that somebody waits for is what a reader looks for, so its contended parts are
 * told apart: those times of the hold in which at least one other lane is blocked on it.
 */

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Hold} from "../model/holds.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Frame, LaneFrame} from "./frame.js" */

/** @typedef {{left: number, right: number}} Stretch in device pixels */
/** @typedef {{object: number, left: number, right: number, level: number,
 *   contended: Stretch[]}} HoldLine */

/** Beyond this many in view a lane's holds are narrower than can be told apart. */
const MOST_HOLDS = 300;
const MOST_WAITS = 200;
const LEVELS = 2;

/**
 * When others were blocked on what is held, within the hold.
 *
 * @param {Timeline} timeline @param {Hold} hold @param {number} fromNs @param {number} toNs
 * @returns {{fromNs: number, toNs: number}[]} in order, not overlapping
 */
export function contendedParts(timeline, hold, fromNs, toNs) {
  const from = Math.max(fromNs, hold.startNs);
  const to = Math.min(toNs, hold.endNs);
  if (to <= from) return [];
  /** @type {{fromNs: number, toNs: number}[]} */
  const parts = [];
  for (const { lane, index } of timeline.waits(hold.object, from, to, MOST_WAITS)) {
    if (lane === hold.lane) continue;
    const spans = timeline.spans(lane);
    const start = Math.max(from, spans.start(index));
    const end = Math.min(to, spans.end(index));
    if (end > start) parts.push({ fromNs: start, toNs: end });
  }
  parts.sort((a, b) => a.fromNs - b.fromNs);
  return joined(parts);
}

/** @param {{fromNs: number, toNs: number}[]} parts in order of their start */
function joined(parts) {
  /** @type {typeof parts} */
  const result = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (last && part.fromNs <= last.toNs) last.toNs = Math.max(last.toNs, part.toNs);
    else result.push({ ...part });
  }
  return result;
}

/**
 * @param {Frame} frame @param {LaneFrame} lane
 * @returns {HoldLine[]} empty when there are too many to be told apart
 */
export function layoutHolds(frame, lane) {
  const { timeline, scale, headNs } = frame;
  const until = Math.min(scale.toNs, headNs);
  const holds = timeline.holdsOfLane(lane.id, scale.fromNs, until, MOST_HOLDS);
  if (holds.length === MOST_HOLDS) return [];
  /** Right edge of the last line of each level. */
  const reach = new Array(LEVELS).fill(-Infinity);
  /** @type {HoldLine[]} */
  const lines = [];
  for (const hold of holds) {
    const left = Math.max(-1, Math.round(scale.timeToPx(hold.startNs)));
    const right = Math.round(scale.timeToPx(Math.min(hold.endNs, headNs)));
    const level = Math.max(0, reach.findIndex((edge) => left >= edge));
    reach[level] = Math.max(reach[level], right);
    const contended = contendedParts(timeline, hold, scale.fromNs, until).map((part) =>
      stretch(scale, part),
    );
    // Too short to be seen, and nobody was kept waiting by it.
    if (right - left < 1 && contended.length === 0) continue;
    lines.push({ object: hold.object, left, right: Math.max(right, left + 1), level, contended });
  }
  return lines;
}

/** @param {TimeScale} scale @param {{fromNs: number, toNs: number}} part */
function stretch(scale, part) {
  const left = Math.round(scale.timeToPx(part.fromNs));
  return { left, right: Math.max(left + 1, Math.round(scale.timeToPx(part.toNs))) };
}

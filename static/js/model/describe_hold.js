/**
 * A description of a hold of the GIL: the one place for the words that panel, tooltip and
 * screen reader say about it, and who had it and who wanted it meanwhile.
 */

import { formatCount, formatDuration, formatTime } from "../base/format.js";
import { certaintyLabel } from "./vocabulary.js";

/** @import {HandOver} from "./handovers.js" */
/** @import {Possession} from "./possession.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, name: string, ns: number}} Wanter */

/** @typedef {{object: number, index: number, count: number, lane: number, laneName: string,
 *   startNs: number, endNs: number, durationNs: number, open: boolean, certainty: number,
 *   certaintyName: string, takenFrom: HandOver | null, handedTo: HandOver | null,
 *   giver: string, taker: string, wanters: Wanter[], before: string | null, after: string | null, sentence: string,
 *   announcement: string}} HoldDescription */

const NAMES_SHOWN = 3;
/** A wait of so many holds is not looked through to its end while the pointer moves. */
const MOST_LOOKED_AT = 10_000;

/**
 * The lanes that had the GIL while this one wanted it, the longest first.
 *
 * @param {Timeline} timeline @param {number} lane @param {number} fromNs @param {number} toNs
 */
export function hadMeanwhile(timeline, lane, fromNs, toNs) {
  const possession = timeline.gilOfLane(lane);
  if (!possession) return [];
  const since = firstHad(possession, fromNs, toNs);
  const shares = possession.shares(fromNs, toNs);
  return Array.from(shares, (ns, slot) => ({ lane: possession.laneOfSlot(slot), ns }))
    .filter((each) => each.ns > 0 && each.lane !== lane)
    .sort((a, b) => b.ns - a.ns)
    .map((each) => ({
      lane: each.lane,
      name: timeline.laneName(each.lane),
      sinceNs: since.get(each.lane) ?? fromNs,
    }));
}

/** When each lane first had it in the range. @param {Possession} possession
 *  @param {number} fromNs @param {number} toNs */
function firstHad(possession, fromNs, toNs) {
  /** @type {Map<number, number>} */
  const since = new Map();
  let i = Math.max(0, possession.lastStarted(fromNs));
  const beyond = Math.min(possession.length, i + MOST_LOOKED_AT);
  for (; i < beyond && since.size < possession.slotCount; i += 1) {
    if (possession.start(i) >= toNs) break;
    const lane = possession.lane(i);
    if (possession.end(i) > fromNs && !since.has(lane)) {
      since.set(lane, Math.max(fromNs, possession.start(i)));
    }
  }
  return since;
}

/**
 * The lanes of a process that wanted its GIL between two times, the longest first.
 *
 * @param {Timeline} timeline @param {number} process @param {number} fromNs @param {number} toNs
 * @returns {Wanter[]}
 */
export function wanters(timeline, process, fromNs, toNs) {
  return timeline.lanes
    .filter((lane) => lane.process === process)
    .map(({ id, name }) => ({ lane: id, name, ns: timeline.spans(id).lacked(fromNs, toNs).gil }))
    .filter(({ ns }) => ns > 0)
    .sort((a, b) => b.ns - a.ns);
}

/** "left", "left and right", "left, right and 4 others". @param {string[]} names */
export function listed(names) {
  if (names.length <= 1) return names.join("");
  const shown = names.length > NAMES_SHOWN + 1 ? names.slice(0, NAMES_SHOWN) : names.slice(0, -1);
  const rest = names.length - shown.length;
  return `${shown.join(", ")} and ${rest === 1 ? names[names.length - 1] : `${rest} others`}`;
}

/** @param {Timeline} timeline @param {Possession} possession @param {number} index */
function neighbour(timeline, possession, index) {
  if (index < 0 || index >= possession.length) return null;
  const ns = possession.end(index) - possession.start(index);
  return `${timeline.laneName(possession.lane(index))} ${formatDuration(ns)}`;
}

/**
 * @param {Timeline} timeline @param {number} object @param {number} index
 * @returns {HoldDescription | null}
 */
export function describeHold(timeline, object, index) {
  const possession = timeline.gils.of(object);
  if (!possession || index < 0 || index >= possession.length) return null;
  const startNs = possession.start(index);
  const endNs = possession.end(index);
  const lane = possession.lane(index);
  const laneName = timeline.laneName(lane);
  const waiting = wanters(timeline, possession.process, startNs, endNs);
  const takenFrom = possession.handOvers.into(lane, startNs);
  const handedTo = possession.isOpen(index) ? null : possession.handOvers.outOf(lane, endNs);
  const had = `${laneName} ${possession.isOpen(index) ? "has" : "had"} the GIL`;
  const meanwhile = waiting.length
    ? `${listed(waiting.map(({ name }) => name))} wanted it meanwhile`
    : "nobody else wanted it meanwhile";
  const place = `hold ${formatCount(index + 1)} of ${formatCount(possession.length)}`;
  return {
    object,
    index,
    count: possession.length,
    lane,
    laneName,
    startNs,
    endNs,
    durationNs: endNs - startNs,
    open: possession.isOpen(index),
    certainty: possession.certainty(index),
    certaintyName: certaintyLabel(possession.certainty(index)),
    takenFrom,
    handedTo,
    giver: takenFrom ? timeline.laneName(takenFrom.fromLane) : "",
    taker: handedTo ? timeline.laneName(handedTo.toLane) : "",
    wanters: waiting,
    before: neighbour(timeline, possession, index - 1),
    after: neighbour(timeline, possession, index + 1),
    sentence: `${had}; ${meanwhile}`,
    announcement: `${had} for ${formatDuration(endNs - startNs)}, at ${formatTime(startNs, 6)}; ${meanwhile}; ${place}`,
  };
}

/**
 * A description of a hold — of the GIL, a lock, a semaphore's permit — or of a task that a worker
 * of a pool was busy with: the one place for the words that panel, tooltip and screen reader say
 * about it, and who wanted it meanwhile.
 */

import { formatCount, formatDuration, formatTime } from "../base/format.js";
import { isPool } from "./object_kinds.js";
import { taskName } from "./pool_work.js";
import { certaintyLabel, FLOW_KINDS } from "./vocabulary.js";

/** @import {HandOver} from "./handovers.js" */
/** @import {HoldSequence} from "./hold_sequence.js" */
/** @import {Possession} from "./possession.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, name: string, ns: number}} Wanter */

/** A hold sequence, or the possession of a GIL: both are read alike.
 *  @typedef {Possession | HoldSequence} HoldsInOrder */

/** @typedef {{object: number, thing: string, had: string, site: number, index: number,
 *   count: number, lane: number, laneName: string,
 *   startNs: number, endNs: number, durationNs: number, open: boolean, certainty: number,
 *   certaintyName: string, takenFrom: HandOver | null, handedTo: HandOver | null,
 *   giver: string, taker: string, received: string, isTask: boolean, wanters: Wanter[], before: string | null, after: string | null, sentence: string,
 *   announcement: string}} HoldDescription `thing`: "GIL", "balance_lock"; `had`: "had the GIL";
 *   `takenFrom`, `handedTo`: null where nobody had waited for it; of a task
 *   `takenFrom` is its way from who submitted it; `received`: the same in words, "" for none */

const RELEASE = FLOW_KINDS.indexOf("release→acquire");
const SUBMIT = FLOW_KINDS.indexOf("submit→run");

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

/**
 * The lanes blocked on a sync object between two times, the longest first; never the one that had
 * it, for who waits for what it holds keeps no other from it.
 *
 * @param {Timeline} timeline @param {number} object @param {number} lane that had it
 * @param {number} fromNs @param {number} toNs
 * @returns {Wanter[]}
 */
export function waitersDuring(timeline, object, lane, fromNs, toNs) {
  /** @type {Map<number, number>} */
  const waited = new Map();
  let visited = 0;
  timeline.eachWait(object, fromNs, toNs, (waiter, _index, startNs, endNs) => {
    const ns = Math.min(endNs, toNs) - Math.max(startNs, fromNs);
    if (ns > 0 && waiter !== lane) waited.set(waiter, (waited.get(waiter) ?? 0) + ns);
    visited += 1;
    return visited < MOST_LOOKED_AT;
  });
  return [...waited]
    .map(([id, ns]) => ({ lane: id, name: timeline.laneName(id), ns }))
    .sort((a, b) => b.ns - a.ns);
}

/** @param {Timeline} timeline @param {HoldsInOrder} holds @param {number} index */
function neighbour(timeline, holds, index) {
  if (index < 0 || index >= holds.length) return null;
  const ns = holds.end(index) - holds.start(index);
  return `${timeline.laneName(holds.lane(index))} ${formatDuration(ns)}`;
}

/**
 * @param {Timeline} timeline @param {number} object @param {number} index in the order of holds
 * @returns {HoldDescription | null}
 */
export function describeHold(timeline, object, index) {
  const holds = timeline.holdsInOrder(object);
  if (!holds || index < 0 || index >= holds.length) return null;
  const startNs = holds.start(index);
  const endNs = holds.end(index);
  const open = holds.isOpen(index);
  const lane = holds.lane(index);
  const laneName = timeline.laneName(lane);
  const { takenFrom, handedTo, ...words } = passedOn(timeline, holds, index);
  const had = `${open ? words.has : words.did} ${words.the}`;
  const received = receivedText(timeline, words, takenFrom);
  const meanwhile = words.isTask ? "" : meanwhileText(words);
  const place = `${words.isTask ? "task" : "hold"} ${formatCount(index + 1)} of ${formatCount(holds.length)}`;
  // The lane of a GIL is all hand-overs: there each being said would drown the rest.
  const rest = [meanwhile, words.thing === "GIL" ? "" : received, place].filter(Boolean).join("; ");
  return {
    object,
    thing: words.thing,
    had,
    site: "site" in holds ? holds.site(index) : 0,
    index,
    count: holds.length,
    lane,
    laneName,
    startNs,
    endNs,
    durationNs: endNs - startNs,
    open,
    certainty: holds.certainty(index),
    certaintyName: certaintyLabel(holds.certainty(index)),
    takenFrom,
    handedTo: open ? null : handedTo,
    giver: takenFrom ? timeline.laneName(takenFrom.fromLane) : "",
    taker: handedTo ? timeline.laneName(handedTo.toLane) : "",
    wanters: words.wanters,
    before: neighbour(timeline, holds, index - 1),
    after: neighbour(timeline, holds, index + 1),
    received,
    isTask: words.isTask,
    sentence: words.isTask ? `${laneName} ${had}` : `${laneName} ${had}; ${meanwhile}`,
    announcement: `${announced(laneName, words, open)} ${formatDuration(endNs - startNs)}, at ${formatTime(startNs, 6)}; ${rest}`,
  };
}

/** @param {Omit<Passed, "takenFrom" | "handedTo">} words */
function meanwhileText({ wanters, wanted }) {
  const who = wanters.length ? listed(wanters.map(({ name }) => name)) : "nobody else";
  return `${who} ${wanted} it meanwhile`;
}

/** @param {Timeline} timeline @param {{isTask: boolean}} words @param {HandOver | null} from */
function receivedText(timeline, { isTask }, from) {
  if (!from) return "";
  const giver = timeline.laneName(from.fromLane);
  const took = formatDuration(from.toNs - from.fromNs);
  return isTask ? `submitted by ${giver} ${took} before` : `handed over by ${giver} in ${took}`;
}

/** @typedef {{thing: string, the: string, has: string, did: string, wanted: string, isTask: boolean,
 *   wanters: Wanter[], takenFrom: HandOver | null, handedTo: HandOver | null}} Passed */

/** Of a GIL the thread comes first, of anything else the object: on its lane one looks for who
 *  had it. @param {string} laneName @param {Passed | Omit<Passed, "takenFrom" | "handedTo">} words
 *  @param {boolean} open */
function announced(laneName, { thing, the, has, did, isTask }, open) {
  if (thing === "GIL" || isTask) return `${laneName} ${open ? has : did} ${the} for`;
  return `${thing}, held by ${laneName},`;
}

/**
 * From whom a hold came, who wanted it, to whom it went, and the words for all that.
 *
 * @param {Timeline} timeline @param {HoldsInOrder} holds @param {number} index
 * @returns {Passed}
 */
function passedOn(timeline, holds, index) {
  const { object } = holds;
  const lane = holds.lane(index);
  const start = holds.start(index);
  const end = holds.end(index);
  if ("handOvers" in holds) {
    return {
      thing: "GIL",
      the: "the GIL",
      has: "has",
      did: "had",
      wanted: "wanted",
      isTask: false,
      wanters: wanters(timeline, holds.process, start, end),
      takenFrom: holds.handOvers.into(lane, start),
      handedTo: holds.handOvers.outOf(lane, end),
    };
  }
  const isTask = isPool(timeline.objects.get(object)?.kind ?? "");
  const isOurs = (/** @type {{object: number, kind: number}} */ flow) =>
    flow.object === object && flow.kind === (isTask ? SUBMIT : RELEASE);
  const name = timeline.objectName(object);
  const takenFrom = timeline.flowsInto(lane, start, start).find(isOurs) ?? null;
  if (isTask) {
    const task = taskName(timeline, lane, start);
    const the = `${task ? `${task}, ` : ""}a task of ${name}`;
    const words = { thing: name, the, has: "runs", did: "ran", wanted: "", isTask };
    return { ...words, wanters: [], takenFrom, handedTo: null };
  }
  return {
    thing: name,
    the: name,
    has: "holds",
    did: "held",
    wanted: "waited for",
    isTask,
    wanters: waitersDuring(timeline, object, lane, start, end),
    takenFrom,
    handedTo: timeline.flowsFrom(lane, end, end).find(isOurs) ?? null,
  };
}

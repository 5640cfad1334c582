/**
 * A description of a span: the one place for the words that panel, tooltip and
 * screen reader say about it.
 */

import { formatCount, formatDuration, formatTime } from "../base/format.js";
import { hadMeanwhile } from "./describe_hold.js";
import {
  BLOCKED,
  certaintyLabel,
  IO,
  ioPhrase,
  kindNoun,
  OPERATIONS,
  RUNNABLE,
  RUNNING,
  runnableLabel,
  SLEEPING,
  STATES,
  stateLabel,
  waitPhrase,
} from "./vocabulary.js";

/** @import {Timeline} from "./timeline.js" */

/** @typedef {{lane: number, name: string, sinceNs: number}} Holder `sinceNs`: of the GIL, the
 *  first moment of the wait at which it had it */

/** @typedef {{lane: number, index: number, count: number, laneName: string, state: number,
 *   stateName: string, stateText: string, operation: string, what: string, sentence: string, name: string, startNs: number,
 *   endNs: number, durationNs: number, open: boolean, certainty: number, certaintyName: string,
 *   object: number, objectName: string, objectKind: string, holders: Holder[], site: number,
 *   siteText: string, functionName: string, before: string | null, after: string | null,
 *   announcement: string}} Description */

/** @param {Timeline} timeline @param {number} lane */
function hasGil(timeline, lane) {
  const process = timeline.processes.get(timeline.lane(lane)?.process ?? 0);
  return process?.gil ?? true;
}

/**
 * What the lane does in this span, without who is to blame: "Waiting for lock balance_lock".
 *
 * @param {Timeline} timeline @param {number} lane @param {number} index
 */
export function whatOf(timeline, lane, index) {
  const spans = timeline.spans(lane);
  const state = spans.state(index);
  const object = timeline.objects.get(spans.object(index));
  const functionName = timeline.sites.get(spans.site(index))?.function ?? "";
  const operation = OPERATIONS[spans.operation(index)] ?? "none";
  if (state === RUNNABLE) return runnableLabel(operation, hasGil(timeline, lane));
  if (state === IO) {
    return ioPhrase(operation, object?.kind ?? "", timeline.objectName(object?.id ?? 0));
  }
  if (state === BLOCKED && object) {
    const name = timeline.objectName(object.id);
    // "Lock at bank.py:3" already says what it is.
    const noun = object.name ? kindNoun(object.kind) : "";
    return `Waiting for ${waitPhrase(operation, noun, name).replace(/ {2,}/g, " ").trim()}`;
  }
  if (state === RUNNING && functionName) return `Running ${functionName}`;
  return stateLabel(state);
}

/** What is done to an object other than taking it, before its name on a span.
 *  @type {Readonly<Record<string, string>>} */
const VERBS = Object.freeze({
  wait: "wait",
  join: "join",
  get: "get",
  put: "put",
  result: "result of",
  enter: "enter",
  idle: "idle in",
  shutdown: "shut down",
  start: "start",
  send: "send",
  receive: "receive",
  read: "read",
  write: "write",
  connect: "connect",
  accept: "accept",
  poll: "poll",
  resolve: "look up",
  process: "process",
});

/**
 * The short name drawn on the span: a function, an object, "GIL".
 *
 * @param {Timeline} timeline @param {number} lane @param {number} index
 */
export function nameOf(timeline, lane, index) {
  const spans = timeline.spans(lane);
  const state = spans.state(index);
  if (state === RUNNING) return timeline.sites.get(spans.site(index))?.function ?? "running";
  const operation = OPERATIONS[spans.operation(index)];
  if (state === RUNNABLE) {
    if (operation === "gil") return "GIL";
    return operation === "cpu" || !hasGil(timeline, lane) ? "CPU" : "ready";
  }
  if (state === BLOCKED || state === IO) {
    const object = timeline.objectName(spans.object(index));
    const otherwise = state === IO ? "I/O" : "blocked";
    return [VERBS[operation], object].filter(Boolean).join(" ") || otherwise;
  }
  return state === SLEEPING ? "sleep" : "finished";
}

/**
 * Who held, during the span, what it waits for; the span's own lane is never to blame. Of
 * the GIL, those that had it meanwhile, the longest first.
 *
 * @param {Timeline} timeline @param {number} lane @param {number} index
 * @returns {Holder[]}
 */
export function holdersOf(timeline, lane, index) {
  const spans = timeline.spans(lane);
  const object = spans.object(index);
  const start = spans.start(index);
  if (spans.state(index) === RUNNABLE && OPERATIONS[spans.operation(index)] === "gil") {
    return hadMeanwhile(timeline, lane, start, spans.end(index));
  }
  if (spans.state(index) !== BLOCKED || object === 0) return [];
  const isOther = (/** @type {{lane: number}} */ hold) => hold.lane !== lane;
  const atStart = timeline
    .holdsOfObject(object, start, start)
    .filter((hold) => isOther(hold) && hold.endNs > start);
  // Nobody held it as the wait began: then whoever took it first was quicker.
  const blamed = atStart.length
    ? atStart
    : timeline.holdsOfObject(object, start, spans.end(index), 2).filter(isOther).slice(0, 1);
  return blamed.map((hold) => ({
    lane: hold.lane,
    name: timeline.laneName(hold.lane),
    sinceNs: hold.startNs,
  }));
}

/** More names than these are a crowd. */
const NAMES_SHOWN = 3;

/** "held by left", "which left and 4 others had". @param {Holder[]} holders @param {number} state */
function blameOf(holders, state) {
  const names = holders.map((holder) => holder.name);
  if (state !== RUNNABLE) return `held by ${names.join(", ")}`;
  const others = names.length - NAMES_SHOWN;
  if (others <= 1) return `which ${names.join(", ")} had`;
  return `which ${names.slice(0, NAMES_SHOWN).join(", ")} and ${others} others had`;
}

/** What came right before or after a span; null where that is not here.
 *  @param {Timeline} timeline @param {number} lane @param {number} index @param {1 | -1} step */
function neighbour(timeline, lane, index, step) {
  const spans = timeline.spans(lane);
  const earlier = Math.min(index, index - step);
  if (index < 0 || index >= spans.length || spans.end(earlier) !== spans.start(earlier + 1)) {
    return null;
  }
  return `${whatOf(timeline, lane, index)} ${formatDuration(spans.end(index) - spans.start(index))}`;
}

/**
 * @param {Timeline} timeline @param {number} lane @param {number} index
 * @returns {Description | null}
 */
export function describe(timeline, lane, index) {
  const spans = timeline.spans(lane);
  if (index < 0 || index >= spans.length) return null;
  const startNs = spans.start(index);
  const endNs = spans.end(index);
  const state = spans.state(index);
  const object = timeline.objects.get(spans.object(index));
  const site = timeline.sites.get(spans.site(index));
  const what = whatOf(timeline, lane, index);
  const holders = holdersOf(timeline, lane, index);
  const blame = holders.length ? `, ${blameOf(holders, state)}` : "";
  // Of a part of the run the number would be another part's.
  const place = timeline.part
    ? ""
    : `, span ${formatCount(index + 1)} of ${formatCount(spans.length)}`;
  return {
    lane,
    index,
    count: spans.length,
    laneName: timeline.laneName(lane),
    state,
    stateName: STATES[state],
    stateText: state === RUNNABLE ? what : stateLabel(state),
    operation: OPERATIONS[spans.operation(index)] ?? "none",
    what,
    sentence: `${what}${blame}`,
    name: nameOf(timeline, lane, index),
    startNs,
    endNs,
    durationNs: endNs - startNs,
    open: spans.isOpen(index),
    certainty: spans.certainty(index),
    certaintyName: certaintyLabel(spans.certainty(index)),
    object: object?.id ?? 0,
    objectName: object ? timeline.objectName(object.id) : "",
    objectKind: object?.kind ?? "",
    holders,
    site: site?.id ?? 0,
    siteText: timeline.siteText(site?.id ?? 0),
    functionName: site?.function ?? "",
    before: neighbour(timeline, lane, index - 1, -1),
    after: neighbour(timeline, lane, index + 1, 1),
    announcement: `${what}, ${formatDuration(endNs - startNs)}, at ${formatTime(startNs, 6)}${place}`,
  };
}

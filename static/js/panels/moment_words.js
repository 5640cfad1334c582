/** What happened at a moment, in words: "left: takes lock_1; right: waiting for lock lock_1". */

import { formatCount } from "../base/format.js";
import { whatOf } from "../model/describe.js";
import { INSTANT_KINDS } from "../model/vocabulary.js";
import { flowWords } from "./words.js";

/** @import {Possession} from "../model/possession.js" */
/** @import {Timeline} from "../model/timeline.js" */

/** More than these at once are a count. */
const MOST_TOLD = 3;
const MOST_TEXT = 60;

/**
 * @param {Timeline} timeline @param {readonly number[]} lanes @param {number} ns
 * @param {readonly Possession[]} [gils] whose lanes are shown
 */
export function momentText(timeline, lanes, ns, gils = []) {
  // Threads that were stopped with it did not come to their own end.
  if (timeline.end && ns >= timeline.durationNs) return "the recording ends";
  const told = [0, ...lanes]
    .map((lane) => ({ lane, words: wordsAt(timeline, lane, ns) }))
    .filter(({ words }) => words.length)
    .map(({ lane, words }) => `${timeline.laneName(lane)}: ${words.join(", ")}`);
  told.push(...gils.flatMap((gil) => gilWords(timeline, gil, ns)));
  const more = told.length - MOST_TOLD;
  if (more <= 0) return told.join("; ");
  return `${told.slice(0, MOST_TOLD).join("; ")}; and ${formatCount(more)} more`;
}

/** @param {Timeline} timeline @param {number} lane @param {number} ns */
function wordsAt(timeline, lane, ns) {
  // Asked for those of lane 0, the process itself, a timeline tells those of all.
  const instants = timeline.instants(ns, ns, lane).filter((instant) => instant.lane === lane);
  const words = instants.map(instantWords);
  for (const { object, startNs, endNs, open } of timeline.holdsOfLane(lane, ns, ns)) {
    if (endNs === ns && !open) words.push(`lets go of ${timeline.objectName(object)}`);
    if (startNs === ns) words.push(`takes ${timeline.objectName(object)}`);
  }
  words.push(...flowsAt(timeline, lane, ns));
  const spans = timeline.spans(lane);
  const index = spans.lastStarted(ns);
  if (index >= 0 && spans.start(index) === ns) {
    words.push(uncapitalised(whatOf(timeline, lane, index)));
  } else if (timeline.lane(lane)?.end === ns) words.push("ends");
  return words;
}

/** "GIL: left lets go, right gets it". @param {Timeline} timeline @param {Possession} gil
 *  @param {number} ns */
function gilWords(timeline, gil, ns) {
  const last = gil.lastStarted(ns);
  const before = last >= 0 && gil.start(last) === ns ? last - 1 : last;
  const words = [];
  if (before >= 0 && !gil.isOpen(before) && gil.end(before) === ns) {
    words.push(`${timeline.laneName(gil.lane(before))} lets go`);
  }
  if (before < last) words.push(`${timeline.laneName(gil.lane(last))} gets it`);
  return words.length ? [`${timeline.objectName(gil.object)}: ${words.join(", ")}`] : [];
}

/** @param {{kind: number, text: string}} instant */
function instantWords({ kind, text }) {
  const line = text.split("\n")[0].slice(0, MOST_TEXT);
  const name = INSTANT_KINDS[kind];
  return name === "output" ? `prints “${line}”` : `${name} ${line}`.trim();
}

/** Arrows that leave or come. @param {Timeline} timeline @param {number} lane @param {number} ns */
function flowsAt(timeline, lane, ns) {
  const words = (
    /** @type {number} */ kind,
    /** @type {number} */ object,
    /** @type {boolean} */ into,
  ) => uncapitalised(flowWords(kind, into, timeline.objects.get(object)?.kind));
  return [
    ...timeline
      .flowsFrom(lane, ns, ns)
      .map(
        ({ kind, object, toLane }) => `${words(kind, object, false)} ${timeline.laneName(toLane)}`,
      ),
    ...timeline
      .flowsInto(lane, ns, ns)
      .map(
        ({ kind, object, fromLane }) =>
          `${words(kind, object, true)} ${timeline.laneName(fromLane)}`,
      ),
  ];
}

/** @param {string} text */
const uncapitalised = (text) => text.charAt(0).toLowerCase() + text.slice(1);

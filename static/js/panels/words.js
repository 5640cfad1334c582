/** Words: what the details say about states, certainty and findings, in whole sentences. */

import { formatDuration } from "../base/format.js";
import { pythonText } from "../model/vocabulary.js";

/** Severities of findings, gravest first. */
export const GRAVITY = Object.freeze(["error", "warning", "info"]);

/** By certainty code. */
const CERTAINTY_EXPLAINED = [
  "both ends were recorded.",
  "seen from outside, many times a second; the edges may be a sampling step off.",
  "concluded from the events around it.",
];

/** @param {number} certainty */
export const explainCertainty = (certainty) =>
  CERTAINTY_EXPLAINED[certainty] ?? CERTAINTY_EXPLAINED[2];

/** What to watch for, without the words that stand above it anyway. @param {string | null | undefined} text */
export function watchForText(text) {
  const plain = (text ?? "")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/^watch for:?\s*/i, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** "Ran on Python 3.11.7 with rounds 12, workers 5."; "" before anything is known.
 * @param {import("../model/timeline.js").Timeline} timeline
 */
export function ranWithText({ header, processes, live }) {
  const [process] = processes.values();
  if (!process) return "";
  const given = Object.entries(header?.program.parameters ?? {});
  const parameters = given.map(([key, value]) => `${key} ${value}`).join(", ");
  const text = `${live ? "Runs" : "Ran"} on ${pythonText(process)}${process.gil ? "" : ","}`;
  return `${text}${parameters ? ` with ${parameters}` : ""}.`.replace(",.", ".");
}

/** "lock_order" → "Lock order". @param {string} kind */
export function findingTitle(kind) {
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What came of a flow, from the side of the lane it came to and of the one it left. */
const FLOW_WORDS = /** @type {Record<number, [into: string, from: string]>} */ ({
  0: ["Started by", "Starts"],
  1: ["Woken by the end of", "Its end wakes"],
  2: ["Let in by", "Lets in"],
  3: ["Woken by set of", "Its set wakes"],
  4: ["Notified by", "Notifies"],
  5: ["Got an item from", "Gives an item to"],
  6: ["Submitted by", "Gives a task to"],
  7: ["Got a result from", "Gives a result to"],
  8: ["Released at the barrier by", "Releases at the barrier"],
  9: ["Received from", "Sends to"],
  10: ["Got the GIL from", "Hands the GIL to"],
});

const RELEASE = 2;

/** What a release hands on, by kind of sync object. */
const RELEASED = /** @type {Record<string, [into: string, from: string]>} */ ({
  Lock: ["Got the lock from", "Hands the lock to"],
  RLock: ["Got the lock from", "Hands the lock to"],
  Semaphore: ["Got a permit from", "Hands a permit to"],
  BoundedSemaphore: ["Got a permit from", "Hands a permit to"],
  Queue: ["Got a free place from", "Makes a free place for"],
  LifoQueue: ["Got a free place from", "Makes a free place for"],
  PriorityQueue: ["Got a free place from", "Makes a free place for"],
});

/** @param {number} kind @param {boolean} into @param {string} [objectKind] */
export function flowWords(kind, into, objectKind = "") {
  const words = (kind === RELEASE && RELEASED[objectKind]) ||
    FLOW_WORDS[kind] || ["Caused by", "Causes"];
  return words[into ? 0 : 1];
}

/** "since 1.2 ms" is a moment of the run; a moment is written like a duration from its start.
 * @param {number} ns
 */
export const moment = (ns) => formatDuration(ns);

/** @type {Readonly<Record<string, string>>} */
export const STATUS_WORDS = Object.freeze({
  empty: "starting",
  live: "live",
  finished: "finished",
  failed: "failed",
  stopped: "stopped",
  lost: "lost",
});

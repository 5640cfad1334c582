/** Words: what the details say about states, certainty and findings, in whole sentences. */

import { formatDuration } from "../base/format.js";

/** By certainty code. */
const CERTAINTY_EXPLAINED = [
  "Both ends were recorded as they happened.",
  "Seen by looking at the thread from outside many times a second; its edges may be a sampling step off.",
  "Concluded from the events around it; nothing was recorded in between.",
];

/** @param {number} certainty */
export const explainCertainty = (certainty) => CERTAINTY_EXPLAINED[certainty] ?? CERTAINTY_EXPLAINED[2];

/** "lock_order" → "Lock order". @param {string} kind */
export function findingTitle(kind) {
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What came of a flow, from the side of the lane it came to and of the one it left. */
const FLOW_WORDS = /** @type {Record<number, [into: string, from: string]>} */ ({
  0: ["Started by", "Starts"],
  1: ["Joined when it ended:", "Its end lets go on"],
  2: ["Got the lock from", "Hands the lock to"],
  3: ["Woken by set of", "Its set wakes"],
  4: ["Notified by", "Notifies"],
  5: ["Got an item from", "Gives an item to"],
  6: ["Submitted by", "Gives a task to"],
  7: ["Got a result from", "Gives a result to"],
  8: ["Released at the barrier by", "Releases at the barrier"],
});

/** @param {number} kind @param {boolean} into */
export const flowWords = (kind, into) => (FLOW_WORDS[kind] ?? ["Caused by", "Causes"])[into ? 0 : 1];

/** "since 1.2 ms" is a moment of the run; a moment is written like a duration from its start.
 * @param {number} ns
 */
export const moment = (ns) => formatDuration(ns);

/** @type {Readonly<Record<string, string>>} */
export const STATUS_WORDS = Object.freeze({
  empty: "starting", live: "live", finished: "finished", failed: "failed", stopped: "stopped", lost: "lost",
});

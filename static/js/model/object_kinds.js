/** Kinds of sync objects: which of them threads wait for each other at, and what there is to tell
 *  of each. */

/** Waited for once and by the dozen. */
const QUIET = new Set(["Thread", "Timer", "Future", "Process", "local"]);

/** Not waited for like a lock: lanes of their own tell of them. */
const TOLD_ELSEWHERE = new Set(["GIL", "Processors"]);

/** What input and output is done to. */
const OUTSIDE = new Set([
  "Socket",
  "File",
  "Terminal",
  "Poll",
  "Name",
  "Process",
  "Pipe",
  "Connection",
]);

/** Whose counter is how many items are in it. @param {string} kind */
export const isQueue = (kind) => kind.endsWith("Queue");

/** @param {string} kind */
export const isPool = (kind) => kind === "Executor";

/** Where somebody must tell the others to go on. @param {string} kind */
export const isSignal = (kind) => kind === "Event" || kind === "Condition" || kind === "Barrier";

/** @param {string} kind */
export const isQuiet = (kind) => QUIET.has(kind);

/** @param {string} kind */
export const isOutside = (kind) => OUTSIDE.has(kind);

/** @param {string} kind */
export const isToldElsewhere = (kind) => TOLD_ELSEWHERE.has(kind);

/** What has a lane when the stage shows objects: what threads share with each other. One lane for
 *  each thread that was joined and each future would bury them. @param {string} kind */
export const hasLane = (kind) => !isQuiet(kind) && !isOutside(kind) && !isToldElsewhere(kind);

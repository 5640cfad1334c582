/** Times by state, the longest first, as lists and sentences have them. */

import { formatDuration } from "../base/format.js";
import { stateLabel } from "../model/vocabulary.js";

/** @param {ArrayLike<number>} states nanoseconds by state code */
export const longestFirst = (states) =>
  Array.from(states, (ns, state) => ({ ns, state }))
    .filter(({ ns }) => ns > 0)
    .sort((a, b) => b.ns - a.ns);

/** "Waiting 1.2 ms". @param {{ns: number, state: number}} time */
export const timeText = ({ ns, state }) => `${stateLabel(state)} ${formatDuration(ns)}`;

/** "Waiting 1.2 ms, Running 30 µs". @param {ArrayLike<number>} states nanoseconds by state code */
export const timesText = (states) => longestFirst(states).map(timeText).join(", ");

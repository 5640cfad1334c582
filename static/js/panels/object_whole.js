/** How a sync object was used in the whole of a run of which a page has only a part, in words. */

import { formatCounted, formatDuration } from "../base/format.js";
import { NO_USE } from "../model/object_uses.js";

/** @import {ObjectUse, Sum} from "../model/object_uses.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Use} from "./object_facts.js" */

/** As of an object of which all waits and holds are here; null when they are.
 *  @param {Timeline} timeline @param {number} object
 *  @returns {Use & {whole: ObjectUse} | null} */
export function wholeUseOf({ part }, object) {
  if (!part?.far) return null;
  const whole = part.far.uses.get(object) ?? NO_USE;
  const { waits, holds } = whole;
  return { waits: waits.count, waitedNs: waits.ns, holds: holds.count, whole };
}

/** @param {Timeline} timeline @param {ObjectUse} whole */
export function wholeText(timeline, { waits, holds }) {
  const longest = (/** @type {Sum} */ { longest: { ns, lane } }) =>
    `longest ${formatDuration(ns)} (${timeline.laneName(lane)})`;
  return [
    waits.count
      ? `${formatCounted(waits.count, "wait")}, ${formatDuration(waits.ns)}, ${longest(waits)}`
      : "nobody waited",
    holds.count && `${formatCounted(holds.count, "hold")}, ${longest(holds)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

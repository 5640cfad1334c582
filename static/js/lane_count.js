/** A lane count: what the corner of the stage says of the lanes under it, and what stands in their
 *  place where there are none. */

import { formatCount, formatCounted } from "./base/format.js";

/** @import {Rows} from "./layout/rows.js" */

/** How many lanes there are, and of objects how many have none. @param {Rows} rows */
export function countText({ laneCount, hiddenCount, objectCount, unusedCount }) {
  if (objectCount === undefined) {
    const all = laneCount + hiddenCount;
    if (hiddenCount) return `${formatCount(laneCount)} of ${formatCount(all)}`;
    return formatCounted(all, "thread");
  }
  const all = formatCounted(objectCount + (unusedCount ?? 0), "object");
  return unusedCount ? `${formatCount(objectCount)} of ${all}` : all;
}

/** Why there is no lane of any object; "" where there are some, or where lanes are those of threads.
 *  @param {Rows} rows @param {boolean} live */
export function noneText({ objectCount, unusedCount }, live) {
  if (objectCount !== 0) return "";
  if (unusedCount) {
    const all = formatCounted(unusedCount, "object");
    return `There ${unusedCount === 1 ? "is" : "are"} ${all}, but nothing was done with ${unusedCount === 1 ? "it" : "them"}.`;
  }
  return `No thread has used a lock, a queue or anything else that threads share${live ? " so far" : ""}.`;
}

/** A lane count: what the corner of the stage says of the lanes under it. */

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

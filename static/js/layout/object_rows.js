/**
 * The rows of the stage when it shows objects: a lane for each lock, queue, pool or other thing
 * that threads share and that was used. Those of the processors and of the GIL stay above them.
 */

import { isPool, isQueue } from "../model/object_kinds.js";
import { orderedObjects } from "../model/object_order.js";
import { RowStack } from "./row_stack.js";
import { slimHeight } from "./thread_rows.js";

/** @import {Extra} from "../model/fragment.js" */
/** @import {ObjectOrder} from "../model/object_order.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Rows} from "./row_stack.js" */

/**
 * The height of an object's lane by their number: it has two parts, so it is higher than that of
 * a thread.
 *
 * @param {number} count
 */
export function objectHeight(count) {
  if (count <= 3) return 86;
  if (count <= 6) return 66;
  if (count <= 12) return 54;
  if (count <= 24) return 44;
  return 36;
}

/** A lane with more parts is higher, by this factor: by the kind of its object alone, so that it
 *  stays as high as it is while a run goes on. */
const POOL = 1.4;
const QUEUE = 1.15;

/** @param {string} kind */
function stretch(kind) {
  if (isPool(kind)) return POOL;
  return isQueue(kind) ? QUEUE : 1;
}

/** @type {ReadonlySet<any>} */
const NONE = new Set();

/**
 * @param {Timeline} timeline
 * @param {{without?: ReadonlySet<Extra>, objectOrder?: ObjectOrder}} view
 * @param {number} textScale how much larger than usual the reader wants text
 * @returns {Rows}
 */
export function layoutObjectRows(timeline, { without = NONE, objectOrder = "waited" }, textScale) {
  const { objects, unused } = orderedObjects(timeline, objectOrder);
  const high = objectHeight(objects.length);
  const slim = slimHeight(high * 0.7);
  const stack = new RowStack(textScale);
  if (timeline.coresObject && !without.has("cores")) stack.add("cores", timeline.coresObject, slim);
  for (const gil of without.has("gil") ? [] : timeline.gils.byObject.values()) {
    if (gil.length) stack.add("gil", gil.object, slim);
  }
  for (const { id, kind } of objects) stack.add("object", id, high * stretch(kind));
  return { ...stack.finish(), objectCount: objects.length, unusedCount: unused };
}

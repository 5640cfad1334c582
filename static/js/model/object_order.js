/**
 * The order of objects: by the time threads waited for them, by name or by kind.
 *
 * The most waited for come first, over the whole run and not over what is in view: lanes that
 * changed places under a moving hand could not be followed. While a run goes on that order would
 * change with every wait, so until its end they stand as they appeared.
 */

import { collator } from "./lane_order.js";
import { hasLane } from "./object_kinds.js";

/** @import {ObjectRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {"waited" | "name" | "kind"} ObjectOrder */
/** The first is how a page opens. @type {readonly ObjectOrder[]} */
export const OBJECT_ORDERS = ["waited", "name", "kind"];

/** What a reader calls each order. @type {Readonly<Record<ObjectOrder, string>>} */
export const ORDER_NAMES = Object.freeze({
  waited: "by the time threads waited for them",
  name: "by name",
  kind: "by kind",
});

/** @param {string} text of a link @returns {ObjectOrder | null} */
export function readObjectOrder(text) {
  return OBJECT_ORDERS.find((order) => order === text) ?? null;
}

/** Whether anything was done with it: held, waited for, counted. @param {Timeline} timeline
 *  @param {number} object */
export function isUsed(timeline, object) {
  return (
    timeline.holdsInOrder(object) !== null ||
    timeline.counters(object).length > 0 ||
    timeline.flowsThrough(object, 0, Infinity, 1).length > 0 ||
    timeline.waiters(object).steps.most > 0
  );
}

/** How long threads have waited for an object, together. @param {Timeline} timeline
 *  @param {number} object */
export function waitedFor(timeline, object) {
  return timeline.waiters(object).steps.over(0, timeline.durationNs)?.area ?? 0;
}

/**
 * The objects that have lanes, and how many are left out because nothing was done with them.
 *
 * @param {Timeline} timeline @param {ObjectOrder} order
 * @returns {{objects: ObjectRow[], unused: number}}
 */
export function orderedObjects(timeline, order) {
  const all = [...timeline.objects.values()].filter(({ kind }) => hasLane(kind));
  const objects = all.filter(({ id }) => isUsed(timeline, id));
  const name = (/** @type {ObjectRow} */ { id }) => timeline.objectName(id);
  if (order === "name") objects.sort((a, b) => collator.compare(name(a), name(b)));
  else if (order === "kind") {
    objects.sort((a, b) => collator.compare(a.kind, b.kind) || collator.compare(name(a), name(b)));
  } else if (!timeline.live) {
    const waited = new Map(objects.map(({ id }) => [id, waitedFor(timeline, id)]));
    const ns = (/** @type {ObjectRow} */ { id }) => waited.get(id) ?? 0;
    objects.sort((a, b) => ns(b) - ns(a));
  }
  return { objects, unused: all.length - objects.length };
}

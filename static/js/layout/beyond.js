/** Beyond the edges: how much of the object that is lit lies out of sight — earlier, later, on
 *  lanes above and below. */

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Frame} from "./frame.js" */

/** @typedef {"earlier" | "later" | "above" | "below"} Edge */
/** Holds and waits beyond the sides; lanes above and below on which any of the object lies in the
 *  window, and of those lanes the nearest (0: none).
 *  @typedef {{object: number, earlier: number, later: number, above: number, below: number,
 *   nearestAbove: number, nearestBelow: number}} Beyond */

/** @param {Frame} frame @returns {Beyond | null} null when nothing is lit */
export function layoutBeyond(frame) {
  const { timeline, scale, light } = frame;
  if (!light) return null;
  const { object, lanes } = light;
  return {
    object,
    ...beside(timeline, object, scale.fromNs, scale.toNs),
    ...aboveAndBelow(frame, lanes),
  };
}

/** @param {Timeline} timeline @param {number} object @param {number} fromNs
 *  @param {number} toNs */
export function beside(timeline, object, fromNs, toNs) {
  const { closed, open } = timeline.waitsInOrder(object);
  const holds = timeline.holdsInOrder(object);
  // All that began before the window, but those that reach into it.
  let earlier = closed.lastStarted(fromNs) + 1 + ((holds?.lastStarted(fromNs) ?? -1) + 1);
  earlier -= timeline.heldBetween(object, fromNs, fromNs).length;
  const isOpen = (/** @type {number} */ lane, /** @type {number} */ index) =>
    open.some((wait) => wait.lane === lane && wait.index === index);
  timeline.eachWait(object, fromNs, fromNs, (lane, index) => {
    if (!isOpen(lane, index)) earlier -= 1;
  });
  const later =
    closed.length -
    1 -
    closed.lastStarted(toNs) +
    open.filter(({ start }) => start > toNs).length +
    (holds ? holds.length - 1 - holds.lastStarted(toNs) : 0);
  return { earlier, later };
}

/** @param {Frame} frame @param {Set<number>} lanes on which anything of the object lies */
function aboveAndBelow({ lanes: inSight, placeOf }, lanes) {
  const scrolled = inSight.filter(({ stays }) => !stays);
  const shown = new Set(inSight.map(({ id }) => id));
  const first = scrolled.length ? placeOf(scrolled[0].id) : Infinity;
  const last = scrolled.length ? placeOf(scrolled[scrolled.length - 1].id) : -1;
  const out = [...lanes]
    .filter((id) => !shown.has(id))
    .map((id) => ({ id, place: placeOf(id) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place);
  const above = scrolled.length ? out.filter(({ place }) => place < first) : [];
  const below = scrolled.length ? out.filter(({ place }) => place > last) : [];
  return {
    above: above.length,
    below: below.length,
    nearestAbove: above[above.length - 1]?.id ?? 0,
    nearestBelow: below[0]?.id ?? 0,
  };
}

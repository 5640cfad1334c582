/** The crowd at a sync object: who holds it and who waits for it at one moment. */

/** @import {Timeline} from "./timeline.js" */

/** Lanes that hold the object, or run a task of the pool. @param {Timeline} timeline @param {number} object
 *  @param {number} ns */
export function holdersAt(timeline, object, ns) {
  const current = timeline
    .heldBetween(object, ns, ns)
    .filter((hold) => ns < hold.endNs || hold.open);
  return [...new Set(current.map((hold) => hold.lane))];
}

/** Lanes that wait for the object. @param {Timeline} timeline @param {number} object
 *  @param {number} ns @param {number} [operation] that they wait in; -1 for any */
export function waitersAt(timeline, object, ns, operation = -1) {
  /** @type {number[]} */
  const lanes = [];
  timeline.eachWait(object, ns, ns, (lane, index, _start, endNs) => {
    const spans = timeline.spans(lane);
    if (operation >= 0 && spans.operation(index) !== operation) return;
    if (ns < endNs || spans.isOpen(index)) lanes.push(lane);
  });
  return lanes;
}

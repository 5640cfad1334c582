/** The crowd at a sync object: who holds it and who waits for it at one moment. */

/** @import {Timeline} from "./timeline.js" */

/** Lanes that hold the object. @param {Timeline} timeline @param {number} object
 *  @param {number} ns */
export function holdersAt(timeline, object, ns) {
  const current = timeline
    .holdsOfObject(object, ns, ns)
    .filter((hold) => ns < hold.endNs || hold.open);
  return [...new Set(current.map((hold) => hold.lane))];
}

/** Lanes that wait for the object. @param {Timeline} timeline @param {number} object
 *  @param {number} ns */
export function waitersAt(timeline, object, ns) {
  /** @type {number[]} */
  const lanes = [];
  timeline.eachWait(object, ns, ns, (lane, index, _start, endNs) => {
    if (ns < endNs || timeline.spans(lane).isOpen(index)) lanes.push(lane);
  });
  return lanes;
}

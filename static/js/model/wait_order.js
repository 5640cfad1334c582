/** The order of waits for one sync object: by their start, those still open among them. */

/** @import {SpanPlace} from "./fragment.js" */
/** @import {Timeline} from "./timeline.js" */

/** A wait, as a span of its lane. @typedef {{lane: number, index: number, start: number}} Wait */

/** Waits for one object in order of start, by their place in it.
 *  @typedef {{length: number, at: (i: number) => Wait, lastStarted: (ns: number) => number}}
 *  WaitSequence */

/** Of waits that began together the one of the lane with the lower id is first.
 *  @param {SpanPlace} a @param {SpanPlace} b */
const compare = (a, b) => a.start - b.start || a.lane - b.lane;

/**
 * The wait after a place, or before it; null when there is none.
 *
 * @param {Timeline} timeline @param {number} object @param {SpanPlace} place
 * @param {1 | -1} step
 * @returns {Wait | null}
 */
export function neighbourWait(timeline, object, place, step) {
  const { closed, open } = timeline.waitsInOrder(object);
  let i = closed.lastStarted(place.start);
  // Those that began together are in no order among themselves: from their far end.
  while (step > 0 && i > 0 && closed.at(i).start === place.start) i -= 1;
  i = Math.max(0, i);
  while (i >= 0 && i < closed.length && step * compare(closed.at(i), place) <= 0) i += step;
  const inOrder = open
    .concat(i >= 0 && i < closed.length ? [closed.at(i)] : [])
    .filter((wait) => step * compare(wait, place) > 0)
    .sort((a, b) => step * compare(a, b));
  return inOrder[0] ?? null;
}

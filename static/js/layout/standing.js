/** Standing: on which row of the stage something is seen, with what the stage shows now. */

import { hasLane } from "../model/object_kinds.js";
import { BLOCKED } from "../model/vocabulary.js";

/** @import {HoldPlace, Mode, SpanPlace} from "../model/fragment.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {RowKind} from "./row_stack.js" */

/** @typedef {{kind: RowKind, id: number}} Standing */

/** The object with a lane of its own that a span waits for; 0 for none.
 *  @param {Timeline} timeline @param {SpanPlace} place */
export function waitedObject(timeline, { lane, start }) {
  const spans = timeline.spans(lane);
  const index = spans.lastStarted(start);
  if (index < 0 || spans.state(index) !== BLOCKED) return 0;
  const object = spans.object(index);
  return hasLane(timeline.objects.get(object)?.kind ?? "local") ? object : 0;
}

/** A span is seen on the lane of its thread; where there is one for what it waits for, there.
 *  @param {Timeline} timeline @param {Mode} mode @param {SpanPlace} place @returns {Standing} */
export function rowOfSpan(timeline, mode, place) {
  const object = mode === "objects" ? waitedObject(timeline, place) : 0;
  return object ? { kind: "object", id: object } : { kind: "lane", id: place.lane };
}

/** A hold is seen on the lane of its object, or on that of the thread.
 *  @param {Timeline} timeline @param {Mode} mode @param {HoldPlace} hold @returns {Standing} */
export function rowOfHold(timeline, mode, { object, start }) {
  if (timeline.gils.of(object)) return { kind: "gil", id: object };
  if (mode === "objects") return { kind: "object", id: object };
  const holds = timeline.holdsInOrder(object);
  const index = holds?.lastStarted(start) ?? -1;
  return { kind: "lane", id: holds && index >= 0 ? holds.lane(index) : 0 };
}

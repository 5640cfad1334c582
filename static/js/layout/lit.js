/**
 * What is lit: the sync object that is pointed at, kept lit or meant by a wait or a hold — every
 * span that waits for it, every hold of it. All else is dimmed slightly.
 *
 * Zoomed out there may be thousands in a few pixels. Those that touch are one box: what is lit is
 * every pixel that any of them lies in, and no other. Only where even looking at each would take
 * too long none is lit, for to light some would be a lie.
 */

import { hasLane } from "../model/object_kinds.js";
import { BLOCKED, IO } from "../model/vocabulary.js";
import { partOfWait } from "./object_parts.js";
import { HEIGHTS } from "./skyline.js";
import { waitedObject } from "./standing.js";

/** @import {HoldPlace, SpanPlace} from "../model/fragment.js" */
/** @import {Frame, GilFrame, LaneFrame} from "./frame.js" */
/** @import {ObjectFrame} from "./object_lane.js" */

/** @typedef {{x: number, y: number, width: number, height: number}} Box in device pixels */
/** @typedef {{box: Box, kind: "wait" | "hold" | "lane"}} Lit */
/** @typedef {{object: number, lit: Lit[], lanes: Set<number>}} Light `lanes`: all on which anything
 *  of the object lies in the window, in sight or not */

/** Of more waits or holds in the window none is lit: some 5 ms of them. */
const MOST_VISITED = 50_000;

/** The object that is meant; 0 for none. @param {Frame} frame */
export function litObject({ timeline, view }) {
  if (view.hoverObject) return view.hoverObject;
  const isHeld = (/** @type {HoldPlace | null} */ hold) => hold && !timeline.gils.of(hold.object);
  if (view.hoverHold && isHeld(view.hoverHold)) return view.hoverHold.object;
  const hovered = view.hover ? objectOf(timeline, view.hover) : 0;
  if (hovered || view.highlight) return hovered || view.highlight;
  if (view.hold && isHeld(view.hold)) return view.hold.object;
  return view.selection ? objectOf(timeline, view.selection) : 0;
}

/** What a span waits for; 0 for none. @param {Frame["timeline"]} timeline
 *  @param {SpanPlace} place */
function objectOf(timeline, { lane, start }) {
  const spans = timeline.spans(lane);
  const index = spans.lastStarted(start);
  const state = index >= 0 ? spans.state(index) : -1;
  return state === BLOCKED || state === IO ? spans.object(index) : 0;
}

/** @param {Frame} frame @returns {Light | null} null when nothing is meant */
export function layoutLit(frame) {
  const object = litObject(frame);
  if (!object) return null;
  const { timeline, scale, headNs } = frame;
  const until = Math.min(scale.toNs, headNs);
  const lanes = new Map(frame.lanes.map((lane) => [lane.id, lane]));
  const waits = new Boxes();
  const holds = new Boxes();
  /** @type {Set<number>} */
  const seen = new Set();
  if (isCrowded(timeline, object, scale.fromNs, until)) return { object, lit: [], lanes: seen };
  timeline.eachWait(object, scale.fromNs, until, (lane, index) => {
    seen.add(lane);
    const on = lanes.get(lane);
    if (on) waits.add(lane, spanBox(frame, on, index));
  });
  for (const { lane, startNs, endNs } of timeline.heldBetween(object, scale.fromNs, until)) {
    seen.add(lane);
    const on = lanes.get(lane);
    if (on) holds.add(lane, laneHoldBox(frame, on, startNs, endNs));
  }
  const lit = [
    ...waits.all.map((box) => /** @type {Lit} */ ({ kind: "wait", box })),
    ...holds.all.map((box) => /** @type {Lit} */ ({ kind: "hold", box })),
    ...frame.objects
      .filter((lane) => lane.object === object)
      .map(({ box: { top, height } }) => {
        const box = { x: 0, y: top, width: frame.width, height };
        return /** @type {Lit} */ ({ kind: "lane", box });
      }),
  ];
  return { object, lit, lanes: seen };
}

/** Whether more begins in the window than can be looked at. @param {Frame["timeline"]} timeline
 *  @param {number} object @param {number} fromNs @param {number} toNs */
function isCrowded(timeline, object, fromNs, toNs) {
  const { closed } = timeline.waitsInOrder(object);
  const waits = closed.lastStarted(toNs) - closed.lastStarted(fromNs);
  const holds = timeline.holdsInOrder(object);
  const held = holds ? holds.lastStarted(toNs) - holds.lastStarted(fromNs) : 0;
  return waits + held > MOST_VISITED;
}

/** Boxes of one kind: what touches the one before on its lane, and is as high, is part of it. */
class Boxes {
  /** @type {Box[]} */
  all = [];
  /** The last of each lane. @type {Map<number, Box>} */
  #last = new Map();

  /** @param {number} lane @param {Box} box in order of start, but the open ones last */
  add(lane, box) {
    const last = this.#last.get(lane);
    const touches = last && last.height === box.height && box.x <= last.x + last.width;
    if (last && touches && box.x >= last.x) {
      last.width = Math.max(last.width, box.x + box.width - last.x);
      return;
    }
    this.#last.set(lane, box);
    this.all.push(box);
  }
}

/** Where a span is drawn. @param {Frame} frame @param {LaneFrame} lane @param {number} index */
export function spanBox(frame, { spans, box }, index) {
  const height = Math.max(
    Math.round(box.sky * HEIGHTS[spans.state(index)]),
    Math.round(4 * frame.dpr),
  );
  const { x, width } = across(frame, spans.start(index), Math.min(spans.end(index), frame.headNs));
  return { x, y: box.baseline - height, width, height };
}

/** Where a hold of the GIL is drawn, or one on a row of an object's lane. @param {Frame} frame
 *  @param {GilFrame} lane @param {number} index @returns {Box} */
export function holdBox(frame, { holds, box }, index) {
  const end = Math.min(holds.end(index), frame.headNs);
  const { x, width } = across(frame, holds.start(index), end);
  return { x, y: box.baseline - box.sky, width, height: box.sky };
}

/** The time of a hold on the lane of its thread. @param {Frame} frame @param {LaneFrame} lane
 *  @param {number} startNs @param {number} endNs @returns {Box} */
function laneHoldBox(frame, { box }, startNs, endNs) {
  const { x, width } = across(frame, startNs, Math.min(endNs, frame.headNs));
  return { x, y: box.baseline - box.sky, width, height: box.sky + box.strip };
}

/** Where a span is seen: on its lane, or its time in the row of its collapsed group, or as a wait
 *  on the lane of an object; null when it is not.
 *  @param {Frame} frame @param {SpanPlace} place @returns {Box | null} */
export function boxOfSpan(frame, place) {
  const spans = frame.timeline.spans(place.lane);
  const index = spans.lastStarted(place.start);
  if (index < 0) return null;
  const lane = frame.lanes.find(({ id }) => id === place.lane);
  if (lane) return spanBox(frame, lane, index);
  const group = frame.groups.find(({ lanes }) => lanes.includes(place.lane))?.box;
  if (group) {
    const { x, width } = across(
      frame,
      spans.start(index),
      Math.min(spans.end(index), frame.headNs),
    );
    return { x, y: group.baseline - group.sky, width, height: group.sky };
  }
  const object = frame.objects.length ? waitedObject(frame.timeline, place) : 0;
  const on = frame.objects.find((each) => each.object === object);
  const part = on && partOfWait(on.levels, spans.operation(index))?.box;
  if (!part) return null;
  const { x, width } = across(frame, spans.start(index), Math.min(spans.end(index), frame.headNs));
  return { x, y: part.top, width, height: part.height };
}

/** Where a hold is seen: on the lane of its GIL or object, or on that of the thread; null when it
 *  is not. @param {Frame} frame @param {HoldPlace} place @returns {Box | null} */
export function boxOfHold(frame, { object, start }) {
  const gil = frame.gils.find((each) => each.object === object);
  const on = frame.objects.find((each) => each.object === object);
  if (gil || on) return boxOnRows(frame, gil ? [gil] : (on?.holds ?? []), start, on);
  const holds = hasLane(frame.timeline.objects.get(object)?.kind ?? "local")
    ? frame.timeline.holdsInOrder(object)
    : null;
  const index = holds?.lastStarted(start) ?? -1;
  const lane = holds && frame.lanes.find(({ id }) => index >= 0 && id === holds.lane(index));
  return holds && lane ? laneHoldBox(frame, lane, holds.start(index), holds.end(index)) : null;
}

/** @param {Frame} frame @param {GilFrame[]} rows @param {number} start
 *  @param {ObjectFrame | undefined} on whose holds may be a level */
function boxOnRows(frame, rows, start, on) {
  for (const row of rows) {
    const index = row.holds.lastStarted(start);
    if (index >= 0 && row.holds.start(index) === start) return holdBox(frame, row, index);
  }
  const part = on?.levels.find(({ told }) => told === "held" || told === "busy")?.box;
  const holds = on && frame.timeline.holdsInOrder(on.object);
  const index = holds?.lastStarted(start) ?? -1;
  if (!part || !holds || index < 0) return null;
  const { x, width } = across(frame, holds.start(index), Math.min(holds.end(index), frame.headNs));
  return { x, y: part.top, width, height: part.height };
}

/** @param {Frame} frame @param {number} startNs @param {number} endNs */
function across({ scale, width, dpr }, startNs, endNs) {
  // Edges stay a little outside of the canvas, where they cannot be seen.
  const air = 8 * dpr;
  const left = Math.max(-air, Math.round(scale.timeToPx(startNs)));
  const right = Math.min(width + air, Math.round(scale.timeToPx(endNs)));
  return { x: left, width: Math.max(right - left, Math.round(dpr)) };
}

/**
 * Arrows on the lanes of sync objects: from who let go to who got it next, from the task that was
 * submitted to the worker that ran it, from a signal to the wait that it ended.
 *
 * Both ends of such a flow lie on the lane of one object, so the line takes its way along the foot
 * of the part it ends in. Only what is told as a flow is drawn.
 */

import { BLOCKED, RUNNABLE } from "../model/vocabulary.js";
import { partOfWait } from "./object_parts.js";

/** @import {Flow} from "../model/flows.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {SpanColumns} from "../model/spans.js" */
/** @import {Arrow, Cause} from "./arrows.js" */
/** @import {Frame, GilFrame, SlimBox} from "./frame.js" */
/** @import {ObjectFrame} from "./object_lane.js" */

/** A cause without a part of its own lies so far under the top of its lane (CSS pixels). */
const UNDER_TOP_PX = 8;
/** On one row it leaves low and comes high: from hand to hand it often takes less than a pixel. */
const LEAVES = 0.8;
const COMES = 0.3;
/** The operation of no wait. */
const NONE = -2;

/** Flows through the objects in sight that take effect in the window. @param {Frame} frame
 *  @param {number} limit at most so many @returns {Flow[]} */
export function flowsOfObjects({ timeline, scale, objects }, limit) {
  /** @type {Flow[]} */
  const flows = [];
  for (const { object } of objects) {
    const left = limit - flows.length;
    if (left <= 0) break;
    flows.push(...timeline.flowsThrough(object, scale.fromNs, scale.toNs, left));
  }
  return flows;
}

/** @param {Frame} frame @param {Cause} flow
 *  @returns {Arrow | null} null when it is of no object in sight, or not in the window */
export function objectArrow(frame, flow) {
  const lane = frame.objects.find((each) => "object" in flow && each.object === flow.object);
  if (!lane) return null;
  const fromX = Math.round(frame.scale.timeToPx(flow.fromNs));
  const toX = Math.round(frame.scale.timeToPx(flow.toNs));
  if (Math.max(fromX, toX) < 0 || Math.min(fromX, toX) > frame.width) return null;
  const from = rowWhere(lane, (holds) => endsAt(holds, flow.fromLane, flow.fromNs));
  const to = effectBox(frame, lane, flow);
  const fromY = from ? at(from, from === to ? LEAVES : 0.5) : causeY(frame, lane);
  const toY = at(to, from === to ? COMES : 0.5);
  const gutterY = fromY < to.top ? to.top : to.baseline;
  return { flow, fromX, fromY, gutterY, toX, toY };
}

/** Where something is put in, or a signal given. @param {Frame} frame @param {ObjectFrame} lane */
function causeY({ dpr }, { box, levels }) {
  const into = levels.find(({ told }) => told === "items" || told === "tasks");
  return into ? at(into.box, 0.5) : box.top + Math.round(UNDER_TOP_PX * dpr);
}

/** Where the effect is seen: in the hold that began with it, at the end of the wait it ended, or
 *  among what was in it. @param {Frame} frame @param {ObjectFrame} lane @param {Cause} flow
 *  @returns {SlimBox} */
function effectBox({ timeline }, lane, { toLane, toNs }) {
  const row = rowWhere(lane, (holds) => startsAt(holds, toLane, toNs));
  if (row) return row;
  const spans = timeline.spans(toLane);
  const part = partOfWait(lane.levels, operationOf(spans, lane.object, toNs));
  if (part) return part.box;
  const { top, height } = lane.box;
  return lane.levels[0]?.box ?? { top, height, sky: height, baseline: top + height };
}

/** What a wait for the object was for that ended at a time; where it ended before, its lane has only
 *  wanted to run since. NONE where there was no such wait.
 *  @param {SpanColumns} spans @param {number} object @param {number} ns */
function operationOf(spans, object, ns) {
  let i = spans.lastStarted(ns);
  if (i >= 0 && spans.start(i) === ns) i -= 1;
  while (i >= 0 && spans.state(i) === RUNNABLE) i -= 1;
  const waited = i >= 0 && spans.state(i) === BLOCKED && spans.object(i) === object;
  return waited ? spans.operation(i) : NONE;
}

/** @param {ObjectFrame} lane @param {(holds: Possession) => boolean} is */
function rowWhere({ holds }, is) {
  return holds.find((/** @type {GilFrame} */ row) => is(row.holds))?.box ?? null;
}

/** @param {Possession} holds @param {number} lane @param {number} ns */
function startsAt(holds, lane, ns) {
  const i = holds.lastStarted(ns);
  return i >= 0 && holds.start(i) === ns && holds.lane(i) === lane;
}

/** @param {Possession} holds @param {number} lane @param {number} ns */
function endsAt(holds, lane, ns) {
  // The next one may have begun just then.
  const last = holds.lastStarted(ns);
  return [last, last - 1].some((i) => i >= 0 && holds.end(i) === ns && holds.lane(i) === lane);
}

/** @param {SlimBox} box @param {number} share of its height, from the top */
const at = ({ top, height }, share) => Math.round(top + height * share);

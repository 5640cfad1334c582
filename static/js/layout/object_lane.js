/**
 * The layout of an object's lane: above, who had it when, or how much was in it; below, how many
 * waited. An object that nobody can hold, such as an event, is all waiters.
 *
 * Each permit of a semaphore has a row of the upper part. More of them than can be told apart are
 * a level: how many were held.
 */

import { isPool, isQueue, isSignal } from "../model/object_kinds.js";
import { layoutLevel } from "./object_level.js";
import { layoutPossession, PossessionLayout } from "./possession.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Steps} from "../model/steps.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {GilFrame, SlimBox} from "./frame.js" */
/** @import {Level} from "./object_level.js" */
/** @import {Row} from "./row_stack.js" */

/** What a level tells of. @typedef {"waiters" | "items" | "tasks" | "held"} Told */
/** @typedef {{told: Told, level: Level, shown: number, box: SlimBox}} LevelFrame `shown`: what
 *  its height stands for: the most there ever was, so that it stays while one moves about */

/** @typedef {{object: number, kind: string, box: {top: number, height: number},
 *   holds: GilFrame[], levels: LevelFrame[], signals: number[]}} ObjectFrame
 *   `signals`: where somebody told the others to go on, in device pixels */

/** A row of holds lower than this (CSS pixels) says nothing. */
const LEAST_ROW_PX = 5;
/** How much of a lane its upper part takes. */
const UPPER = 0.58;
/** More signals than these are no marks, but a smear. */
const MOST_SIGNALS = 1500;

/**
 * @param {{timeline: Timeline, row: Row, top: number, scale: TimeScale, headNs: number,
 *   dpr: number, widePx: number}} what `top`: of the row, in CSS pixels of the canvas; `widePx`:
 *   from this width on, in device pixels, a hold is a rectangle
 * @returns {ObjectFrame}
 */
export function layoutObjectLane({ timeline, row, top, scale, headNs, dpr, widePx }) {
  const object = row.id;
  const kind = timeline.objects.get(object)?.kind ?? "";
  const box = { top: Math.round(top * dpr), height: 0 };
  box.height = Math.round((top + row.height) * dpr) - box.top;
  const waiters = timeline.waiters(object).steps;
  const upper = upperSteps(timeline, object, kind);
  const rows = upper ? [] : timeline.holdRows(object);
  const parts = divide(box, dpr, upper !== null || rows.length > 0, waiters.most > 0);
  const until = Math.min(scale.toNs, headNs);
  /** @param {Told} told @param {Steps} steps @param {SlimBox} part @returns {LevelFrame} */
  const levelFrame = (told, steps, part) => ({
    told,
    level: layoutLevel(steps, scale, until),
    shown: Math.max(1, steps.most),
    box: part,
  });
  /** @type {LevelFrame[]} */
  const levels = [];
  /** @type {GilFrame[]} */
  let holds = [];
  if (upper) levels.push(levelFrame(isPool(kind) ? "tasks" : "items", upper, parts.upper));
  else if (parts.upper.sky / rows.length >= LEAST_ROW_PX * dpr) {
    holds = rows.map((possession, at) => {
      const layout = new PossessionLayout();
      const part = slice(parts.upper, at, rows.length, dpr);
      layoutPossession(possession, scale, headNs, widePx, part.sky, layout);
      return { object, holds: possession, layout, box: part };
    });
  } else if (rows.length) levels.push(levelFrame("held", timeline.heldAtOnce(object), parts.upper));
  if (waiters.most > 0) levels.push(levelFrame("waiters", waiters, parts.lower));
  const signals = isSignal(kind) ? signalsIn(timeline, object, scale, until) : [];
  return { object, kind, box, holds, levels, signals };
}

/**
 * What is in it: the items of a queue, the tasks that wait for a worker of a pool.
 *
 * @param {Timeline} timeline @param {number} object @param {string} kind @returns {Steps | null}
 */
function upperSteps(timeline, object, kind) {
  if (isQueue(kind)) return timeline.counters(object);
  return isPool(kind) ? timeline.queuedTasks(object) : null;
}

/**
 * @param {{top: number, height: number}} box @param {number} dpr
 * @param {boolean} above @param {boolean} below whether there is anything to show
 * @returns {{upper: SlimBox, lower: SlimBox}}
 */
export function divide({ top, height }, dpr, above, below) {
  const air = Math.round(3 * dpr);
  const gap = Math.round(3 * dpr);
  const inner = height - 2 * air - Math.round(dpr);
  const high = above && below ? Math.round((inner - gap) * UPPER) : above ? inner : 0;
  const low = above && below ? inner - gap - high : below ? inner : 0;
  const bottom = top + air + inner;
  return {
    upper: { top: top + air, height: high, sky: high, baseline: top + air + high },
    lower: { top: bottom - low, height: low, sky: low, baseline: bottom },
  };
}

/** One row of several in a box. @param {SlimBox} box @param {number} at @param {number} count
 *  @param {number} dpr @returns {SlimBox} */
function slice({ top, height }, at, count, dpr) {
  const gap = count > 1 ? Math.round(dpr) : 0;
  const from = top + Math.round((at * height) / count);
  const to = top + Math.round(((at + 1) * height) / count) - (at < count - 1 ? gap : 0);
  return { top: from, height: to - from, sky: to - from, baseline: to };
}

/** @param {Timeline} timeline @param {number} object @param {TimeScale} scale
 *  @param {number} untilNs */
function signalsIn(timeline, object, scale, untilNs) {
  const flows = timeline.flowsThrough(object, scale.fromNs, untilNs, MOST_SIGNALS + 1);
  if (flows.length > MOST_SIGNALS) return [];
  return [...new Set(flows.map(({ fromNs }) => Math.round(scale.timeToPx(fromNs))))];
}

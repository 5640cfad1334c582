/**
 * The layout of an object's lane: above, who had it when, or how much was in it; below, how many
 * waited. An object that nobody can hold, such as an event, is all waiters.
 *
 * Each permit of a semaphore has a row of the upper part, and so has each worker of a pool. More
 * of them than can be told apart are a level: how many there were.
 */

import { isSignal } from "../model/object_kinds.js";
import { taskName } from "../model/pool_work.js";
import { layoutLevel } from "./object_level.js";
import { partsOf, placeParts } from "./object_parts.js";
import { layoutPossession, PossessionLayout } from "./possession.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {GilFrame, SlimBox} from "./frame.js" */
/** @import {Level} from "./object_level.js" */
/** @import {Part, Told} from "./object_parts.js" */
/** @import {Row} from "./row_stack.js" */

/** @typedef {{told: Told, operation: number, level: Level, shown: number, box: SlimBox}} LevelFrame
 *  `shown`: what its height stands for: the most there ever was, so that it stays while one moves
 *  about; `operation`: of those who wait, -1 for any */

/** @typedef {{object: number, kind: string, box: {top: number, height: number},
 *   holds: GilFrame[], levels: LevelFrame[], signals: number[]}} ObjectFrame
 *   `signals`: where somebody told the others to go on, in device pixels */

/** A row of holds lower than this (CSS pixels) says nothing. */
const LEAST_ROW_PX = 5;
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
  const until = Math.min(scale.toNs, headNs);
  const parts = partsOf(timeline, object);
  const boxes = placeParts(parts, box, dpr);
  /** @type {LevelFrame[]} */
  const levels = [];
  /** @type {GilFrame[]} */
  const holds = [];
  parts.forEach((part, at) => {
    if (hasRows(part, boxes[at], dpr)) {
      const rows = sliceRows(part.rows, boxes[at], dpr);
      for (const each of rows) {
        const layout = new PossessionLayout();
        layoutPossession(each.holds, scale, headNs, widePx, each.box.sky, layout);
        holds.push({ object, ...each, layout, ...worked(timeline, part) });
      }
    } else {
      const { told, operation, steps } = part;
      const level = layoutLevel(steps, scale, until);
      levels.push({ told, operation, level, shown: Math.max(1, steps.most), box: boxes[at] });
    }
  });
  const signals = isSignal(kind) ? signalsIn(timeline, object, scale, until) : [];
  return { object, kind, box, holds, levels, signals };
}

/** Whether those who had it can be told apart, each on a row. @param {Part} part
 *  @param {SlimBox} box @param {number} dpr */
export function hasRows({ rows }, { sky }, dpr) {
  return rows.length > 0 && sky / rows.length >= LEAST_ROW_PX * dpr;
}

/** What a worker did is named on its row. @param {Timeline} timeline @param {Part} part */
function worked(timeline, { told }) {
  if (told !== "busy") return {};
  return {
    workOf: (/** @type {Possession} */ row, /** @type {number} */ index) =>
      taskName(timeline, row.lane(index), row.start(index)),
  };
}

/** @param {Possession[]} rows @param {SlimBox} box @param {number} dpr */
function sliceRows(rows, { top, height }, dpr) {
  const gap = rows.length > 1 ? Math.round(dpr) : 0;
  return rows.map((holds, at) => {
    const from = top + Math.round((at * height) / rows.length);
    const to = top + Math.round(((at + 1) * height) / rows.length);
    const baseline = to - (at < rows.length - 1 ? gap : 0);
    const high = baseline - from;
    return { holds, box: { top: from, height: high, sky: high, baseline } };
  });
}

/** @param {Timeline} timeline @param {number} object @param {TimeScale} scale
 *  @param {number} untilNs */
function signalsIn(timeline, object, scale, untilNs) {
  const flows = timeline.flowsThrough(object, scale.fromNs, untilNs, MOST_SIGNALS + 1);
  if (flows.length > MOST_SIGNALS) return [];
  return [...new Set(flows.map(({ fromNs }) => Math.round(scale.timeToPx(fromNs))))];
}

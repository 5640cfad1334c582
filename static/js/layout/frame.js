/**
 * A frame: everything a render layer may look at, laid out, in device pixels.
 *
 * Layers keep nothing and read nothing else, so a test can draw any frame onto a
 * canvas that only logs.
 */

import { layoutAxis, layoutAxisFrom } from "../base/ticks.js";
import { coresShown, layoutCores } from "./cores.js";
import { layoutGroup } from "./group.js";
import { LaneLayout, layoutLane } from "./lane.js";
import { layoutObjectLane } from "./object_lane.js";
import { layoutPossession, PossessionLayout } from "./possession.js";
import { laneBox } from "./skyline.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Axis} from "../base/ticks.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {LaneRow} from "../model/rows.js" */
/** @import {SpanColumns} from "../model/spans.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */
/** @import {GroupFrame} from "./group.js" */
/** @import {Light} from "./lit.js" */
/** @import {ObjectFrame} from "./object_lane.js" */
/** @import {PlacedRow} from "./rows.js" */
/** @import {LaneBox} from "./skyline.js" */

/** @typedef {{id: number, lane: LaneRow, spans: SpanColumns, layout: LaneLayout, box: LaneBox,
 *   alternate: boolean, stays: boolean}} LaneFrame */

/** @typedef {{top: number, height: number, sky: number, baseline: number}} SlimBox in device
 *  pixels */
/** @typedef {{object: number, holds: Possession, layout: PossessionLayout, box: SlimBox,
 *   stays?: boolean, workOf?: (holds: Possession, index: number) => string}} GilFrame `workOf`:
 *   what was done in a hold, where that is told */
/** @typedef {{columns: Float32Array, shown: number, box: SlimBox}} CoresFrame `shown`: how many
 *  cores its height stands for */

/** @typedef {{box: {top: number, height: number}, stays: boolean}} Band a row of words only */

/** @typedef {{timeline: Timeline, view: View, scale: TimeScale, axis: Axis,
 *   zeroNs: number | null, dpr: number,
 *   em: number, width: number, height: number, headNs: number, pointerNs: number | null, light: Light | null, lanes: LaneFrame[],
 *   gils: GilFrame[], cores: CoresFrame | null, groups: GroupFrame[], objects: ObjectFrame[], bands: Band[], edge: number,
 *   placeOf: (lane: number) => number}} Frame `em`: device pixels that text and the air around it
 *   take for one CSS pixel, with the reader's own text size; `groups`: those collapsed into one row;
 *   `edge`: above it lie rows that stay, under which others have scrolled; 0 where none have;
 *   `placeOf`: where a lane is seen among all rows */

/** A span at least this wide (CSS pixels) is drawn as itself, not merged into shares. */
export const WIDE_PX = 3;

/**
 * @param {{timeline: Timeline, view: View, headNs: number, rows: PlacedRow[], placeOf?: Frame["placeOf"],
 *   scale: TimeScale, heightPx: number, dpr: number, textScale: number, pool: LaneLayout[],
 *   zeroNs?: number | null}} what `scale`: of the window or another stretch, in device pixels;
 *   `heightPx`: in CSS pixels; `pool` lends its layouts and grows; `zeroNs`: what the axis calls zero
 *   where the run lies beside another
 * @returns {Frame}
 */
export function layoutFrame({
  timeline,
  view,
  headNs,
  rows,
  placeOf = () => 0,
  heightPx,
  dpr,
  textScale,
  pool,
  zeroNs = null,
  scale,
}) {
  const width = scale.widthPx;
  const height = Math.max(1, Math.round(heightPx * dpr));
  /** @type {LaneFrame[]} */
  const lanes = [];
  /** @type {GilFrame[]} */
  const gils = [];
  /** @type {CoresFrame | null} */
  let cores = null;
  /** @type {GroupFrame[]} */
  const groups = [];
  /** @type {Band[]} */
  const bands = [];
  /** @type {ObjectFrame[]} */
  const objects = [];
  for (const row of rows) {
    const box = laneBox(row.y, row.height, dpr);
    const { stays } = row;
    if (row.kind === "group" && !row.folded) bands.push({ box, stays });
    else if (row.kind === "group") {
      const group = groupFrame(timeline, row, box, scale, headNs, lend(pool, lanes, groups));
      if (group) groups.push(group);
    } else if (row.kind === "gil") {
      const gil = gilFrame(timeline, row.id, slimBox(box, dpr), scale, headNs, dpr);
      if (gil) gils.push({ ...gil, stays });
    } else if (row.kind === "cores") cores = coresFrame(timeline, slimBox(box, dpr), scale, headNs);
    else if (row.kind === "object") {
      objects.push(
        layoutObjectLane({ timeline, row, top: row.y, scale, headNs, dpr, widePx: WIDE_PX * dpr }),
      );
    }
    if (row.kind !== "lane") continue;
    const lane = timeline.lane(row.id);
    if (!lane) continue;
    const layout = lend(pool, lanes, groups);
    const spans = timeline.spans(row.id);
    layoutLane(spans, scale, headNs, WIDE_PX * dpr, layout);
    lanes.push({ id: row.id, lane, spans, layout, box, alternate: row.number % 2 === 1, stays });
  }
  return {
    timeline,
    view,
    scale,
    axis: axisOf(scale, dpr * textScale, zeroNs),
    zeroNs,
    dpr,
    em: dpr * textScale,
    width,
    height,
    headNs,
    pointerNs: null,
    light: null,
    lanes,
    gils,
    cores,
    groups,
    bands,
    objects,
    edge: Math.round(edgeOf(rows) * dpr),
    placeOf,
  };
}

/**
 * @param {TimeScale} scale in device pixels @param {number} em
 * @param {number | null} zeroNs what is called zero, where it is not that of the run
 */
export function axisOf({ fromNs, toNs, widthPx }, em, zeroNs) {
  return zeroNs === null
    ? layoutAxis(fromNs, toNs, widthPx / em)
    : layoutAxisFrom(fromNs, toNs, widthPx / em, zeroNs);
}

/** A layout that no row of this frame has yet. @param {LaneLayout[]} pool
 *  @param {...unknown[]} lent */
function lend(pool, ...lent) {
  const place = lent.reduce((sum, { length }) => sum + length, 0);
  if (place === pool.length) pool.push(new LaneLayout());
  return pool[place];
}

/** Where what stays ends, in CSS pixels; 0 when nothing has scrolled under it.
 *  @param {PlacedRow[]} rows those that stay first */
function edgeOf(rows) {
  const first = rows.findIndex(({ stays }) => !stays);
  if (first <= 0) return 0;
  const { y, height } = rows[first - 1];
  return rows[first].y < y + height ? y + height : 0;
}

/**
 * @param {Timeline} timeline @param {PlacedRow} row @param {LaneBox} box @param {TimeScale} scale
 * @param {number} headNs @param {LaneLayout} layout
 * @returns {GroupFrame | null}
 */
function groupFrame(timeline, { id, group, stays }, box, scale, headNs, layout) {
  if (!group) return null;
  const { lanes } = group;
  layoutGroup(timeline, group, scale, headNs, layout);
  return { id, lanes, layout, box, alternate: false, stays };
}

/** A lane without a strip for holds: it is one. @param {{top: number, height: number}} box
 *  @param {number} dpr @returns {SlimBox} */
function slimBox({ top, height }, dpr) {
  const line = Math.round(dpr);
  const baseline = top + height - line - Math.round(2 * dpr);
  return { top, height, baseline, sky: baseline - top - Math.round(3 * dpr) };
}

/** @param {Timeline} timeline @param {number} object @param {SlimBox} box @param {TimeScale} scale
 *  @param {number} headNs @param {number} dpr @returns {GilFrame | null} */
function gilFrame(timeline, object, box, scale, headNs, dpr) {
  const holds = timeline.gils.of(object);
  if (!holds) return null;
  const layout = new PossessionLayout();
  layoutPossession(holds, scale, headNs, WIDE_PX * dpr, box.sky, layout);
  return { object, holds, layout, box };
}

/** @param {Timeline} timeline @param {SlimBox} box @param {TimeScale} scale
 *  @param {number} headNs @returns {CoresFrame} */
function coresFrame(timeline, box, scale, headNs) {
  const counter = timeline.counters(timeline.coresObject);
  const columns = layoutCores(counter, scale, headNs);
  return { columns, shown: coresShown(counter.most, timeline.machineCores), box };
}

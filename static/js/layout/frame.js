/**
 * A frame: everything a render layer may look at, laid out, in device pixels.
 *
 * Layers keep nothing and read nothing else, so a test can draw any frame onto a
 * canvas that only logs.
 */

import { createScale } from "../base/scale.js";
import { layoutAxis, layoutAxisFrom } from "../base/ticks.js";
import { coresShown, layoutCores } from "./cores.js";
import { LaneLayout, layoutLane } from "./lane.js";
import { layoutPossession, PossessionLayout } from "./possession.js";
import { laneBox } from "./skyline.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Axis} from "../base/ticks.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {LaneRow} from "../model/rows.js" */
/** @import {SpanColumns} from "../model/spans.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */
/** @import {Row} from "./rows.js" */
/** @import {LaneBox} from "./skyline.js" */

/** @typedef {{id: number, lane: LaneRow, spans: SpanColumns, layout: LaneLayout, box: LaneBox,
 *   alternate: boolean}} LaneFrame */

/** @typedef {{top: number, height: number, sky: number, baseline: number}} SlimBox in device
 *  pixels */
/** @typedef {{object: number, holds: Possession, layout: PossessionLayout, box: SlimBox}} GilFrame */
/** @typedef {{columns: Float32Array, shown: number, box: SlimBox}} CoresFrame `shown`: how many
 *  cores its height stands for */

/** @typedef {{timeline: Timeline, view: View, scale: TimeScale, axis: Axis,
 *   zeroNs: number | null, dpr: number,
 *   em: number, width: number, height: number, headNs: number, pointerNs: number | null, lanes: LaneFrame[],
 *   gils: GilFrame[], cores: CoresFrame | null, processes: {id: number, top: number, height: number}[], laneHeight: number}} Frame `em`: device pixels that
 *   text and the air around it take for one CSS pixel, with the reader's own text size */

/** A span at least this wide (CSS pixels) is drawn as itself, not merged into shares. */
export const WIDE_PX = 3;

/**
 * @param {{timeline: Timeline, view: View, headNs: number, rows: Row[], scrollTop: number,
 *   widthPx: number, heightPx: number, dpr: number, textScale: number, pool: LaneLayout[],
 *   zeroNs?: number | null}} what sizes in CSS pixels; `pool` lends its layouts and grows;
 *   `zeroNs`: what the axis calls zero where the run lies beside another
 * @returns {Frame}
 */
export function layoutFrame({
  timeline,
  view,
  headNs,
  rows,
  scrollTop,
  widthPx,
  heightPx,
  dpr,
  textScale,
  pool,
  zeroNs = null,
}) {
  const width = Math.max(1, Math.round(widthPx * dpr));
  const height = Math.max(1, Math.round(heightPx * dpr));
  const scale = createScale(view.fromNs, view.toNs, width);
  /** @type {LaneFrame[]} */
  const lanes = [];
  /** @type {GilFrame[]} */
  const gils = [];
  /** @type {CoresFrame | null} */
  let cores = null;
  /** @type {Frame["processes"]} */
  const processes = [];
  for (const row of rows) {
    const box = laneBox(row.top - scrollTop, row.height, dpr);
    if (row.kind === "group") processes.push({ id: row.id, top: box.top, height: box.height });
    else if (row.kind === "gil") {
      const gil = gilFrame(timeline, row.id, slimBox(box, dpr), scale, headNs, dpr);
      if (gil) gils.push(gil);
    } else if (row.kind === "cores") cores = coresFrame(timeline, slimBox(box, dpr), scale, headNs);
    if (row.kind !== "lane") continue;
    const lane = timeline.lane(row.id);
    if (!lane) continue;
    if (lanes.length === pool.length) pool.push(new LaneLayout());
    const layout = pool[lanes.length];
    const spans = timeline.spans(row.id);
    layoutLane(spans, scale, headNs, WIDE_PX * dpr, layout);
    lanes.push({ id: row.id, lane, spans, layout, box, alternate: row.number % 2 === 1 });
  }
  return {
    timeline,
    view,
    scale,
    axis:
      zeroNs === null
        ? layoutAxis(view.fromNs, view.toNs, widthPx / textScale)
        : layoutAxisFrom(view.fromNs, view.toNs, widthPx / textScale, zeroNs),
    zeroNs,
    dpr,
    em: dpr * textScale,
    width,
    height,
    headNs,
    pointerNs: null,
    lanes,
    gils,
    cores,
    processes,
    laneHeight: rows.find((row) => row.kind === "lane")?.height ?? 0,
  };
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

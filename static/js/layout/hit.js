/** A hit: what lies under a point of the stage. */

import { STATE_COUNT } from "../model/spans.js";
import { TiledPossession } from "../model/tiled_gils.js";
import { TiledSpans } from "../model/tiled_spans.js";
import { WIDE_PX } from "./frame.js";
import { hitTiledHold, hitTiledSpan } from "./tiled_hit.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Possession} from "../model/possession.js" */
/** @import {SpanColumns} from "../model/spans.js" */

/** A narrow span is hit from a pixel beside it, too. */
const REACH_PX = 1.5;

/** @typedef {{kind: "span", index: number}} SpanHit */
/** @typedef {{kind: "merged", index: number, count: number, fromNs: number, toNs: number,
 *   shares: Float64Array, totalNs: number}} MergedHit several spans too narrow to tell apart */

/**
 * The span at `px`, or the narrow ones that share its pixels; null where the lane has none.
 *
 * @param {SpanColumns} spans @param {TimeScale} scale in CSS pixels @param {number} px
 * @param {number} headNs
 * @returns {SpanHit | MergedHit | null}
 */
export function hitSpan(spans, scale, px, headNs) {
  if (spans instanceof TiledSpans) {
    return hitTiledSpan(spans, scale, px, headNs, REACH_PX, WIDE_PX);
  }
  if (spans.length === 0) return null;
  const ns = scale.pxToTime(px);
  const reachNs = scale.nsPerPx * REACH_PX;
  if (ns > headNs + reachNs || ns < spans.start(0) - reachNs) return null;
  const at = spans.indexAt(ns);
  const wideNs = WIDE_PX * scale.nsPerPx;
  if (at >= 0 && spans.end(at) - spans.start(at) >= wideNs) {
    const beside = narrowBeside(spans, at, ns, scale.nsPerPx, wideNs);
    return { kind: "span", index: beside ?? at };
  }
  const fromNs = Math.max(ns - reachNs, spans.start(0));
  const toNs = Math.min(ns + reachNs, headNs);
  const first = Math.max(0, spans.lastStarted(fromNs));
  const last = Math.max(first, spans.lastStarted(toNs));
  if (last - first <= 2) return { kind: "span", index: at >= 0 ? at : last };
  const shares = spans.shares(fromNs, toNs);
  let totalNs = 0;
  for (let state = 0; state < STATE_COUNT; state += 1) totalNs += shares[state];
  return {
    kind: "merged",
    index: at >= 0 ? at : last,
    count: last - first + 1,
    fromNs,
    toNs,
    shares,
    totalNs,
  };
}

/**
 * A narrow span within a pixel of `ns`, next to the wide one: it is drawn a pixel wide
 * and could otherwise hardly be hit.
 *
 * @param {SpanColumns} spans @param {number} at @param {number} ns @param {number} nsPerPx
 * @param {number} wideNs
 */
function narrowBeside(spans, at, ns, nsPerPx, wideNs) {
  for (const index of [at - 1, at + 1]) {
    if (index < 0 || index >= spans.length) continue;
    const start = spans.start(index);
    const end = spans.end(index);
    const near = index < at ? ns - end < nsPerPx : start - ns < nsPerPx;
    if (near && end - start < wideNs) return index;
  }
  return null;
}

/** @typedef {{kind: "hold", index: number}} HoldHit */
/** @typedef {{kind: "shared", count: number, fromNs: number, toNs: number,
 *   shares: Float64Array}} SharedHit several holds too narrow to tell apart; shares by slot */

/**
 * The hold of a GIL at `px`, or the narrow ones that share its pixels; null where nobody had it.
 *
 * @param {Possession} holds @param {TimeScale} scale in CSS pixels @param {number} px
 * @param {number} headNs
 * @returns {HoldHit | SharedHit | null}
 */
export function hitHold(holds, scale, px, headNs) {
  if (holds instanceof TiledPossession) {
    return hitTiledHold(holds, scale, px, headNs, REACH_PX, WIDE_PX);
  }
  if (holds.length === 0) return null;
  const ns = scale.pxToTime(px);
  const reachNs = scale.nsPerPx * REACH_PX;
  if (ns > headNs + reachNs) return null;
  const at = holds.indexAt(ns);
  if (at >= 0 && holds.end(at) - holds.start(at) >= WIDE_PX * scale.nsPerPx) {
    return { kind: "hold", index: at };
  }
  const fromNs = Math.max(ns - reachNs, holds.start(0));
  const toNs = Math.min(ns + reachNs, headNs);
  const before = holds.lastStarted(fromNs);
  const first = before >= 0 && holds.end(before) > fromNs ? before : before + 1;
  const last = holds.lastStarted(toNs);
  if (last < first) return null;
  if (last - first < 2)
    return { kind: "hold", index: at >= 0 ? at : nearer(holds, first, last, ns) };
  return {
    kind: "shared",
    count: last - first + 1,
    fromNs,
    toNs,
    shares: holds.shares(fromNs, toNs),
  };
}

/** Which of two holds beside a gap lies nearer. @param {Possession} holds @param {number} first
 *  @param {number} last @param {number} ns */
function nearer(holds, first, last, ns) {
  return Math.abs(ns - holds.end(first)) <= Math.abs(holds.start(last) - ns) ? first : last;
}

/** A hit on a lane that is here as tiles: a long span, or how many others and what they were. */

import { STATE_COUNT } from "../model/spans.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {TiledPossession} from "../model/tiled_gils.js" */
/** @import {TiledSpans} from "../model/tiled_spans.js" */
/** @import {HoldHit, MergedHit, SharedHit, SpanHit} from "./hit.js" */

/** Spans that are not here have no index. */
export const NOT_HERE = -1;

/**
 * @param {TiledSpans} spans @param {TimeScale} scale in CSS pixels @param {number} px
 * @param {number} headNs @param {number} reachPx @param {number} widePx
 * @returns {SpanHit | MergedHit | null}
 */
export function hitTiledSpan(spans, scale, px, headNs, reachPx, widePx) {
  const ns = scale.pxToTime(px);
  const reachNs = scale.nsPerPx * reachPx;
  if (ns > headNs + reachNs || ns < -reachNs) return null;
  const at = spans.indexAt(ns);
  if (at >= 0 && spans.end(at) - spans.start(at) >= widePx * scale.nsPerPx) {
    return { kind: "span", index: at };
  }
  const fromNs = Math.max(0, ns - reachNs);
  const toNs = Math.min(ns + reachNs, headNs);
  const shares = spans.shares(fromNs, toNs);
  const count = spans.countIn(fromNs, toNs);
  let totalNs = 0;
  for (let state = 0; state < STATE_COUNT; state += 1) totalNs += shares[state];
  if (totalNs === 0) return null;
  return { kind: "merged", index: NOT_HERE, count, fromNs, toNs, shares, totalNs };
}

/**
 * @param {TiledPossession} holds @param {TimeScale} scale in CSS pixels @param {number} px
 * @param {number} headNs @param {number} reachPx @param {number} widePx
 * @returns {HoldHit | SharedHit | null}
 */
export function hitTiledHold(holds, scale, px, headNs, reachPx, widePx) {
  const ns = scale.pxToTime(px);
  const reachNs = scale.nsPerPx * reachPx;
  if (ns > headNs + reachNs) return null;
  const at = holds.indexAt(ns);
  if (at >= 0 && holds.end(at) - holds.start(at) >= widePx * scale.nsPerPx) {
    return { kind: "hold", index: at };
  }
  const fromNs = Math.max(0, ns - reachNs);
  const toNs = Math.min(ns + reachNs, headNs);
  const shares = holds.shares(fromNs, toNs);
  if (!shares.some((had) => had > 0)) return null;
  return { kind: "shared", count: NOT_HERE, fromNs, toNs, shares };
}

/**
 * The scope: the stretch of time that numbers beside the lanes speak of — the range marked by
 * hand when there is one, else what is in view. One rule, so that the panel, the table and
 * whatever else counts never speak of different times.
 */

/** @import {Timeline} from "./timeline.js" */
/** @import {View} from "./view.js" */

/** @typedef {{fromNs: number, toNs: number, marked: boolean}} Scope `marked`: by hand */

/** @param {Pick<Timeline, "durationNs">} timeline @param {Pick<View, "fromNs" | "toNs" | "range">} view
 *  @returns {Scope} within the run */
export function scopeOf(timeline, view) {
  const { fromNs, toNs } = view.range ?? view;
  const from = Math.max(0, fromNs);
  return {
    fromNs: from,
    toNs: Math.max(from, Math.min(timeline.durationNs, toNs)),
    marked: view.range !== null,
  };
}

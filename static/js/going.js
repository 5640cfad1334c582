/** Going: how panels lead to a place on the lanes — a span, a hold, a stretch of time. */

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** Air beside a stretch of time that is shown, as a share of it, and at least. */
const AIR = 0.08;
const LEAST_AIR_NS = 1000;

/** @param {Timeline} timeline @param {View} view @param {Stage} stage */
export function going(timeline, view, stage) {
  /** @param {number} lane @param {number} ns */
  const goToSpan = (lane, ns) => stage.navigation.selection.jumpTo(lane, ns);
  return {
    goToSpan,

    /** From a view without lanes. @param {number} lane @param {number} ns */
    goToLanes(lane, ns) {
      view.setMode("threads");
      goToSpan(lane, ns);
    },

    /** @param {number} object @param {number} ns */
    goToHold(object, ns) {
      const index = timeline.holdsInOrder(object)?.lastStarted(ns) ?? -1;
      if (timeline.gils.of(object) && view.without.has("gil")) view.toggleExtra("gil");
      stage.selectHold(object, index);
    },

    /** @param {number} fromNs @param {number} toNs */
    goToRange(fromNs, toNs) {
      const air = Math.max(LEAST_AIR_NS, (toNs - fromNs) * AIR);
      stage.zoomTo(Math.max(0, fromNs - air), Math.min(timeline.durationNs, toNs + air));
    },
  };
}

/** Going: how panels lead to a place on the lanes — a span, a hold, a stretch of time, a finding. */

/** @import {FindingRow} from "./model/rows.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** Air beside a stretch of time that is shown, as a share of it, and at least. */
const AIR = 0.08;
const LEAST_AIR_NS = 1000;

/** @param {Timeline} timeline @param {View} view @param {Stage} stage
 *  @param {(sentence: string) => void} say */
export function going(timeline, view, stage, say) {
  /** @param {number} lane @param {number} ns */
  const goToSpan = (lane, ns) => {
    const far = timeline.part?.far;
    if (far) far.goTo(lane, ns);
    else stage.navigation.selection.jumpTo(lane, ns);
  };
  /** @param {number} fromNs @param {number} toNs */
  const goToRange = (fromNs, toNs) => {
    const air = Math.max(LEAST_AIR_NS, (toNs - fromNs) * AIR);
    stage.zoomTo(Math.max(0, fromNs - air), Math.min(timeline.durationNs, toNs + air));
  };
  return {
    goToSpan,
    goToRange,

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

    /** @param {FindingRow} finding */
    showFinding(finding) {
      view.setMode("threads");
      goToRange(finding.from, finding.to);
      view.setHighlight(finding.objects[0] ?? 0);
      if (finding.lanes.length) {
        const spans = timeline.spans(finding.lanes[0]);
        const index = spans.indexAt(Math.max(finding.from, finding.to - 1));
        if (index >= 0) view.select({ lane: finding.lanes[0], start: spans.start(index) });
        stage.revealLane(finding.lanes[0]);
      }
      say(finding.sentence);
    },
  };
}

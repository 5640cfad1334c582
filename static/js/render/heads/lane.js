/** The head of a thread's lane: its name, the share of its time running, a bar of shares. */

import { formatShare } from "../../base/format.js";
import { threadLook } from "../../layout/threads.js";
import { FINISHED, RUNNING, STATES } from "../../model/vocabulary.js";
import { element, write } from "../element.js";
import { THREAD_LOOKS } from "../palette.js";
import { nameAndShare } from "./head.js";

/** @import {Group} from "../../model/arrangement.js" */
/** @import {LaneRow} from "../../model/rows.js" */
/** @import {Timeline} from "../../model/timeline.js" */
/** @import {View} from "../../model/view.js" */
/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function laneHead(row, header) {
  const chip = threadChip();
  header.append(chip);
  const { name, share } = nameAndShare(header);
  const bar = shareBar();
  header.append(bar.element);
  return ({ id, group, folded }, { timeline, view, headNs }, withNumbers) => {
    const lane = timeline.lane(id);
    if (!lane) return;
    write(name, nameOf(timeline, lane, group));
    row.classList.toggle("stage-row-folded", folded);
    name.title = titleOf(timeline, id);
    showChip(timeline, view, id, chip);
    row.classList.toggle("stage-row-selected", view.selection?.lane === id);
    row.classList.toggle("stage-row-ended", lane.end !== null);
    if (!withNumbers) return;
    const shares = timeline.shares(id, view.fromNs, Math.min(view.toNs, headNs));
    write(share, bar.show(shares));
  };
}

/** Away from its process it is told which one it is of, where there are several.
 *  @param {Timeline} timeline @param {LaneRow} lane @param {Group | null} group */
function nameOf(timeline, { name, process }, group) {
  const known = timeline.processes.size > 1 && group?.by !== "process";
  return known ? `${name} · ${timeline.processes.get(process)?.name ?? process}` : name;
}

function threadChip() {
  const chip = element("i", "stage-chip", { "aria-hidden": "true" });
  chip.hidden = true;
  return chip;
}

/** A bar of states, each as wide as its share. */
export function shareBar() {
  const bar = element("div", "stage-bar", { "aria-hidden": "true" });
  const parts = STATES.slice(0, FINISHED).map((state) =>
    element("i", `stage-part stage-part-${state}`),
  );
  bar.append(...parts);
  return {
    element: bar,
    /** @param {Float64Array} shares nanoseconds per state @returns {string} the share running */
    show(shares) {
      // Of the time it lived: a thread that ended early and never waited ran all the time.
      const total = shares.subarray(0, FINISHED).reduce((sum, ns) => sum + ns, 0);
      parts.forEach((part, state) => {
        const percent = total > 0 ? (shares[state] / total) * 100 : 0;
        part.style.width = `${percent.toFixed(1)}%`;
      });
      return total > 0 ? `${formatShare(shares[RUNNING] / total)} run` : "–";
    },
  };
}

/** The look of the thread on the lane of the GIL, where there is one.
 *  @param {Timeline} timeline @param {View} view @param {number} lane @param {HTMLElement} chip */
function showChip(timeline, view, lane, chip) {
  chip.hidden = view.without.has("gil") || !timeline.gilOfLane(lane);
  chip.dataset.thread = String(threadLook(timeline, lane, THREAD_LOOKS) + 1);
}

/** @param {Timeline} timeline @param {number} id */
function titleOf(timeline, id) {
  const lane = timeline.lane(id);
  if (!lane) return "";
  const parts = [lane.name];
  if (lane.daemon) parts.push("daemon");
  if (lane.native) parts.push(`native id ${lane.native}`);
  if (lane.parent) {
    const site = timeline.siteText(lane.site);
    parts.push(`started by ${timeline.laneName(lane.parent)}${site ? ` at ${site}` : ""}`);
  }
  return parts.join(", ");
}

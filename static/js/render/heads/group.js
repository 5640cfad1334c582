/**
 * The head of a group of lanes: what they have in common, how many they are, the shares of their
 * states together, and the control that collapses them into one row.
 */

import { formatCounted } from "../../base/format.js";
import { STATE_COUNT } from "../../model/spans.js";
import { pythonText } from "../../model/vocabulary.js";
import { element as create, write } from "../element.js";
import { draw, icon } from "../icon.js";
import { shareBar } from "./lane.js";

/** @import {Group} from "../../model/arrangement.js" */
/** @import {Timeline} from "../../model/timeline.js" */
/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function groupHead(row, header) {
  const chevron = icon("fold");
  const name = create("span", "stage-name");
  const toggle = create(
    "button",
    "stage-fold",
    { type: "button", "data-do": "fold" },
    chevron,
    name,
  );
  const count = create("span", "stage-count");
  const share = create("span", "stage-share");
  const bar = shareBar();
  header.append(toggle, count, bar.element, share);
  return ({ group, folded }, { timeline, view, headNs }, withNumbers) => {
    if (!group) return;
    write(name, nameOf(timeline, group));
    write(count, formatCounted(group.lanes.length, "thread"));
    draw(chevron, folded ? "unfold" : "fold");
    toggle.setAttribute("aria-expanded", String(!folded));
    header.title = titleOf(timeline, group);
    row.classList.toggle("stage-row-folded", folded);
    const selected = view.selection?.lane ?? 0;
    row.classList.toggle("stage-row-selected", folded && group.lanes.includes(selected));
    if (!withNumbers) return;
    const sums = sharesOf(timeline, group.lanes, view.fromNs, Math.min(view.toNs, headNs));
    write(share, bar.show(sums));
  };
}

/** @param {Timeline} timeline @param {readonly number[]} lanes @param {number} fromNs
 *  @param {number} toNs */
export function sharesOf(timeline, lanes, fromNs, toNs) {
  const sums = new Float64Array(STATE_COUNT);
  for (const lane of lanes) {
    const shares = timeline.shares(lane, fromNs, toNs);
    for (let state = 0; state < STATE_COUNT; state += 1) sums[state] += shares[state];
  }
  return sums;
}

/** Pythons are told where they differ: then it is what a reader compares.
 *  @param {Timeline} timeline @param {Group} group */
function nameOf(timeline, { by, process, name }) {
  const pythons = new Set([...timeline.processes.values()].map(pythonText));
  const row = timeline.processes.get(process);
  return by === "process" && row && pythons.size > 1 ? `${name} · ${pythonText(row)}` : name;
}

/** @param {Timeline} timeline @param {Group} group */
function titleOf(timeline, { by, process, name, told, all, lanes, most }) {
  const pid = timeline.processes.get(process)?.pid;
  const parts = [by === "process" && pid ? `${name}, pid ${pid}` : name, told];
  if (all > lanes.length) parts.push(`${all - lanes.length} hidden or pinned`);
  if (most) parts.push(`as high as the most that lived at once, ${most}`);
  return parts.join(" · ");
}

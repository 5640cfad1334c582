/** The flows of a span: what woke its lane, whom it wakes, and from whom it had the GIL. */

import { flowLabel, RUNNABLE } from "../model/vocabulary.js";
import { h } from "./element.js";
import { flowWords, moment } from "./words.js";

/** @import {Description, Page} from "./selection.js" */
/** @typedef {import("../model/flows.js").Flow | import("../model/handovers.js").HandOver} Cause */

/** More flows than these are a statement about the span, not a list to read. */
const FLOWS_SHOWN = 8;

/** What woke this span's lane, and whom it wakes. @param {Description} span @param {Page} page */
export function flowList(span, { timeline, goToSpan }) {
  /** @type {{flow: Cause, isInto: boolean}[]} */
  const into = timeline
    .flowsInto(span.lane, span.startNs, span.endNs)
    .map((flow) => ({ flow, isInto: true }));
  const from = timeline
    .flowsFrom(span.lane, span.startNs, span.endNs)
    .map((flow) => ({ flow, isInto: false }));
  const all = [...into, ...from, ...handOvers(span, timeline)];
  if (!all.length) return null;
  const row = (/** @type {(typeof all)[number]} */ { flow, isInto }) => {
    const [lane, ns] = isInto ? [flow.fromLane, flow.fromNs] : [flow.toLane, flow.toNs];
    return h(
      "li",
      { title: flowLabel(flow.kind) },
      h("span", { class: "arrow", "aria-hidden": "true" }, isInto ? "←" : "→"),
      h(
        "span",
        null,
        `${flowWords(flow.kind, isInto, kindOf(flow, timeline))} `,
        h(
          "button",
          {
            class: "link-button",
            type: "button",
            data: { key: `flow ${flow.kind} ${flow.toNs} ${isInto}` },
            onclick: () => goToSpan(lane, ns),
          },
          timeline.laneName(lane),
        ),
        ` at ${moment(ns)}`,
      ),
    );
  };
  return h(
    "ul",
    { class: "flows", "aria-label": "Wake-ups" },
    all.slice(0, FLOWS_SHOWN).map(row),
    all.length > FLOWS_SHOWN &&
      h("li", { class: "quiet" }, h("span"), `and ${all.length - FLOWS_SHOWN} more in this span`),
  );
}

/** @param {Cause} flow @param {import("../model/timeline.js").Timeline} timeline */
const kindOf = (flow, timeline) =>
  "object" in flow ? timeline.objects.get(flow.object)?.kind : "";

/** The hand-overs of the GIL that began and ended the span.
 * @param {Description} span @param {import("../model/timeline.js").Timeline} timeline
 * @returns {{flow: Cause, isInto: boolean}[]}
 */
function handOvers({ state, lane, startNs, endNs }, timeline) {
  const all = timeline.gilOfLane(lane)?.handOvers;
  const into = all?.into(lane, state === RUNNABLE ? endNs : startNs);
  const from = state === RUNNABLE ? null : all?.outOf(lane, endNs);
  return [
    ...(into ? [{ flow: into, isInto: true }] : []),
    ...(from ? [{ flow: from, isInto: false }] : []),
  ];
}

/** Align: what of the two runs lies above each other, as a choice. */

import { formatDuration } from "../base/format.js";
import { fullName } from "../model/matching.js";
import { h, refill } from "./element.js";

/** @import {Alignment} from "../model/comparison.js" */
/** @import {Match} from "../model/matching.js" */
/** @import {LaneRow} from "../model/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */

/** More threads than these are found by selecting a span of theirs. */
const MOST_THREADS = 60;

/** When the threads of a match began; null when one of them has no span yet.
 *  @param {readonly [Timeline, Timeline]} timelines @param {Match<LaneRow>} match
 *  @returns {readonly [number, number] | null} */
export function firstSpans([a, b], match) {
  const [ofA, ofB] = [beginOf(a, match.a), beginOf(b, match.b)];
  return ofA === null || ofB === null ? null : [ofA, ofB];
}

/** @param {Timeline} timeline @param {LaneRow | null} lane */
function beginOf(timeline, lane) {
  if (!lane) return null;
  // Of a run that is not here whole the first span may not be here either.
  if (timeline.part) return lane.begin;
  const spans = timeline.spans(lane.id);
  return spans.length ? spans.start(0) : null;
}

/**
 * @param {HTMLSelectElement} select
 * @param {{timelines: readonly [Timeline, Timeline], matches: () => Match<LaneRow>[],
 *   selected: () => readonly [number, number] | null, now: () => Alignment,
 *   align: (align: Alignment) => void}} options selected: starts of the spans selected on both
 */
export function alignControl(select, { timelines, matches, selected, now, align }) {
  /** @type {{text: string, align: Alignment}[]} */
  let offered = [];
  let shown = "";

  const offer = () => {
    const threads = matches()
      .filter((match) => match.a && match.b)
      .slice(0, MOST_THREADS)
      .flatMap((match) => {
        const starts = firstSpans(timelines, match);
        const name = match.a && fullName(timelines[0], match.a);
        return starts ? [{ text: `the first span of ${name}`, align: starts }] : [];
      });
    const both = selected();
    return [
      { text: "the start", align: /** @type {Alignment} */ ("start") },
      ...(both ? [{ text: "the selected spans", align: both }] : []),
      ...threads,
    ];
  };

  select.addEventListener("change", () => {
    const choice = offered[Number(select.value)];
    if (choice) align(choice.align);
  });

  return () => {
    offered = offer();
    const current = String(now());
    if (!offered.some(({ align: each }) => String(each) === current)) {
      offered.push({ text: momentsText(now()), align: now() });
    }
    const texts = offered.map(({ text }) => text);
    const at = String(offered.findIndex(({ align: each }) => String(each) === current));
    if (texts.join("\n") !== shown) {
      shown = texts.join("\n");
      refill(
        select,
        texts.map((text, value) => h("option", { value }, text)),
      );
    }
    if (select.value !== at) select.value = at;
  };
}

/** @param {Alignment} align */
function momentsText(align) {
  if (align === "start") return "the start";
  const [inA, inB] = align.map((ns) => (ns === 0 ? "the start" : formatDuration(ns)));
  return `${inA} of A, ${inB} of B`;
}

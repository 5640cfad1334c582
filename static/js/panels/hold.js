/** A selected hold, of the GIL or of a lock: who had it how long, from whom, for whom, and who
 *  wanted it; or a task of a pool: who ran it how long, and who submitted it. */

import { formatDuration, formatTime } from "../base/format.js";
import { h } from "./element.js";
import { objectButton } from "./object_button.js";
import { clearButton, panelHead } from "./panel_head.js";
import { placeText } from "./why.js";
import { explainCertainty, moment } from "./words.js";

/** @import {HoldDescription, Wanter} from "../model/describe_hold.js" */
/** @import {Page} from "./selection.js" */

/** Threads are told apart by so many looks; `tokens.css` has them. */
export const THREAD_LOOKS = 12;
const WANTERS_SHOWN = 6;

/** The look of a thread, as on the lane of the GIL.
 *  @param {import("../model/timeline.js").Timeline} timeline @param {number} lane */
export const threadChip = (timeline, lane) =>
  h("span", {
    class: "stage-chip",
    "aria-hidden": "true",
    data: { thread: (timeline.laneNumber(lane) % THREAD_LOOKS) + 1 },
  });

/** @param {HoldDescription} hold @param {Page} page */
export function holdDetails(hold, page) {
  const { timeline, view, goToHold, showSource } = page;
  const holds = timeline.holdsInOrder(hold.object);
  const isGil = timeline.gils.of(hold.object) !== null;
  const neighbour = (/** @type {number} */ index, /** @type {string} */ text) =>
    button(`go ${index - hold.index}`, text, () =>
      goToHold(hold.object, holds?.start(index) ?? hold.startNs),
    );
  return [
    panelHead(
      "Selection",
      { id: "selection-head" },
      clearButton(() => view.selectHold(null)),
    ),
    h(
      "h3",
      { class: "selection-title" },
      threadChip(timeline, hold.lane),
      h("span", null, `${hold.laneName} ${hold.had}`),
    ),
    !hold.isTask && h("p", { class: "selection-sentence" }, ...meanwhile(hold, page)),
    h(
      "dl",
      { class: "facts" },
      fact(
        "Known",
        h("span", null, `${capital(hold.certaintyName)}: `, explainCertainty(hold.certainty)),
      ),
      fact("Thread", threadButton(hold.lane, hold.startNs, "thread", page)),
      !isGil &&
        fact(
          hold.isTask ? "Pool" : "Object",
          objectButton(hold.object, page),
          kindText(hold.object, page),
        ),
      fact(
        "Duration",
        h("span", { class: "strong" }, formatDuration(hold.durationNs)),
        hold.open && " so far",
      ),
      hold.site > 0 &&
        fact(
          "Line",
          button("site", placeText(timeline, hold.site), () => showSource(hold.site)),
        ),
      fact("Start", formatTime(hold.startNs)),
      fact("End", hold.open ? "still going on" : formatTime(hold.endNs)),
      hold.before && fact("Before", neighbour(hold.index - 1, hold.before)),
      hold.after && fact("After", neighbour(hold.index + 1, hold.after)),
    ),
    hold.isTask ? submitted(hold, page) : handOvers(hold, page),
  ].filter(Boolean);
}

/** "payer and saver wanted it meanwhile." with links to where they wait.
 *  @param {HoldDescription} hold @param {Page} page */
function meanwhile(hold, page) {
  const { wanters, startNs, endNs } = hold;
  const wanted = page.timeline.gils.of(hold.object) ? "wanted" : "waited for";
  if (wanters.length === 0) return [`Nobody else ${wanted} it meanwhile.`];
  const shown = wanters.slice(0, WANTERS_SHOWN);
  const names = shown.flatMap(({ lane, ns }, index) => [
    index ? ", " : "Meanwhile ",
    threadButton(lane, (startNs + endNs) / 2, `wanter ${lane}`, page),
    ` ${wanted} it for ${formatDuration(ns)}`,
  ]);
  const more = wanters.length - shown.length;
  return [...names, more > 0 && `, and ${more} more`, "."];
}

/** @param {HoldDescription} hold @param {Page} page */
function handOvers({ object, takenFrom, handedTo, giver, taker }, { goToHold }) {
  const took = (/** @type {{fromNs: number, toNs: number}} */ { fromNs, toNs }) =>
    `, in ${formatDuration(toNs - fromNs)}, at ${moment(toNs)}`;
  const row = (
    /** @type {string} */ arrow,
    /** @type {string} */ words,
    /** @type {string} */ name,
    /** @type {number} */ ns,
    /** @type {string} */ more,
  ) =>
    h(
      "li",
      null,
      h("span", { class: "arrow", "aria-hidden": "true" }, arrow),
      h(
        "span",
        null,
        `${words} `,
        button(words, name, () => goToHold(object, ns)),
        more,
      ),
    );
  const rows = [
    takenFrom && row("←", "Got it from", giver, takenFrom.fromNs - 1, took(takenFrom)),
    handedTo && row("→", "Handed it to", taker, handedTo.toNs, took(handedTo)),
  ].filter(Boolean);
  return rows.length > 0 && h("ul", { class: "flows", "aria-label": "Hand-overs" }, rows);
}

/** Who gave a task to the pool. @param {HoldDescription} task @param {Page} page */
function submitted({ takenFrom, giver }, { goToSpan }) {
  if (!takenFrom) return false;
  const { fromLane, fromNs, toNs } = takenFrom;
  return h(
    "ul",
    { class: "flows", "aria-label": "Submitted" },
    h(
      "li",
      null,
      h("span", { class: "arrow", "aria-hidden": "true" }, "←"),
      h(
        "span",
        null,
        "Submitted by ",
        button("submitted", giver, () => goToSpan(fromLane, fromNs)),
        `, ${formatDuration(toNs - fromNs)} before it was begun, at ${moment(fromNs)}`,
      ),
    ),
  );
}

/** @param {number} object @param {Page} page */
function kindText(object, { timeline }) {
  return h("span", { class: "quiet" }, ` ${timeline.objects.get(object)?.kind ?? ""}`);
}

/** @param {number} lane @param {number} ns @param {string} key @param {Page} page */
function threadButton(lane, ns, key, { timeline, goToSpan }) {
  return button(key, timeline.laneName(lane), () => goToSpan(lane, ns));
}

/** @param {string} key @param {string} text @param {() => void} onclick */
const button = (key, text, onclick) =>
  h("button", { class: "link-button", type: "button", data: { key }, onclick }, text);

/** @param {string} name @param {...any} values */
const fact = (name, ...values) => [h("dt", null, name), h("dd", null, ...values)];

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

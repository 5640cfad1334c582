/** The selection: everything known of one span, and one sentence that says why it waits. */

import { formatDuration, formatTime } from "../base/format.js";
import { BLOCKED, RUNNABLE, STATES } from "../model/vocabulary.js";
import { h, refill } from "./element.js";
import { flowList } from "./flows.js";
import { holdDetails } from "./hold.js";
import { objectButton } from "./object_button.js";
import { clearButton, panelHead } from "./panel_head.js";
import { placeText, whySentence } from "./why.js";
import { explainCertainty, ranWithText } from "./words.js";

/**
 * @typedef {{timeline: import("../model/timeline.js").Timeline, view: import("../model/view.js").View,
 *   goToSpan: (lane: number, ns: number) => void, goToRange: (fromNs: number, toNs: number) => void,
 *   goToHold: (gil: number, ns: number) => void,
 *   showSource: (site: number) => void, say: (text: string) => void}} Page what a panel may use and do
 * @typedef {import("../model/describe.js").Description} Description
 */

/** @param {HTMLElement} host @param {Page} page @param {{watchFor: () => string}} texts */
export function selectionPanel(host, page, { watchFor }) {
  const { timeline, view } = page;
  let shown = "";

  /** @returns {Description | null} */
  const described = () => {
    const place = view.selection;
    if (!place) return null;
    return timeline.describe(place.lane, timeline.spans(place.lane).indexAt(place.start));
  };

  const describedHold = () => {
    const place = view.hold;
    const index = place
      ? (timeline.holdsInOrder(place.object)?.lastStarted(place.start) ?? -1)
      : -1;
    return place && timeline.describeHold(place.object, index);
  };

  return {
    /** In a few words, for where there is room for no more. */
    peek() {
      const span = described();
      const hold = describedHold();
      if (hold) return `${hold.laneName} ${hold.had}, ${formatDuration(hold.durationNs)}`;
      return span && `${span.what}, ${formatDuration(span.durationNs)}`;
    },
    update() {
      const span = described();
      const hold = describedHold();
      const found = hold ? holdDetails(hold, page) : span && selected(span, page);
      const head = found || nothing(watchFor(), ranWithText(timeline));
      // Where nothing changed nothing is touched: focus and selected text stay.
      const key = found
        ? JSON.stringify([span, hold, view.highlight])
        : head.map((node) => node.textContent).join();
      if (key === shown) return;
      const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
      shown = key;
      refill(host, head);
      if (focus)
        /** @type {HTMLElement | null} */ (host.querySelector(`[data-key="${focus}"]`))?.focus();
    },
  };
}

/** @param {string} watchFor @param {string} ranWith "" before anything is known @returns {HTMLElement[]} */
function nothing(watchFor, ranWith) {
  const paragraph = (/** @type {string} */ text) => h("p", { class: "selection-empty" }, text);
  return [
    h("h2", { class: "caps", id: "selection-head" }, watchFor ? "Watch for" : "Selection"),
    watchFor && paragraph(watchFor),
    ranWith && paragraph(ranWith),
    ranWith &&
      paragraph("Click a span to see why it waits, or focus the lanes and use the arrow keys."),
  ].filter(Boolean);
}

/** @param {Description} span @param {Page} page */
function selected(span, page) {
  const { timeline, view, goToSpan } = page;
  const spans = timeline.spans(span.lane);
  const neighbour = (/** @type {number} */ index, /** @type {string} */ text) =>
    h(
      "button",
      {
        class: "link-button one-line",
        type: "button",
        title: text,
        data: { key: `go ${index - span.index}` },
        onclick: () => goToSpan(span.lane, spans.start(index)),
      },
      text,
    );
  return [
    panelHead(
      "Selection",
      { id: "selection-head" },
      clearButton(() => view.select(null)),
    ),
    h(
      "h3",
      { class: "selection-title" },
      h("span", { class: "swatch", data: { state: STATES[span.state] } }),
      h("span", null, span.what),
    ),
    whySentence(span, page),
    h(
      "dl",
      { class: "facts" },
      fact(
        "State",
        span.stateText,
        h(
          "span",
          { class: "explained" },
          capital(span.certaintyName),
          ": ",
          explainCertainty(span.certainty),
        ),
      ),
      fact("Thread", span.laneName),
      span.object > 0 &&
        span.state !== RUNNABLE &&
        fact(
          "Object",
          objectButton(span.object, page),
          h("span", { class: "quiet" }, ` ${span.objectKind}`),
        ),
      span.state === BLOCKED && span.operation !== "none" && fact("Operation", span.operation),
      fact(
        "Duration",
        h("span", { class: "strong" }, formatDuration(span.durationNs)),
        span.open && " so far",
      ),
      fact("Start", formatTime(span.startNs)),
      fact("End", span.open ? "still going on" : formatTime(span.endNs)),
      span.before && fact("Before", neighbour(span.index - 1, span.before)),
      span.after && fact("After", neighbour(span.index + 1, span.after)),
      span.siteText && fact("Line", ...siteLine(span, page)),
    ),
    flowList(span, page),
  ].filter(Boolean);
}

/** @param {string} name @param {...any} values */
const fact = (name, ...values) => [h("dt", null, name), h("dd", null, ...values)];

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Description} span @param {Page} page */
function siteLine(span, { timeline, showSource }) {
  const site = timeline.sites.get(span.site);
  const text = timeline.fileOfSite(span.site)?.text?.split("\n")[(site?.line ?? 0) - 1];
  return [
    h(
      "button",
      {
        class: "link-button",
        type: "button",
        data: { key: "site" },
        title: span.siteText,
        onclick: () => showSource(span.site),
      },
      placeText(timeline, span.site),
    ),
    span.functionName && ` in ${span.functionName}`,
    text?.trim() && h("code", { class: "source-line" }, text.trim()),
  ];
}

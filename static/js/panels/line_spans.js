/** The spans of a line: how many there are, how long in which state, and a way to each. */

import { formatCount, formatCounted, formatDuration, formatMoment } from "../base/format.js";
import { whatOf } from "../model/describe.js";
import { spansOfLine } from "../model/line_spans.js";
import { STATES } from "../model/vocabulary.js";
import { h, refill } from "./element.js";
import { longestFirst, timesText, timeText } from "./state_times.js";

/** @import {Place} from "../model/line_spans.js" */

const PAGE_ROWS = 50;

/** "12 spans from line 31: Waiting 1.2 ms, Running 30 µs". @param {number} line
 *  @param {import("../model/line_spans.js").LineSpans} spans */
export function lineText(line, spans) {
  return `${formatCounted(spans.count, "span")} from line ${line}: ${timesText(spans.totals)}`;
}

/** @param {import("./selection.js").Page} page */
export function lineSpansPanel(page) {
  const { timeline, view } = page;
  const element = h("section", {
    class: "line-spans",
    "aria-label": "Spans of a line",
    hidden: true,
  });
  let first = 0;
  let drawn = "";

  const turn = (/** @type {number} */ by) => {
    first += by;
    update();
  };

  const update = () => {
    element.hidden = view.line === null;
    if (!view.line) {
      drawn = "";
      first = 0;
      return;
    }
    const { file, line } = view.line;
    const spans = spansOfLine(timeline, view.line);
    if (!drawn.startsWith(`${file}.${line} `)) first = 0;
    const { lane, start } = view.selection ?? { lane: 0, start: 0 };
    const made = `${file}.${line} ${first} ${lineText(line, spans)} ${lane}.${start}`;
    // Where one reads, nothing moves: what has the focus is left alone while a run grows.
    const reading = timeline.live && element.contains(document.activeElement);
    if (made === drawn || (reading && drawn.startsWith(`${file}.${line} ${first} `))) return;
    drawn = made;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.at;
    refill(
      element,
      head(page, line, spans),
      h(
        "ul",
        { class: "line-spans-list" },
        spans.list(first, PAGE_ROWS).map((place) => row(page, place)),
      ),
      spans.count > PAGE_ROWS && pages(first, spans.count, turn),
    );
    if (focused) element.querySelector(`[data-at="${focused}"]`)?.focus();
  };
  return { element, update };
}

/** @param {import("./selection.js").Page} page @param {number} line
 *  @param {import("../model/line_spans.js").LineSpans} spans */
function head({ view }, line, spans) {
  const close = () => view.setLine(null);
  return [
    h(
      "div",
      { class: "line-spans-head" },
      h("h3", null, `${formatCounted(spans.count, "span")} from line ${line}`),
      h("button", { class: "button button--plain", type: "button", onclick: close }, "Close"),
    ),
    h(
      "ul",
      { class: "line-spans-totals" },
      longestFirst(spans.totals).map((time) =>
        h(
          "li",
          null,
          h("span", { class: "swatch", data: { state: STATES[time.state] } }),
          timeText(time),
        ),
      ),
    ),
  ];
}

/** @param {import("./selection.js").Page} page @param {Place} place */
function row({ timeline, view, goToSpan }, { lane, index }) {
  const spans = timeline.spans(lane);
  const start = spans.start(index);
  const chosen = view.selection?.lane === lane && view.selection.start === start;
  const text = `${timeline.laneName(lane)}: ${whatOf(timeline, lane, index)}`;
  return h(
    "li",
    null,
    h(
      "button",
      {
        class: "line-span",
        type: "button",
        "aria-current": chosen ? "true" : null,
        data: { at: `${lane} ${start}` },
        onclick: () => goToSpan(lane, start),
      },
      h("span", { class: "swatch", data: { state: STATES[spans.state(index)] } }),
      h("span", { class: "line-span-what", title: text }, text),
      h("span", { class: "line-span-time" }, formatDuration(spans.end(index) - start)),
      h("span", { class: "line-span-time" }, formatMoment(start)),
    ),
  );
}

/** @param {number} first @param {number} count @param {(by: number) => void} turn */
function pages(first, count, turn) {
  const last = Math.min(first + PAGE_ROWS, count);
  const button = (
    /** @type {string} */ text,
    /** @type {number} */ by,
    /** @type {boolean} */ none,
  ) =>
    h(
      "button",
      {
        class: "button button--plain",
        type: "button",
        disabled: none,
        data: { at: text },
        onclick: () => turn(by),
      },
      text,
    );
  return h(
    "div",
    { class: "line-spans-pages" },
    button("Previous", -PAGE_ROWS, first === 0),
    h("span", null, `${formatCount(first + 1)} to ${formatCount(last)} of ${formatCount(count)}`),
    button("Next", PAGE_ROWS, last >= count),
  );
}

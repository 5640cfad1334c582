/** The output: what the program printed and what happened to it, at the time it did. */

import { formatDuration } from "../base/format.js";
import { INSTANT_KINDS } from "../model/vocabulary.js";
import { h, refill } from "./element.js";

const SHOWN = new Set(["output", "error", "exception", "mark", "signal", "dropped", "note"]);
const KIND_TEXT = /** @type {Record<string, string>} */ ({
  error: "error output",
  exception: "exception",
  mark: "mark",
  signal: "signal",
  dropped: "lost",
  note: "note",
});
/** A flood keeps its newest lines on the page; all of them are in the recording. */
const LINES_KEPT = 5000;
const AT_BOTTOM_PX = 24;

/** @param {import("./selection.js").Page} page */
export function outputPanel({ timeline, goToSpan }) {
  const list = h("div", { class: "output" });
  const element = h("div", { class: "tab-panel" }, list);
  let seen = 0;
  let count = 0;

  /** @param {import("../model/instants.js").Instant} instant */
  const line = (instant) => {
    const kind = INSTANT_KINDS[instant.kind];
    return h(
      "button",
      {
        class: "output-line",
        type: "button",
        tabindex: "-1",
        data: { kind, lane: instant.lane, time: instant.timeNs },
        title: "Go to this moment",
      },
      h(
        "span",
        { class: "output-origin" },
        h(
          "span",
          null,
          timeline.laneName(instant.lane),
          KIND_TEXT[kind] ? ` · ${KIND_TEXT[kind]}` : "",
        ),
        h("span", null, formatDuration(instant.timeNs)),
      ),
      h("span", { class: "output-text" }, instant.text || "\u00a0"),
    );
  };

  const update = () => {
    const fresh = timeline.instantsSince(seen).filter(({ kind }) => SHOWN.has(INSTANT_KINDS[kind]));
    seen = timeline.instantCount;
    if (!fresh.length) {
      if (!count)
        refill(
          list,
          h(
            "p",
            { class: "tab-empty" },
            timeline.end ? "The program printed nothing." : "Nothing printed yet.",
          ),
        );
      return;
    }
    const follows = element.scrollHeight - element.scrollTop - element.clientHeight < AT_BOTTOM_PX;
    if (!count) refill(list);
    count += fresh.length;
    list.append(...fresh.slice(-LINES_KEPT).map(line));
    for (let extra = list.childElementCount - LINES_KEPT; extra > 0; extra -= 1)
      list.firstElementChild.remove();
    if (!list.querySelector('[tabindex="0"]')) list.firstElementChild.tabIndex = 0;
    if (follows && timeline.live) element.scrollTop = element.scrollHeight;
  };

  list.addEventListener("click", (/** @type {any} */ event) => {
    const target = event.target.closest(".output-line");
    if (target) goToSpan(Number(target.dataset.lane), Number(target.dataset.time));
  });
  // One tab stop for all lines; the arrow keys move among them.
  list.addEventListener("keydown", (/** @type {any} */ event) => {
    const from = event.target.closest(".output-line");
    const to = {
      ArrowDown: from?.nextElementSibling,
      ArrowUp: from?.previousElementSibling,
      Home: list.firstElementChild,
      End: list.lastElementChild,
    }[/** @type {string} */ (event.key)];
    if (!from || !(event.key in { ArrowDown: 1, ArrowUp: 1, Home: 1, End: 1 })) return;
    event.preventDefault();
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });

  return { element, update, count: () => count };
}

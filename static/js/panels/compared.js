/** Compared: the bar over one of two timelines — which run it is, and what is selected in it. */

import { formatDuration } from "../base/format.js";
import { parametersOf } from "../model/likely_pairs.js";
import { pythonText } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";
import { STATUS_WORDS } from "./words.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */

/**
 * @param {HTMLElement} host
 * @param {{letter: "A" | "B", timeline: Timeline, view: View, run: () => any,
 *   failed: () => boolean, alignHere: () => void}} side
 */
export function comparedBar(host, { letter, timeline, view, run, failed, alignHere }) {
  const title = h("a", { class: "compared-title", title: "Open this timeline by itself" });
  const status = h("span", { class: "status", data: { status: "loading" } }, "loading");
  const facts = h("span", { class: "quiet compared-facts" });
  const selected = h("span", { class: "compared-selected" });
  const align = h(
    "button",
    { class: "button", type: "button", hidden: true, onclick: alignHere },
    "Align here",
  );
  align.setAttribute("aria-label", `Align here: the selected span of ${letter}`);
  refill(
    host,
    h("h2", { class: "compared-letter", data: { letter } }, letter),
    title,
    status,
    facts,
    h("span", { class: "compared-choice" }, selected, align),
  );

  const selectedText = () => {
    const place = view.selection;
    if (!place) return "";
    const index = timeline.spans(place.lane).lastStarted(place.start);
    const span = timeline.describe(place.lane, index);
    return span ? `${span.laneName}: ${span.what}, ${formatDuration(span.durationNs)}` : "";
  };

  return () => {
    const about = run();
    if (about) {
      write(title, about.title);
      title.href = about.url;
    }
    const state = failed() ? "failed" : timeline.status === "empty" ? "loading" : timeline.status;
    status.dataset.status = state;
    write(status, failed() ? "not loaded" : STATUS_WORDS[timeline.status]);
    const [process] = timeline.processes.values();
    const texts = [
      timeline.durationNs ? formatDuration(timeline.durationNs) : "",
      process ? pythonText(process) : "",
      about ? parametersOf(about) : "",
    ];
    write(facts, texts.filter(Boolean).join(" · "));
    facts.title = facts.textContent ?? "";
    write(selected, selectedText());
    align.hidden = !view.selection;
  };
}

/** In view: how the threads spent the time that the window shows. */

import { formatDuration, formatShare } from "../base/format.js";
import { FINISHED, STATES, stateLabel } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";

const SHOWN = STATES.slice(0, FINISHED);

/** @param {HTMLElement} host @param {import("./selection.js").Page} page */
export function inViewPanel(host, { timeline, view }) {
  const parts = SHOWN.map((state) => h("span", { data: { state } }));
  const totals = SHOWN.map(() => h("td"));
  const shares = SHOWN.map(() => h("td"));
  const names = SHOWN.map((_, state) => h("span", null, stateLabel(state)));
  const width = h("span", { class: "quiet" });
  refill(
    host,
    h(
      "div",
      { class: "selection-head" },
      h("h2", { class: "caps", id: "in-view-head" }, "In view"),
      width,
    ),
    h("div", { class: "shares", "aria-hidden": "true" }, parts),
    h(
      "table",
      { class: "share-list" },
      h("caption", { class: "visually-hidden" }, "Time of all threads in each state"),
      h(
        "tbody",
        null,
        SHOWN.map((state, index) =>
          h(
            "tr",
            null,
            h(
              "th",
              { scope: "row" },
              h("span", { class: "swatch", data: { state } }),
              names[index],
            ),
            totals[index],
            shares[index],
          ),
        ),
      ),
    ),
  );

  return () => {
    const from = Math.max(0, view.fromNs);
    const to = Math.min(timeline.durationNs, view.toNs);
    const sums = new Float64Array(STATES.length);
    for (const { id } of timeline.lanes) {
      if (view.hidden.has(id)) continue;
      timeline.shares(id, from, to).forEach((ns, state) => {
        sums[state] += ns;
      });
    }
    const all = SHOWN.reduce((sum, _, state) => sum + sums[state], 0);
    const gil = [...timeline.processes.values()].every((process) => process.gil);
    SHOWN.forEach((_, state) => {
      write(names[state], stateLabel(state, gil));
      write(totals[state], formatDuration(sums[state]));
      write(shares[state], formatShare(all ? sums[state] / all : 0));
      parts[state].style.flexGrow = String(sums[state]);
    });
    write(width, `↔ ${formatDuration(view.toNs - view.fromNs)}`);
  };
}

/** In view: how the threads spent the time that the window shows, and who had the GIL. */

import { formatCores, formatDuration, formatShare } from "../base/format.js";
import { FINISHED, RUNNABLE, STATES, stateLabel } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";
import { gilTable } from "./gil_table.js";

/** @import {Page} from "./selection.js" */

/** @typedef {{state: number, text: string, of: (sums: Sums) => number}} Line */
/** @typedef {{states: Float64Array, gil: number, cpu: number}} Sums nanoseconds */

/** What a thread waited for to run is told apart as far as it is known.
 *  @type {Line[]} */
const LINES = STATES.slice(0, FINISHED).flatMap((_, state) =>
  state === RUNNABLE
    ? [
        { state, text: "Waiting for the GIL", of: ({ gil }) => gil },
        { state, text: "Waiting for a CPU", of: ({ cpu }) => cpu },
        { state, text: "Waiting to run", of: ({ states, gil, cpu }) => states[state] - gil - cpu },
      ]
    : [{ state, text: stateLabel(state), of: ({ states }) => states[state] }],
);

/** @param {HTMLElement} host @param {Page} page */
export function inViewPanel(host, page) {
  const { timeline, view } = page;
  const parts = LINES.map(({ state }) => h("span", { data: { state: STATES[state] } }));
  const totals = LINES.map(() => h("td"));
  const shares = LINES.map(() => h("td"));
  const rows = LINES.map(({ state, text }, index) =>
    h(
      "tr",
      null,
      h(
        "th",
        { scope: "row" },
        h("span", { class: "swatch", data: { state: STATES[state] } }),
        h("span", null, text),
      ),
      totals[index],
      shares[index],
    ),
  );
  const width = h("span", { class: "quiet" });
  const cores = h("p", { class: "cores-line" });
  const gils = h("div");
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
      h("tbody", null, rows),
    ),
    cores,
    gils,
  );
  /** @type {Map<number, ReturnType<typeof gilTable>>} */
  const tables = new Map();

  /** @param {number} from @param {number} to */
  const updateGils = (from, to) => {
    for (const gil of timeline.gils.byObject.values()) {
      if (gil.length === 0 || tables.has(gil.object)) continue;
      const table = gilTable(gil, page);
      tables.set(gil.object, table);
      gils.append(table.element);
    }
    for (const table of tables.values()) table.update(from, to);
  };

  return () => {
    const from = Math.max(0, view.fromNs);
    const to = Math.max(from, Math.min(timeline.durationNs, view.toNs));
    const sums = sumsOf(page, from, to);
    const all = LINES.reduce((sum, line) => sum + line.of(sums), 0);
    LINES.forEach((line, index) => {
      const ns = line.of(sums);
      write(totals[index], formatDuration(ns));
      write(shares[index], formatShare(all ? ns / all : 0));
      parts[index].style.flexGrow = String(ns);
      rows[index].hidden = line.state === RUNNABLE && ns < 1;
    });
    write(width, `↔ ${formatDuration(view.toNs - view.fromNs)}`);
    write(cores, coresText(page, from, to));
    updateGils(from, to);
  };
}

/** @param {Page} page @param {number} from @param {number} to @returns {Sums} */
function sumsOf({ timeline, view }, from, to) {
  const sums = { states: new Float64Array(STATES.length), gil: 0, cpu: 0 };
  for (const { id } of timeline.lanes) {
    if (view.hidden.has(id)) continue;
    timeline.shares(id, from, to).forEach((ns, state) => {
      sums.states[state] += ns;
    });
    const { gil, cpu } = timeline.spans(id).lacked(from, to);
    sums.gil += gil;
    sums.cpu += cpu;
  }
  return sums;
}

/** "Cores busy: 0.98 of 2, at most 1.40"; "" where that was not measured.
 *  @param {Page} page @param {number} from @param {number} to */
function coresText({ timeline }, from, to) {
  const over = timeline.coresObject && timeline.counters(timeline.coresObject).over(from, to);
  if (!over) return "";
  const of = timeline.machineCores ? ` of ${timeline.machineCores}` : "";
  return `Cores busy: ${formatCores(over.mean)}${of}, at most ${formatCores(over.most)}`;
}

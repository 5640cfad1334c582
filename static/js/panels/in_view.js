/**
 * In view: how the threads spent the time that the window shows, and who had the GIL. Where a
 * range is marked by hand it speaks of that instead, and says so.
 *
 * While the window moves all of it is written at once, or none of it, so that no number is ever
 * shown under another range; while it is behind, it says so to whoever asks (`data-behind`).
 */

import { formatCores, formatDuration, formatShare } from "../base/format.js";
import { NUMBERS_EVERY_MS } from "../base/pace.js";
import { scopeOf } from "../model/scope.js";
import { FINISHED, RUNNABLE, STATES, stateLabel } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";
import { gilTable } from "./gil_table.js";
import { clearButton, panelHead } from "./panel_head.js";
import { rangeDetails } from "./range_details.js";
import { onFrame } from "./refresh.js";

/** @import {Possession} from "../model/possession.js" */
/** @import {Page} from "./selection.js" */

/** Rows of threads and objects are read, not watched: four times a second is enough. */
const DETAILS_MS = 250;

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
  const head = panelHead("In view", { id: "in-view-head" }, width);
  const title = /** @type {HTMLElement} */ (head.querySelector("h2"));
  const actions = rangeActions(page);
  const details = rangeDetails(page, () => lanesShown(page));
  refill(
    host,
    head,
    actions,
    h("div", { class: "shares", "aria-hidden": "true" }, parts),
    h(
      "table",
      { class: "share-list" },
      h("caption", { class: "visually-hidden" }, "Time of all threads in each state"),
      h("tbody", null, rows),
    ),
    cores,
    details.elements,
    gils,
  );
  const updateDetails = onFrame(() => details.update(scopeOf(timeline, view)), {
    everyMs: DETAILS_MS,
  });
  details.onOpen(updateDetails);
  // Who marks a range wants to know what is in it.
  const openForRange = () => view.range && details.open();
  view.subscribe((_, change) => {
    if (change === "range") openForRange();
  });
  openForRange();
  /** @type {Map<number, ReturnType<typeof gilTable> & {gil: Possession}>} */
  const tables = new Map();

  /** @param {number} from @param {number} to */
  const updateGils = (from, to) => {
    for (const gil of timeline.gils.byObject.values()) {
      const known = tables.get(gil.object);
      if (gil !== timeline.gils.ofProcess(gil.process) || known?.gil === gil) continue;
      // Of another part of the run it is another's numbers.
      const table = gilTable(gil, page);
      if (known) known.element.replaceWith(table.element);
      else gils.append(table.element);
      tables.set(gil.object, { gil, ...table });
    }
    for (const table of tables.values()) table.update(from, to);
  };

  const update = () => {
    host.removeAttribute("data-behind");
    const scope = scopeOf(timeline, view);
    const { fromNs: from, toNs: to, marked } = scope;
    const sums = sumsOf(page, from, to);
    const all = LINES.reduce((sum, line) => sum + line.of(sums), 0);
    LINES.forEach((line, index) => {
      const ns = line.of(sums);
      write(totals[index], formatDuration(ns));
      write(shares[index], formatShare(all ? ns / all : 0));
      parts[index].style.flexGrow = String(ns);
      rows[index].hidden = line.state === RUNNABLE && ns < 1;
    });
    write(title, marked ? "In the marked range" : "In view");
    actions.hidden = !marked;
    const { fromNs, toNs } = view.range ?? view;
    write(width, `↔ ${formatDuration(toNs - fromNs)}`);
    updateDetails();
    write(cores, coresText(page, from, to));
    updateGils(from, to);
  };
  const updateSeldom = onFrame(update, { everyMs: NUMBERS_EVERY_MS });
  let shown = false;
  return () => {
    if (!shown) {
      // With all that stands around it: a frame later it would move what is below.
      shown = true;
      update();
      return;
    }
    host.setAttribute("data-behind", "");
    updateSeldom();
  };
}

/** @param {Page} page */
function rangeActions({ view, goToRange }) {
  const zoom = () => view.range && goToRange(view.range.fromNs, view.range.toNs);
  return h(
    "div",
    { class: "range-actions" },
    h("button", { class: "button", type: "button", onclick: zoom }, "Zoom to the range"),
    clearButton(() => view.setRange(null)),
  );
}

/** @param {Page} page */
const lanesShown = ({ timeline, view }) =>
  timeline.lanes.map(({ id }) => id).filter((id) => !view.hidden.has(id));

/** @param {Page} page @param {number} from @param {number} to @returns {Sums} */
function sumsOf(page, from, to) {
  const { timeline } = page;
  const sums = { states: new Float64Array(STATES.length), gil: 0, cpu: 0 };
  for (const id of lanesShown(page)) {
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

/**
 * The table of a GIL: how long each thread had it and wanted it in view, how often it was
 * handed to it and how long that took. The numbers are sums of the holds and spans in view.
 */

import { formatDuration, formatRate, formatShare } from "../base/format.js";
import { gilFigures } from "../model/gils.js";
import { h, refill, write } from "./element.js";
import { threadChip } from "./hold.js";

/** @import {Possession} from "../model/possession.js" */
/** @import {Page} from "./selection.js" */

/** @typedef {"had" | "wanted" | "perSecond" | "averageNs"} Column */
/** @typedef {{lane: number, had: number, wanted: number, perSecond: number, averageNs: number}} Row
 *  shares of the time in view, and nanoseconds */

const ROWS_SHOWN = 12;

/** @type {{id: Column, title: string, hint: string}[]} */
const COLUMNS = [
  { id: "had", title: "Had", hint: "Share of the time in view in which it had the GIL" },
  { id: "wanted", title: "Wanted", hint: "Share of the time in view in which it waited for it" },
  { id: "perSecond", title: "Per s", hint: "How often per second another thread handed it over" },
  { id: "averageNs", title: "Took", hint: "From letting go to taking, on average" },
];

/**
 * @param {import("../model/timeline.js").Timeline} timeline @param {Possession} gil
 * @param {number} fromNs @param {number} toNs
 * @returns {Row[]}
 */
export function gilRows(timeline, gil, fromNs, toNs) {
  const shares = gil.shares(fromNs, toNs);
  /** @type {Map<number, number>} */
  const had = new Map();
  shares.forEach((ns, slot) => {
    had.set(gil.laneOfSlot(slot), ns);
  });
  const whole = Math.max(1, toNs - fromNs);
  return timeline.lanes
    .filter(({ process }) => process === gil.process)
    .map(({ id }) => {
      const { count, sum } = gil.handOvers.between(fromNs, toNs, id);
      return {
        lane: id,
        had: (had.get(id) ?? 0) / whole,
        wanted: timeline.spans(id).lacked(fromNs, toNs).gil / whole,
        perSecond: (count * 1e9) / whole,
        averageNs: count > 0 ? sum / count : 0,
      };
    })
    .filter((row) => row.had > 0 || row.wanted > 0);
}

/** @param {Possession} gil @param {Page} page */
export function gilTable(gil, page) {
  const { timeline, goToHold, goToSpan } = page;
  /** @type {Column} */
  let column = "had";
  /** @type {{fromNs: number, toNs: number}} */
  let range = { fromNs: 0, toNs: 1 };
  const summary = h("p", { class: "gil-summary" });
  const body = h("tbody");
  const more = h("p", { class: "gil-summary" });
  const sort = (/** @type {Column} */ id) => {
    column = id;
    update(range.fromNs, range.toNs);
  };
  const heads = COLUMNS.map(({ id, title, hint }) =>
    h(
      "th",
      { scope: "col", data: { column: id } },
      h("button", { class: "sort", type: "button", title: hint, onclick: () => sort(id) }, title),
    ),
  );
  const caption = h("h3", { class: "caps" });
  const element = h(
    "div",
    { class: "gil-table" },
    caption,
    summary,
    h(
      "table",
      { class: "gil-list", "aria-label": "Who had the GIL" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Thread"), heads)),
      body,
    ),
    more,
  );
  /** @type {Map<number, {tr: HTMLElement, cells: HTMLElement[]}>} */
  const known = new Map();

  /** Where the numbers come from: its first hold in view, or else its wait.
   *  @param {number} lane */
  const show = (lane) => {
    let i = Math.max(0, gil.lastStarted(range.fromNs));
    while (i < gil.length && gil.start(i) < range.toNs && gil.lane(i) !== lane) i += 1;
    if (i < gil.length && gil.lane(i) === lane) goToHold(gil.object, gil.start(i));
    else goToSpan(lane, range.fromNs);
  };

  /** @param {Row} row */
  const rowOf = (row) => {
    const made = known.get(row.lane) ?? makeRow(row.lane);
    known.set(row.lane, made);
    const texts = [
      formatShare(row.had),
      formatShare(row.wanted),
      formatRate(row.perSecond).slice(0, -2),
      row.averageNs ? formatDuration(row.averageNs) : "–",
    ];
    texts.forEach((text, at) => {
      write(made.cells[at], text);
    });
    return made.tr;
  };

  /** @param {number} lane */
  const makeRow = (lane) => {
    const cells = COLUMNS.map(() => h("td"));
    const name = h(
      "button",
      { class: "link-button one-line", type: "button", onclick: () => show(lane) },
      threadChip(timeline, lane),
      timeline.laneName(lane),
    );
    return { tr: h("tr", null, h("th", { scope: "row" }, name), cells), cells };
  };

  /** @param {number} fromNs @param {number} toNs */
  function update(fromNs, toNs) {
    range = { fromNs, toNs };
    const process = timeline.processes.get(gil.process);
    write(caption, timeline.processes.size > 1 && process ? `GIL of ${process.name}` : "GIL");
    const { held, perSecond, averageNs } = gilFigures(gil, fromNs, toNs);
    const took = averageNs ? `, ${formatDuration(averageNs)} each` : "";
    write(summary, `Held ${formatShare(held)}, handed over ${formatRate(perSecond)}${took}`);
    const rows = gilRows(timeline, gil, fromNs, toNs).sort(
      (a, b) => b[column] - a[column] || b.had - a.had || a.lane - b.lane,
    );
    const shown = rows.slice(0, ROWS_SHOWN).map(rowOf);
    // Moving a focused button in the document takes its focus away: only when the order changed.
    if (
      shown.length !== body.childElementCount ||
      shown.some((tr, at) => body.children[at] !== tr)
    ) {
      refill(body, shown);
    }
    const left = rows.length - shown.length;
    write(more, left > 0 ? `and ${left} more` : "");
    more.hidden = left === 0;
    for (const head of heads) {
      head.setAttribute("aria-sort", head.dataset.column === column ? "descending" : "none");
    }
  }

  return { element, update };
}

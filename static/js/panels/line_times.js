/**
 * The times of lines: beside each line of a listing how long threads were there in what is in
 * view, and how long of it blocked; over the listing a table of all such lines, the hottest first.
 *
 * Shown when asked for: a program is to be read without numbers. Sums are made when the window
 * rests, in slices.
 */

import { formatDuration, formatShare } from "../base/format.js";
import { baseName } from "../base/path.js";
import { inSlices } from "../base/slices.js";
import { inOrder, lineTotals } from "../model/line_totals.js";
import { scopeOf } from "../model/scope.js";
import { h, refill, write } from "./element.js";
import { timesText } from "./state_times.js";

/** @import {LineOrder, LineTotal} from "../model/line_totals.js" */
/** @import {Page} from "./selection.js" */

const REST_MS = 200;
const LIVE_MS = 1000;
/** A longer table is not read. */
const ROWS_SHOWN = 50;
/** @type {readonly [LineOrder, string][]} */
const COLUMNS = [
  ["line", "Line"],
  ["spent", "Spent"],
  ["blocked", "Blocked"],
];

export class LineTimes {
  #page;
  #onLine;
  #shown = false;
  /** @type {LineOrder} */
  #order = "spent";
  /** @type {LineTotal[]} */
  #totals = [];
  /** What they were made of. */
  #made = "";
  /** @type {AbortController | null} */
  #work = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  #madeMs = -Infinity;
  /** @type {{listing: HTMLElement, file: number} | null} */
  #beside = null;
  #note = h("p", { class: "line-times-note" });
  #body = h("tbody");
  #heads = COLUMNS.map(([order, title]) =>
    h(
      "th",
      { scope: "col", "aria-sort": "none" },
      h("button", { class: "sort", type: "button", onclick: () => this.#sort(order) }, title),
    ),
  );
  button = h(
    "button",
    {
      class: "button line-times-button",
      type: "button",
      "aria-pressed": false,
      title: "How long threads were at each line",
      onclick: () => this.toggle(),
    },
    "Times",
  );
  element = h(
    "section",
    { class: "line-times", "aria-label": "Time at each line", hidden: true },
    h("table", { class: "gil-list" }, h("thead", null, h("tr", null, this.#heads)), this.#body),
    this.#note,
  );

  /** @param {Page} page @param {(file: number, line: number) => void} onLine a line was chosen */
  constructor(page, onLine) {
    this.#page = page;
    this.#onLine = onLine;
    page.view.subscribe((_, change) => {
      if (change === "window" || change === "range") this.update();
    });
  }

  toggle() {
    this.#shown = !this.#shown;
    this.button.setAttribute("aria-pressed", String(this.#shown));
    this.element.hidden = !this.#shown;
    this.#beside?.listing.toggleAttribute("data-times", this.#shown);
    if (this.#shown) void this.#make();
    else this.#forget();
  }

  /** There is another listing. @param {HTMLElement} listing @param {number} file */
  standBeside(listing, file) {
    this.#beside = { listing, file };
    listing.toggleAttribute("data-times", this.#shown);
    if (this.#shown) this.#writeBeside();
  }

  /** Other times, more spans, or the panel is looked at again: sum up when that rests. */
  update() {
    if (!this.#shown || !this.element.offsetParent || this.#key() === this.#made) return;
    const { timeline } = this.#page;
    const dueMs = timeline.live ? this.#madeMs + LIVE_MS - performance.now() : 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#make(), Math.max(REST_MS, dueMs));
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#work?.abort();
    this.#totals = [];
    this.#made = "";
  }

  #key() {
    const { timeline, view } = this.#page;
    const { fromNs, toNs } = scopeOf(timeline, view);
    return `${fromNs} ${toNs} ${timeline.spanCount} ${timeline.sites.size} ${timeline.single}`;
  }

  async #make() {
    const { timeline, view } = this.#page;
    const { fromNs, toNs } = scopeOf(timeline, view);
    const key = this.#key();
    this.#work?.abort();
    this.#work = new AbortController();
    const { signal } = this.#work;
    const work = lineTotals(timeline, fromNs, toNs);
    const totals = timeline.single ? await inSlices(work, { signal }) : [];
    if (!totals || !this.#shown) return;
    this.#made = key;
    this.#madeMs = performance.now();
    this.#totals = totals;
    this.#writeTable();
    this.#writeBeside();
  }

  /** @param {LineOrder} order */
  #sort(order) {
    this.#order = order;
    this.#writeTable();
    const title = COLUMNS.find(([each]) => each === order)?.[1].toLowerCase();
    this.#page.say(
      `Lines are sorted by ${order === "line" ? "where they stand" : `time ${title}`}.`,
    );
  }

  #writeTable() {
    COLUMNS.forEach(([order], at) => {
      const way = order === "line" ? "ascending" : "descending";
      this.#heads[at].setAttribute("aria-sort", order === this.#order ? way : "none");
    });
    const rows = inOrder(this.#totals, this.#order).slice(0, ROWS_SHOWN);
    const written = this.#written(rows);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.at;
    refill(
      this.#body,
      rows.map((total) => this.#row(total, written.get(total.file))),
    );
    if (focused) this.#body.querySelector(`[data-at="${focused}"]`)?.focus();
    write(this.#note, noteText(this.#page, this.#totals));
  }

  /** The lines of each file that is named, of one that is kept. @param {LineTotal[]} rows */
  #written(rows) {
    const { files } = this.#page.timeline;
    const named = new Set(rows.map(({ file }) => file));
    return new Map(Array.from(named, (file) => [file, files.get(file)?.text?.split("\n")]));
  }

  /** @param {LineTotal} total @param {string[] | undefined} written the lines of its file */
  #row(total, written) {
    const { file, line, spentNs, blockedNs } = total;
    const code = written?.[line - 1]?.trim() ?? "";
    const place = `${baseName(this.#page.timeline.files.get(file)?.path ?? "")}:${line}`;
    const go = written
      ? h(
          "button",
          {
            class: "link-button one-line",
            type: "button",
            title: `${place} ${code}`,
            data: { at: `${file}.${line}` },
            onclick: () => this.#onLine(file, line),
          },
          `${line} `,
          h("span", { class: "mono" }, code || place),
        )
      : h("span", { class: "one-line", title: place }, place);
    return h(
      "tr",
      { title: totalText(total) },
      h("th", { scope: "row" }, go),
      h("td", null, approximate(total), formatDuration(spentNs)),
      h("td", null, blockedNs > 0 ? formatDuration(blockedNs) : "–"),
    );
  }

  /** Numbers beside the lines of the file that is shown. */
  #writeBeside() {
    if (!this.#beside) return;
    const { listing, file } = this.#beside;
    for (const cell of listing.querySelectorAll(".listing-time")) cell.remove();
    const here = this.#totals.filter((total) => total.file === file);
    const most = here.reduce((longest, { spentNs }) => Math.max(longest, spentNs), 0);
    for (const total of here) {
      const row = listing.children[total.line - 1];
      if (!row?.classList.contains("listing-line")) continue;
      row.children[0].after(besideLine(total, most));
    }
  }
}

/** "1.2 ms, of it blocked 0.4 ms". @param {LineTotal} total @param {number} most of any line */
function besideLine(total, most) {
  const { spentNs, blockedNs } = total;
  const cell = h(
    "span",
    { class: "listing-time", title: totalText(total) },
    h("span", { "aria-hidden": "true" }, approximate(total), formatDuration(spentNs)),
    h("span", { "aria-hidden": "true" }, blockedNs > 0 ? formatDuration(blockedNs) : ""),
    h("span", { class: "visually-hidden" }, `${totalText(total)}: `),
  );
  cell.style.setProperty("--spent", `${(100 * spentNs) / most}%`);
  cell.style.setProperty("--blocked", `${(100 * blockedNs) / most}%`);
  return cell;
}

/** What was not told by events for the most part is about so much. @param {LineTotal} total */
const approximate = ({ spentNs, sampledNs, inferredNs }) =>
  2 * (sampledNs + inferredNs) > spentNs ? "≈ " : "";

/** "1.2 ms: Waiting 0.8 ms, Running 0.4 ms; 30 % of it sampled". @param {LineTotal} total */
function totalText({ spentNs, states, sampledNs, inferredNs }) {
  const known = [
    sampledNs > 0 && `${formatShare(sampledNs / spentNs)} of it sampled`,
    inferredNs > 0 && `${formatShare(inferredNs / spentNs)} of it inferred`,
  ].filter(Boolean);
  return [`${formatDuration(spentNs)}: ${timesText(states)}`, ...known].join("; ");
}

/** What the sums are of, and how much of it was not told by events.
 *  @param {Page} page @param {LineTotal[]} totals */
function noteText({ timeline, view }, totals) {
  if (!timeline.single) return "Zoom in: only sums over all lines are here of so long a time.";
  const marked = scopeOf(timeline, view).marked ? "the marked range" : "view";
  if (totals.length === 0) return `Nothing in ${marked} has a line.`;
  const sum = (/** @type {"spentNs" | "sampledNs" | "inferredNs"} */ what) =>
    totals.reduce((all, total) => all + total[what], 0);
  const known = [
    [sum("sampledNs"), "sampled"],
    [sum("inferredNs"), "inferred"],
  ]
    .filter(([ns]) => Number(ns) > 0)
    .map(([ns, word]) => `${formatShare(Number(ns) / sum("spentNs"))} ${word}`);
  const rest = known.length ? ` Not told by events: ${known.join(", ")}.` : "";
  const more = totals.length - ROWS_SHOWN;
  const shown = more > 0 ? ` ${more} more lines are not listed.` : "";
  return `All threads in ${marked}. What runs counts where its span began.${rest}${shown}`;
}

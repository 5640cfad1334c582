/** The table: the spans of the lanes as sortable rows, a page of them at a time. */

import { formatCount, formatDuration, formatTime } from "../base/format.js";
import { whatOf } from "../model/describe.js";
import { certaintyLabel, STATES, stateLabel } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";
import { SpanRows } from "./span_rows.js";

/** @import {Column, Place} from "./span_rows.js" */

const PAGE_ROWS = 200;
/** A growing table bigger than this is gathered when asked, not while one reads. */
const GATHERED_LIVE = 50_000;

/** @type {{id: Column, title: string, number?: boolean}[]} */
const COLUMNS = [
  { id: "start", title: "Start", number: true },
  { id: "thread", title: "Thread" },
  { id: "state", title: "State" },
  { id: "what", title: "What" },
  { id: "duration", title: "Duration", number: true },
  { id: "line", title: "Line" },
  { id: "certainty", title: "Certainty" },
];

class SpanTable {
  #page;
  #rows;
  /** @type {Column} */
  #column = "start";
  #descending = false;
  #wholeRun = true;
  /** @type {number | null} */
  #state = null;
  /** The page shown. */
  #at = 0;

  #range = h("span", { role: "status" });
  #previous = button("Previous", () => this.#turn(-1));
  #next = button("Next", () => this.#turn(1));
  #heads = COLUMNS.map((column) => head(column, () => this.#sortBy(column.id)));
  #body = h("tbody");
  #empty = h(
    "p",
    { class: "table-empty", hidden: true },
    "No span matches. Show the whole run and all states to see them all.",
  );
  #scroller = h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Spans" },
    h(
      "table",
      { class: "spans" },
      h("caption", { class: "visually-hidden" }, "Spans of all threads"),
      h("thead", null, h("tr", null, this.#heads)),
      this.#body,
    ),
    this.#empty,
  );

  /** @param {HTMLElement} host @param {import("./selection.js").Page} page */
  constructor(host, page) {
    this.#page = page;
    this.#rows = new SpanRows(page.timeline);
    const pages = h("div", { class: "table-pages" }, this.#range, this.#previous, this.#next);
    refill(
      host,
      h("div", { class: "table-bar" }, this.#scopeChoice(), this.#stateChoice(), pages),
      this.#scroller,
    );
  }

  #scopeChoice() {
    const choices = [
      ["run", "the whole run"],
      ["view", "what is in view"],
    ]; // prettier-ignore
    return choice("Show", choices, (value) => {
      this.#wholeRun = value === "run";
      this.#gather();
    });
  }

  #stateChoice() {
    const states = STATES.map((_, code) => [String(code), stateLabel(code)]);
    return choice("State", [["", "all"], ...states], (value) => {
      this.#state = value === "" ? null : Number(value);
      this.#gather();
    });
  }

  open() {
    this.#gather();
    this.#scroller.focus();
  }

  /** Numbers that move while one reads a row are no help: what is focused is left alone. */
  update() {
    const { timeline } = this.#page;
    const tooMany = timeline.live && timeline.spanCount > GATHERED_LIVE;
    if (!tooMany && !this.#body.contains(document.activeElement)) this.#gather();
  }

  #gather() {
    const { view } = this.#page;
    const [fromNs, toNs] = this.#wholeRun ? [-Infinity, Infinity] : [view.fromNs, view.toNs];
    this.#rows.collect({ fromNs, toNs, state: this.#state }, this.#column, this.#descending);
    this.#at = Math.min(this.#at, Math.max(0, Math.ceil(this.#rows.length / PAGE_ROWS) - 1));
    this.draw();
  }

  draw() {
    const { length } = this.#rows;
    const first = this.#at * PAGE_ROWS;
    const after = Math.min(first + PAGE_ROWS, length);
    const places = Array.from({ length: after - first }, (_, row) => this.#rows.at(first + row));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.row;
    refill(
      this.#body,
      places.map((place) => this.#row(place)),
    );
    if (focused) this.#body.querySelector(`[data-row="${focused}"]`)?.focus();
    this.#empty.hidden = length > 0;
    this.#previous.disabled = this.#at === 0;
    this.#next.disabled = after >= length;
    const shown = `${formatCount(first + 1)} to ${formatCount(after)} of ${formatCount(length)}`;
    write(this.#range, length ? shown : "0 spans");
    for (const cell of this.#heads) this.#markOrder(cell);
  }

  /** @param {HTMLElement} cell */
  #markOrder(cell) {
    const sorted = cell.dataset.column === this.#column;
    const order = this.#descending ? "descending" : "ascending";
    cell.setAttribute("aria-sort", sorted ? order : "none");
    const arrow = this.#descending ? "▾" : "▴";
    write(/** @type {Element} */ (cell.querySelector("span")), sorted ? arrow : "");
  }

  /** @param {Place} place */
  #row({ lane, index }) {
    const { timeline, view, goToSpan } = this.#page;
    const spans = timeline.spans(lane);
    const start = spans.start(index);
    const chosen = view.selection?.lane === lane && view.selection.start === start;
    const code = spans.state(index);
    const go = h(
      "button",
      {
        class: "link-button",
        type: "button",
        data: { row: `${lane} ${index}` },
        onclick: () => goToSpan(lane, start),
      },
      formatTime(start),
    );
    return h(
      "tr",
      { "aria-current": chosen ? "true" : null },
      h("td", { class: "number" }, go),
      h("td", null, timeline.laneName(lane)),
      h(
        "td",
        null,
        h("span", { class: "swatch", data: { state: STATES[code] } }),
        stateLabel(code),
      ),
      h("td", null, whatOf(timeline, lane, index)),
      h("td", { class: "number" }, formatDuration(spans.end(index) - start)),
      h("td", { class: "mono" }, timeline.siteText(spans.site(index))),
      h("td", null, certaintyLabel(spans.certainty(index))),
    );
  }

  /** @param {Column} column */
  #sortBy(column) {
    this.#descending = this.#column === column ? !this.#descending : column === "duration";
    this.#column = column;
    this.#at = 0;
    this.#gather();
  }

  /** @param {number} by */
  #turn(by) {
    this.#at += by;
    this.draw();
    this.#scroller.scrollTop = 0;
  }
}

/** @param {HTMLElement} host @param {import("./selection.js").Page} page */
export const spanTable = (host, page) => new SpanTable(host, page);

/** @param {string} title @param {() => void} onclick */
const button = (title, onclick) => h("button", { class: "button", type: "button", onclick }, title);

/** @param {{id: string, title: string, number?: boolean}} column @param {() => void} onclick */
function head({ id, title, number }, onclick) {
  const arrow = h("span", { "aria-hidden": "true" });
  const sort = h("button", { class: "sort", type: "button", onclick }, title, arrow);
  return h("th", { scope: "col", class: number && "number", data: { column: id } }, sort);
}

/** @param {string} title @param {string[][]} choices @param {(value: string) => void} onChange */
function choice(title, choices, onChange) {
  const options = choices.map(([value, text]) => h("option", { value }, text));
  const onchange = (/** @type {any} */ event) => onChange(event.target.value);
  return h("label", null, title, h("select", { class: "field-input", onchange }, options));
}

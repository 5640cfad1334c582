/**
 * The table: the spans as rows to sort, filter, walk along and copy — of the same time, with the
 * same selection as the lanes. Only rows in sight exist; gathering and sorting a million rests
 * every few milliseconds, so the page never stops.
 */

import { formatCount, formatCounted, formatDuration } from "../base/format.js";
import { inSlices } from "../base/slices.js";
import { scopeOf } from "../model/scope.js";
import { readQuery } from "../model/span_query.js";
import { h, refill, write } from "./element.js";
import { onFrame } from "./refresh.js";
import { RowWindow } from "./row_window.js";
import { csvCopier } from "./span_csv.js";
import { spanFilter } from "./span_filter.js";
import { COLUMNS, SpanRow } from "./span_row.js";
import { SpanRows } from "./span_rows.js";

/** @import {Column, Place} from "./span_rows.js" */
/** @import {Page} from "./selection.js" */

/** A growing table bigger than this is gathered when asked, not while one reads. */
const GATHERED_LIVE = 200_000;

class SpanTable {
  #page;
  #rows;
  /** @type {Column} */
  #column = "start";
  #descending = false;
  /** The row that keys act on, and where a choice of several began; -1: none. */
  #at = -1;
  #anchor = -1;
  /** @type {AbortController | null} */
  #gathering = null;
  #gatherAgain = false;
  /** Until when of a growing run the rows are known. */
  #asOfNs = 0;

  #count = h("span", { class: "table-count", role: "status" });
  #again = button("Refresh", () => this.#gather());
  #copy = button("", () => this.#copyRows());
  #heads = COLUMNS.map((column) => head(column, () => this.#sortBy(column.id)));
  /** @type {HTMLTableElement} */
  #grid = h(
    "table",
    {
      class: "spans",
      role: "grid",
      tabindex: "0",
      "aria-multiselectable": true,
      "aria-colcount": COLUMNS.length,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#keyPressed(event),
    },
    h("caption", { class: "visually-hidden" }, "Spans of all threads"),
    h(
      "colgroup",
      null,
      COLUMNS.map(({ id }) => h("col", { class: `table-${id}` })),
    ),
    h("thead", null, h("tr", { "aria-rowindex": 1 }, this.#heads)),
    h("tbody", {
      onclick: (/** @type {MouseEvent} */ event) => this.#clicked(event),
      ondblclick: () => this.#goToLanes(),
    }),
  );
  /** @type {RowWindow<SpanRow>} */
  #window = new RowWindow(this.#grid, { make: () => new SpanRow(), onMove: () => this.#draw() });
  #empty = h(
    "div",
    { class: "table-empty", hidden: true },
    h("p", null, "No span matches."),
    button("Show all spans of the run", () => this.#page.view.setFilter("in:run")),
  );
  #draw = onFrame(() => this.#drawNow());

  /** @param {HTMLElement} host
   *  @param {Page & {goToLanes: (lane: number, ns: number) => void, fileName: () => string}} page */
  constructor(host, page) {
    this.#page = page;
    this.#rows = new SpanRows(page.timeline);
    this.filter = spanFilter(page);
    this.csv = csvCopier(page);
    this.#again.hidden = true;
    const counts = [this.#count, this.#again, this.csv.element, this.#copy];
    refill(
      host,
      h(
        "div",
        { class: "table-bar" },
        this.filter.elements,
        h("div", { class: "table-counts" }, counts),
      ),
      this.#window.element,
      this.#empty,
    );
    page.view.subscribe((_, change) => {
      if (host.hidden) return;
      if (change === "window" || change === "range" || change === "filter") this.#gather();
      if (change === "selection") this.#follow();
    });
  }

  open() {
    this.#gather();
    this.#grid.focus({ preventScroll: true });
  }

  /** The run has grown. */
  update() {
    const { timeline } = this.#page;
    const tooMany = timeline.live && timeline.spanCount > GATHERED_LIVE;
    this.#again.hidden = !tooMany;
    if (!tooMany) this.#gather({ growth: true });
  }

  /** @param {{growth?: boolean}} [how] growth: what is being gathered is worth finishing */
  async #gather({ growth = false } = {}) {
    if (growth && this.#gathering) {
      this.#gatherAgain = true;
      return;
    }
    this.#gathering?.abort();
    const gathering = new AbortController();
    this.#gathering = gathering;
    this.#gatherAgain = false;
    this.filter.update();
    const { timeline, view } = this.#page;
    const query = readQuery(view.filter);
    const { fromNs, toNs } = query.whole
      ? { fromNs: -Infinity, toNs: Infinity }
      : scopeOf(timeline, view);
    const asOfNs = timeline.now;
    const work = this.#rows.collect({ fromNs, toNs, query }, this.#column, this.#descending);
    this.#grid.setAttribute("aria-busy", "true");
    if (!(await inSlices(work, { signal: gathering.signal }))) return;
    this.#gathering = null;
    this.#asOfNs = asOfNs;
    this.#grid.removeAttribute("aria-busy");
    this.csv.forget();
    this.#follow();
    this.#draw();
    if (this.#gatherAgain) this.#gather();
  }

  /** The row of what is selected is the current one. */
  #follow() {
    const place = this.#selected();
    const row = place ? this.#rows.rowOf(place) : -1;
    if (row !== this.#at) {
      this.#at = row;
      this.#anchor = row;
      if (row >= 0) this.#window.reveal(row, this.#rows.length);
    }
    this.#draw();
  }

  /** @returns {Place | null} */
  #selected() {
    const { timeline, view } = this.#page;
    if (!view.selection) return null;
    const { lane, start } = view.selection;
    return { lane, index: timeline.spans(lane).lastStarted(start) };
  }

  #drawNow() {
    const { timeline } = this.#page;
    if (this.#rows.stale) return void this.#gather();
    this.#window.draw(this.#rows.length, (each, row) => {
      each.say(timeline, this.#rows.at(row), row);
      each.mark({ chosen: this.#isChosen(row), current: row === this.#at });
    });
    this.#tell(this.#rows.length);
  }

  /** @param {number} length */
  #tell(length) {
    this.#empty.hidden = length > 0 || this.#gathering !== null;
    this.#window.element.hidden = !this.#empty.hidden;
    this.#grid.setAttribute("aria-rowcount", String(length + 1));
    if (this.#window.isInSight(this.#at))
      this.#grid.setAttribute("aria-activedescendant", `span-row-${this.#at}`);
    else this.#grid.removeAttribute("aria-activedescendant");
    const { spanCount: all, part } = this.#page.timeline;
    const asOf = this.#again.hidden ? "" : ` as of ${formatDuration(this.#asOfNs)}`;
    const of = length < all ? ` of ${formatCount(all)}` : "";
    const here = part
      ? part.single
        ? ", around what is in view"
        : `, the long ones only: ${part.coming ? "the others are loading" : "zoom in"}`
      : "";
    write(this.#count, `${formatCount(length)}${of} ${all === 1 ? "span" : "spans"}${asOf}${here}`);
    const [from, to] = this.#chosen();
    const some = to - from > 1;
    write(this.#copy, `Copy ${formatCounted(some ? to - from : length, "row")} as CSV`);
    this.#copy.disabled = length === 0;
    for (const cell of this.#heads) this.#markOrder(cell);
  }

  /** Rows chosen for copying. @returns {[from: number, after: number]} */
  #chosen() {
    if (this.#at < 0) return [0, 0];
    return [Math.min(this.#at, this.#anchor), Math.max(this.#at, this.#anchor) + 1];
  }

  /** @param {number} row */
  #isChosen(row) {
    const [from, after] = this.#chosen();
    return row >= from && row < after;
  }

  /** @param {number} row @param {boolean} extend the choice, rather than begin another */
  #goTo(row, extend) {
    const { timeline, view } = this.#page;
    const to = Math.min(Math.max(0, row), this.#rows.length - 1);
    if (to < 0) return;
    this.#at = to;
    if (!extend || this.#anchor < 0) this.#anchor = to;
    const { lane, index } = this.#rows.at(to);
    this.#window.reveal(to, this.#rows.length);
    view.select({ lane, start: timeline.spans(lane).start(index) });
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.target !== this.#grid || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "c" && this.#at >= 0 && !String(getSelection())) this.#copyRows(true);
      return;
    }
    const page = this.#window.pageRows;
    const { length } = this.#rows;
    const to = {
      ArrowDown: this.#at + 1,
      ArrowUp: this.#at < 0 ? 0 : this.#at - 1,
      PageDown: this.#at + page,
      PageUp: this.#at - page,
      Home: 0,
      End: length - 1,
    }[event.key];
    if (to !== undefined) this.#goTo(to, event.shiftKey);
    else if (event.key === "Enter") this.#goToLanes();
    else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const tr = event.target instanceof Element ? event.target.closest("tr") : null;
    if (!tr) return;
    this.#goTo(Number(tr.dataset.row), event.shiftKey);
    this.#grid.focus({ preventScroll: true });
  }

  #goToLanes() {
    if (this.#at < 0) return;
    const { lane, index } = this.#rows.at(this.#at);
    this.#page.goToLanes(lane, this.#page.timeline.spans(lane).start(index));
  }

  /** @param {boolean} [chosen] only what is chosen, be it one row */
  #copyRows(chosen = false) {
    const [from, after] = this.#chosen();
    const some = after - from > (chosen ? 0 : 1);
    this.csv.copy(this.#rows, some ? from : 0, some ? after : this.#rows.length);
  }

  /** @param {HTMLElement} cell */
  #markOrder(cell) {
    const sorted = cell.dataset.column === this.#column;
    const order = this.#descending ? "descending" : "ascending";
    cell.setAttribute("aria-sort", sorted ? order : "none");
    const arrow = this.#descending ? "▾" : "▴";
    write(/** @type {Element} */ (cell.querySelector("span")), sorted ? arrow : "");
  }

  /** @param {Column} column */
  #sortBy(column) {
    this.#descending = this.#column === column ? !this.#descending : column === "duration";
    this.#column = column;
    this.#window.toTop();
    this.#gather();
  }
}

/** @param {HTMLElement} host @param {ConstructorParameters<typeof SpanTable>[1]} page */
export const spanTable = (host, page) => new SpanTable(host, page);

/** @param {string} title @param {() => void} onclick */
const button = (title, onclick) => h("button", { class: "button", type: "button", onclick }, title);

/** @param {{id: string, title: string, number?: boolean}} column @param {() => void} onclick */
function head({ id, title, number }, onclick) {
  const arrow = h("span", { "aria-hidden": "true" });
  const sort = h("button", { class: "sort", type: "button", onclick }, title, arrow);
  return h("th", { scope: "col", class: number && "number", data: { column: id } }, sort);
}

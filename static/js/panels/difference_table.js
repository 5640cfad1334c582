/**
 * The table of differences: what A and B took, side by side, and how much more or less that is.
 * One part for the runs, one per state, per thread and per object, each sorted by any column.
 */

import { changeText, differenceOf, signedText, valueText } from "./difference_words.js";
import { h, refill, write } from "./element.js";

/** @import {Row, Section} from "../model/difference.js" */

/** @typedef {"name" | "a" | "b" | "difference" | "change"} Column */

const ROWS_SHOWN = 40;

/** @type {Readonly<Record<Section["id"], string>>} */
const TITLES = { run: "Run", states: "States", threads: "Threads", objects: "Sync objects" };

/** @type {readonly {id: Column, title: string, hint: string}[]} */
const COLUMNS = [
  { id: "a", title: "A", hint: "In the first run" },
  { id: "b", title: "B", hint: "In the second run" },
  { id: "difference", title: "B − A", hint: "How much more the second has" },
  { id: "change", title: "Change", hint: "How much that is of what the first has" },
];

/** @type {Readonly<Record<Row["how"], string>>} */
const MATCHED = { name: "", role: "by its role", order: "by order of start", none: "" };

/** One part of the table. */
class Part {
  #body = h("tbody");
  #more = h("button", { class: "link-button", type: "button", onclick: () => this.#showAll() });
  #none = h("p", { class: "tab-empty" }, "Nobody waited for one or held one.");
  /** @type {Column} */
  #column = "name";
  #descending = false;
  #sorted = false;
  #all = false;
  #measure = 0;
  /** @type {Section | null} */
  #section = null;
  /** @type {Map<string, {tr: HTMLElement, name: HTMLElement, note: HTMLElement,
   *   cells: HTMLElement[]}>} */
  #rows = new Map();

  /** @param {Section["id"]} id @param {(row: Row) => void} [pick] a row's name was pressed */
  constructor(id, pick) {
    this.id = id;
    this.pick = pick;
    const head = { class: "caps", id: `difference-${id}` };
    this.measures = h("select", {
      class: "field-input",
      "aria-label": `What of the ${TITLES[id].toLowerCase()}`,
      hidden: true,
      onchange: (/** @type {any} */ event) => this.#choose(Number(event.target.value)),
    });
    this.heads = [
      this.#head("name", id === "run" ? "" : TITLES[id].slice(0, -1), ""),
      ...COLUMNS.map(({ id: column, title, hint }) => this.#head(column, title, hint)),
    ];
    this.element = h(
      "section",
      { class: "difference-part", "aria-labelledby": head.id },
      h("div", { class: "difference-head" }, h("h3", head, TITLES[id]), this.measures),
      this.#table(head.id),
      this.#none,
      this.#more,
    );
  }

  /** @param {string} headId of what names it */
  #table(headId) {
    const columns = ["name", ...COLUMNS.map(({ id }) => id)];
    return h(
      "table",
      { class: "difference", "aria-labelledby": headId },
      h(
        "colgroup",
        null,
        columns.map((column) => h("col", { class: `difference-${column}` })),
      ),
      h("thead", null, h("tr", null, this.heads)),
      this.#body,
    );
  }

  /** @param {Section} section */
  update(section) {
    this.#section = section;
    if (section.measures.length > 1 && !this.measures.childElementCount) this.#offerMeasures();
    const rows = this.#inOrder(section.rows);
    const shown = this.#all ? rows : rows.slice(0, ROWS_SHOWN);
    const elements = shown.map((row) => this.#row(row));
    // Moving a focused button in the document takes its focus away: only when the order changed.
    if (
      elements.length !== this.#body.childElementCount ||
      elements.some((tr, at) => this.#body.children[at] !== tr)
    )
      refill(this.#body, elements);
    this.#none.hidden = rows.length > 0;
    this.#more.hidden = shown.length === rows.length;
    write(this.#more, `Show all ${rows.length}`);
    for (const cell of this.heads) this.#markOrder(cell);
  }

  #offerMeasures() {
    const measures = this.#section?.measures ?? [];
    refill(
      this.measures,
      measures.map(({ title }, at) => h("option", { value: at }, title)),
    );
    this.measures.hidden = false;
  }

  /** @param {number} measure */
  #choose(measure) {
    this.#measure = measure;
    this.#again();
  }

  #showAll() {
    this.#all = true;
    this.#again();
  }

  #again() {
    if (this.#section) this.update(this.#section);
  }

  /** @param {Column} column @param {string} title @param {string} hint */
  #head(column, title, hint) {
    const arrow = h("span", { "aria-hidden": "true" });
    const press = {
      class: "sort",
      type: "button",
      title: hint || null,
      onclick: () => this.#sort(column),
    };
    const label =
      this.id === "run" ? h("span", { class: "sort" }, title) : h("button", press, title, arrow);
    const given = { scope: "col", class: column === "name" ? "" : "number", data: { column } };
    // The lines of a run have units of their own: there is no order among them.
    return title ? h("th", given, label) : h("td", null);
  }

  /** @param {Column} column */
  #sort(column) {
    const again = this.#sorted && this.#column === column;
    this.#descending = again ? !this.#descending : column !== "name";
    this.#column = column;
    this.#sorted = true;
    this.#again();
  }

  /** @param {HTMLElement} cell */
  #markOrder(cell) {
    if (cell.tagName !== "TH" || this.id === "run") return;
    const sorted = this.#sorted && cell.dataset.column === this.#column;
    const order = this.#descending ? "descending" : "ascending";
    cell.setAttribute("aria-sort", sorted ? order : "none");
    const arrow = /** @type {Element} */ (cell.querySelector("[aria-hidden]"));
    write(arrow, sorted ? (this.#descending ? "▾" : "▴") : "");
  }

  /** @param {Row[]} rows */
  #inOrder(rows) {
    if (!this.#sorted) return this.id === "objects" ? this.#byDifference(rows) : rows;
    const sign = this.#descending ? -1 : 1;
    if (this.#column === "name") {
      return rows.toSorted((one, other) => sign * one.name.localeCompare(other.name));
    }
    const key = (/** @type {Row} */ row) => this.#keyOf(row) ?? -Infinity;
    return rows.toSorted((one, other) => sign * (key(one) - key(other)) || 0);
  }

  /** Until somebody sorts: what differs most stands first. @param {Row[]} rows */
  #byDifference(rows) {
    const size = (/** @type {Row} */ { a, b }) =>
      Math.abs((b?.[this.#measure] ?? 0) - (a?.[this.#measure] ?? 0));
    return rows.toSorted((one, other) => size(other) - size(one));
  }

  /** @param {Row} row @returns {number | null} */
  #keyOf(row) {
    const a = row.a?.[this.#measure] ?? null;
    const b = row.b?.[this.#measure] ?? null;
    if (this.#column === "a") return a;
    if (this.#column === "b") return b;
    if (this.#column === "difference") return differenceOf(row, this.#measure);
    return a === null || b === null ? null : a === b ? 1 : b / a;
  }

  /** @param {Row} row */
  #row(row) {
    const made = this.#rows.get(row.key) ?? this.#makeRow(row);
    const unit = row.unit ?? this.#section?.measures[this.#measure].unit ?? "ns";
    const [a, b] = [row.a?.[this.#measure] ?? null, row.b?.[this.#measure] ?? null];
    const difference = differenceOf(row, this.#measure);
    const absent = (/** @type {unknown} */ side) => (side ? "not measured" : "–");
    write(made.cells[0], a === null ? absent(row.a) : valueText(a, unit));
    write(made.cells[1], b === null ? absent(row.b) : valueText(b, unit));
    write(made.cells[2], difference === null ? "–" : signedText(difference, unit));
    write(made.cells[3], onlyText(row) || changeText(a, b));
    const way = difference ? (difference > 0 ? "more" : "less") : "same";
    for (const cell of made.cells.slice(2)) cell.dataset.change = way;
    write(made.note, [row.note, MATCHED[row.how]].filter(Boolean).join(", "));
    return made.tr;
  }

  /** @param {Row} row */
  #makeRow(row) {
    const cells = COLUMNS.map(() => h("td", { class: "number" }));
    const name = this.pick
      ? h(
          "button",
          { class: "link-button", type: "button", onclick: () => this.pick?.(row) },
          row.name,
        )
      : h("span", null, row.name);
    const swatch = row.state && h("span", { class: "swatch", data: { state: row.state } });
    const note = h("span", { class: "difference-note" });
    const tr = h("tr", null, h("th", { scope: "row" }, swatch, name, note), cells);
    const made = { tr, name, note, cells };
    this.#rows.set(row.key, made);
    return made;
  }
}

/** @param {Row} row */
function onlyText({ a, b }) {
  if (a && b) return "";
  return a ? "only in A" : "only in B";
}

/**
 * @param {HTMLElement} host
 * @param {{pickThread: (row: Row) => void, pickObject: (row: Row) => void}} actions
 */
export function differenceTable(host, { pickThread, pickObject }) {
  const parts = [
    new Part("run"),
    new Part("states"),
    new Part("threads", pickThread),
    new Part("objects", pickObject),
  ];
  refill(
    host,
    parts.map(({ element }) => element),
  );
  return {
    /** @param {readonly Section[]} sections */
    update(sections) {
      for (const part of parts) {
        const section = sections.find(({ id }) => id === part.id);
        if (section) part.update(section);
      }
    },
  };
}

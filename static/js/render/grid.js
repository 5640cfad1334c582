/**
 * The grid that assistive technology reads: lanes are its rows, the current span its
 * current cell.
 *
 * A canvas says nothing. So the grid has one tab stop and names its current cell by
 * `aria-activedescendant`. There are two cells that take turns: a cell whose text
 * merely changed would not be announced.
 */

import { element, write } from "./element.js";

/** @typedef {{key: string, row: HTMLElement | null, text: () => string}} Current what is
 *  selected: its key, the row it lies in if that is in sight, and the words for it, asked for
 *  only when there is something to say */

/** Ids are the document's: two stages on one page have cells of their own. */
let grids = 0;

export class Grid {
  /** @type {HTMLElement[]} */
  #cells = [];
  #turn = 0;
  #told = "";

  /** @param {HTMLElement} grid */
  constructor(grid) {
    this.grid = grid;
    grid.setAttribute("role", "grid");
    grid.setAttribute("tabindex", "0");
    grid.setAttribute("aria-label", "Threads of the run");
    grid.setAttribute("aria-readonly", "true");
    // What a row is, what is selected on it, and what can be done with it.
    grid.setAttribute("aria-colcount", "3");
    grids += 1;
    for (const turn of ["a", "b"]) {
      const id = `stage-cell-${grids}${turn}`;
      this.#cells.push(
        element("div", "stage-cell visually-hidden", {
          id,
          role: "gridcell",
          "aria-colindex": "2",
        }),
      );
    }
  }

  /** @param {number} count of all rows, also of those out of sight @param {boolean} grouped
   *  whether rows can be collapsed under others */
  setRows(count, grouped) {
    this.grid.setAttribute("aria-rowcount", String(count));
    const role = grouped ? "treegrid" : "grid";
    if (this.grid.getAttribute("role") !== role) this.grid.setAttribute("role", role);
  }

  /** @param {Current | null} current */
  show(current) {
    if (!current) {
      this.#told = "";
      for (const cell of this.#cells) cell.remove();
      this.grid.removeAttribute("aria-activedescendant");
      return;
    }
    const { key, row } = current;
    const cell = this.#cells[this.#turn];
    if (!row || (this.#told === key && row.contains(cell))) return;
    const text = current.text();
    if (!text) return;
    this.#told = key;
    this.#turn = 1 - this.#turn;
    const next = this.#cells[this.#turn];
    write(next, text);
    next.setAttribute("aria-selected", "true");
    row.append(next);
    cell.remove();
    this.grid.setAttribute("aria-activedescendant", next.id);
  }
}

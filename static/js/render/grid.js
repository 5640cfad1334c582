/**
 * The grid that assistive technology reads: lanes are its rows, the current span its
 * current cell.
 *
 * A canvas says nothing. So the grid has one tab stop and names its current cell by
 * `aria-activedescendant`. There are two cells that take turns: a cell whose text
 * merely changed would not be announced.
 */

import { element, write } from "./element.js";

/** @import {Description} from "../model/describe.js" */
/** @import {SpanPlace} from "../model/fragment.js" */
/** @import {Heads} from "./heads.js" */

export class Grid {
  /** @type {HTMLElement[]} */
  #cells = [];
  #turn = 0;
  #told = "";

  /** @param {HTMLElement} grid @param {Heads} heads */
  constructor(grid, heads) {
    this.grid = grid;
    this.heads = heads;
    grid.setAttribute("role", "grid");
    grid.setAttribute("tabindex", "0");
    grid.setAttribute("aria-label", "Threads of the run");
    grid.setAttribute("aria-readonly", "true");
    grid.setAttribute("aria-colcount", "2");
    for (const id of ["stage-cell-a", "stage-cell-b"]) {
      this.#cells.push(element("div", "stage-cell visually-hidden", { id, role: "gridcell" }));
    }
  }

  /** @param {number} count of all rows, also of those out of sight */
  setRowCount(count) {
    this.grid.setAttribute("aria-rowcount", String(count));
  }

  /**
   * @param {SpanPlace | null} place of the current span
   * @param {() => Description | null} describe asked only when there is something to say
   */
  show(place, describe) {
    if (!place) {
      this.#told = "";
      for (const cell of this.#cells) cell.remove();
      this.grid.removeAttribute("aria-activedescendant");
      return;
    }
    const row = this.heads.rowOf(place.lane);
    const cell = this.#cells[this.#turn];
    if (!row || (this.#told === `${place.lane}.${place.start}` && row.contains(cell))) return;
    const description = describe();
    if (!description) return;
    this.#told = `${place.lane}.${place.start}`;
    this.#turn = 1 - this.#turn;
    const next = this.#cells[this.#turn];
    write(next, `${description.laneName}: ${description.announcement}`);
    next.setAttribute("aria-selected", "true");
    row.append(next);
    cell.remove();
    this.grid.setAttribute("aria-activedescendant", next.id);
  }
}

/** The lanes of a run: one per thread, in order of appearance. */

/** @import {LaneRow} from "./rows.js" */

export class Lanes {
  /** @type {LaneRow[]} */
  rows = [];
  /** How often a lane came, or one that was known got another name. */
  changes = 0;
  /** Where in `rows` a lane is, by id. @type {Map<number, number>} */
  #places = new Map();
  /** Which of its process's lanes a lane is, from 0. @type {Map<number, number>} */
  #numbers = new Map();
  /** How many lanes a process has. @type {Map<number, number>} */
  #counts = new Map();

  /** @param {number} id */
  get(id) {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.rows[place];
  }

  /** @param {number} id */
  number(id) {
    return this.#numbers.get(id) ?? 0;
  }

  /** @param {LaneRow} row new, or more of one that is known */
  take(row) {
    const known = this.#places.get(row.id);
    if (known !== undefined) {
      if (this.rows[known].name !== row.name) this.changes += 1;
      this.rows[known] = row;
      return;
    }
    const number = this.#counts.get(row.process) ?? 0;
    this.#numbers.set(row.id, number);
    this.#counts.set(row.process, number + 1);
    this.#places.set(row.id, this.rows.length);
    this.rows.push(row);
    this.changes += 1;
  }
}

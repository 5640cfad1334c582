/**
 * Latecomers: rows that come long after those they belong between, in columns that are in order.
 *
 * Rows of a run come almost in order, and one that belongs a few places before the end is moved
 * there at once. But a recording may tell lane after lane, and moving each row of the second lane
 * past those of the first costs the square of their number: seconds, for some ten thousand waits
 * for one lock. So they wait here until somebody asks, and are then put in order among themselves
 * and take their places together, which moves each row behind the first of them once.
 *
 * Rows with equal keys stay in the order in which they came, as if each had been moved at once: a
 * latecomer belongs before the last `NEAR` rows, and so before all that joined them after it.
 */

import { Float64Column } from "./chunks.js";
import { placesInOrder } from "./order.js";

/** @import {Uint32Column} from "./chunks.js" */

/** So few places a row is moved at once. */
export const NEAR = 64;

export class Latecomers {
  length = 0;
  #columns;
  #keys;
  /** As many as there are columns, from the first latecomer on. @type {Float64Column[]} */
  #late = [];

  /** @param {[Float64Column, ...(Float64Column | Uint32Column)[]]} columns of the same rows, in
   *  order of the first */
  constructor(columns) {
    this.#columns = columns;
    this.#keys = columns[0];
  }

  /** Whether a row with this key would have to be moved far. @param {number} key */
  include(key) {
    const keys = this.#keys;
    return keys.length > NEAR && keys.get(keys.length - 1 - NEAR) > key;
  }

  /** @param {...number} row a value for each column */
  add(...row) {
    row.forEach((value, n) => {
      this.#late[n] ??= new Float64Column();
      this.#late[n].push(value);
    });
    this.length += 1;
  }

  /** Let them take their places. @returns {number} the first where there is another row now */
  settle() {
    const keys = this.#keys;
    const [late] = this.#late;
    const lateKeys = Float64Array.from({ length: this.length }, (_, i) => late.get(i));
    const { length } = keys;
    for (const column of this.#columns) for (const _ of lateKeys) column.push(0);
    const first = takePlaces(lateKeys, length, {
      keyAt: (row) => keys.get(row),
      move: (from, to) => this.#move(from, to),
      place: (which, to) => this.#place(which, to),
    });
    this.#late = [];
    this.length = 0;
    return first;
  }

  /** @param {number} from @param {number} to */
  #move(from, to) {
    for (const column of this.#columns) column.set(to, column.get(from));
  }

  /** @param {number} which of the latecomers @param {number} to */
  #place(which, to) {
    this.#columns.forEach((column, n) => {
      column.set(to, this.#late[n].get(which));
    });
  }
}

/**
 * Put latecomers among rows that are in order, from the end on, where there is room for them all.
 *
 * @param {Float64Array} keys of the latecomers, as they came @param {number} length of the rows
 * @param {{keyAt: (row: number) => number, move: (from: number, to: number) => void,
 *   place: (which: number, to: number) => void}} rows
 * @returns {number} the first place where there is another row now
 */
export function takePlaces(keys, length, { keyAt, move, place }) {
  const order = placesInOrder(keys);
  let from = length - 1;
  let to = from + keys.length;
  for (let left = keys.length; left > 0; to -= 1) {
    const next = order[left - 1];
    if (from >= 0 && keyAt(from) > keys[next]) {
      move(from, to);
      from -= 1;
    } else {
      place(next, to);
      left -= 1;
    }
  }
  return to + 1;
}

/**
 * Hold rows: the holds of one sync object laid side by side, so that on each row nobody holds
 * it together with another.
 *
 * A lock has one row; a semaphore of three permits has three. Each row is kept like the
 * possession of a GIL, with its exact sums of time per lane, and drawn like one. A hold goes on
 * the first row that is free during it. Holds that are told late, because they were open, find
 * what room there is: then there may be a row more than ever were held at once.
 */

import { Overlap } from "./overlap.js";
import { Possession } from "./possession.js";
import { EXACT } from "./vocabulary.js";

export class HoldRows {
  /** @type {Possession[]} */
  rows = [];
  #overlap = new Overlap();
  /** Starts of those still open. @type {number[]} */
  #open = [];

  /** @param {number} object */
  constructor(object) {
    this.object = object;
  }

  /** @param {number} lane @param {number} start @param {number} end Infinity while open */
  add(lane, start, end) {
    const row = this.rows.find((each) => isFree(each, start, end)) ?? this.#begin();
    if (end === Infinity) {
      row.open(lane, start, EXACT);
      this.#open.push(start);
    } else {
      row.close(lane, start, end, EXACT);
      this.#overlap.add(start, end);
    }
  }

  /** What was open has ended. @param {number} lane @param {number} start @param {number} end */
  close(lane, start, end) {
    const row = this.rows.find((each) => {
      const last = each.length - 1;
      return (
        last >= 0 && each.isOpen(last) && each.start(last) === start && each.lane(last) === lane
      );
    });
    if (!row) {
      this.add(lane, start, end);
      return;
    }
    row.close(lane, start, end, EXACT);
    this.#overlap.add(start, end);
    this.#open.splice(this.#open.indexOf(start), 1);
  }

  /** How many hold it at a time. */
  get steps() {
    this.#overlap.setOpen([...this.#open]);
    return this.#overlap.steps;
  }

  /** Open holds have lasted until `now`. @param {number} now */
  moveNow(now) {
    for (const row of this.rows) row.now = now;
  }

  #begin() {
    const row = new Possession(this.object, 0);
    this.rows.push(row);
    return row;
  }
}

/** @param {Possession} row @param {number} start @param {number} end */
function isFree(row, start, end) {
  // A hold that begins as another ends follows it; one that lasted no time is in nobody's way.
  const before = row.lastStarted(start);
  const blocked = before >= 0 && (row.isOpen(before) || row.end(before) > start);
  if (blocked) return false;
  const after = before + 1;
  return after >= row.length || row.start(after) >= end;
}

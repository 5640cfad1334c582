/**
 * A stack of rows: laid one under the other, each with its place among all and, when it is
 * a lane, among the lanes.
 */

/**
 * What a row is. To add a kind: name it here, lay it out in a row layout (`rows.js`), give it a
 * head (`render/heads.js`) and what it shows (`layout/frame.js`).
 *
 * @typedef {"lane" | "group" | "gil" | "cores" | "hidden" | "object"} RowKind
 */

/** @typedef {{kind: RowKind, id: number, top: number, height: number, number: number,
 *   index: number, level: number, folded: boolean, group: Group | null}} Row `id`: of the lane, the
 *   group or the sync object; `number`: place among the lanes of threads, `index`: among all rows,
 *   from 0; `level`: how deep it lies in groups, from 1; `group`: that it heads or lies in; sizes in
 *   CSS pixels */

/** @typedef {{rows: Row[], laneCount: number, hiddenCount: number, grouped: boolean,
 *   height: number, pinned: number, places: ReadonlyMap<number, number>,
 *   objectCount?: number, unusedCount?: number}} Rows `laneCount`: lanes
 *   that are seen, also those seen only in the row of their group; `pinned`: so many of the first
 *   rows stay on top; `places`: index of the row in which a lane is seen, by lane;
 *   `objectCount`, `unusedCount`: of a stage that shows objects, how many have a row, and how many
 *   have none because nothing was done with them */

/** @import {Group} from "../model/arrangement.js" */

export class RowStack {
  /** @type {Row[]} */
  rows = [];
  height = 0;
  /** @type {Map<number, number>} */
  places = new Map();
  #textScale;
  #lanes = 0;

  /** @param {number} textScale how much larger than usual the reader wants text */
  constructor(textScale) {
    this.#textScale = textScale;
  }

  /**
   * @param {RowKind} kind @param {number} id @param {number} height in CSS pixels of usual text
   * @param {{level?: number, folded?: boolean, group?: Group | null}} [more]
   */
  add(kind, id, height, { level = 1, folded = false, group = null } = {}) {
    const scaled = Math.round(height * this.#textScale);
    const { height: top, rows } = this;
    const index = rows.length;
    const number = this.#lanes;
    rows.push({ kind, id, top, height: scaled, number, index, level, folded, group });
    this.height += scaled;
    if (kind !== "lane") return;
    this.#lanes += 1;
    this.places.set(id, index);
  }

  /** Lanes without rows of their own are seen in the last one. @param {readonly number[]} lanes */
  seenInLast(lanes) {
    for (const lane of lanes) this.places.set(lane, this.rows.length - 1);
  }

  /** @param {{hiddenCount?: number, pinned?: number}} [more] @returns {Rows} */
  finish({ hiddenCount = 0, pinned = 0 } = {}) {
    const { rows, height, places } = this;
    const grouped = rows.some(({ kind }) => kind === "group");
    return { rows, laneCount: places.size, hiddenCount, grouped, height, pinned, places };
  }
}

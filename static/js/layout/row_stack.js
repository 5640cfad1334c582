/**
 * A stack of rows: laid one under the other, each with its place among all and, when it is
 * a lane, among the lanes.
 */

/**
 * What a row is. To add a kind: name it here, lay it out in a row layout (`rows.js`), give it a
 * head (`render/heads.js`) and what it shows (`layout/frame.js`).
 *
 * @typedef {"lane" | "group" | "gil" | "cores" | "hidden"} RowKind
 */

/** @typedef {{kind: RowKind, id: number, top: number, height: number, number: number,
 *   index: number, level: number, folded: boolean}} Row `id`: of the lane, the group or the sync
 *   object; `number`: place among the lanes of threads, `index`: among all rows, from 0; `level`:
 *   how deep it lies in groups, from 1; sizes in CSS pixels */

/** @typedef {{rows: Row[], laneCount: number, processCount: number, height: number,
 *   pinned: number, places: ReadonlyMap<number, number>}} Rows `pinned`: so many of the first rows
 *   stay on top; `places`: index of the row in which a lane is seen, by lane */

export class RowStack {
  /** @type {Row[]} */
  rows = [];
  laneCount = 0;
  height = 0;
  /** @type {Map<number, number>} */
  places = new Map();
  #textScale;

  /** @param {number} textScale how much larger than usual the reader wants text */
  constructor(textScale) {
    this.#textScale = textScale;
  }

  /**
   * @param {RowKind} kind @param {number} id @param {number} height in CSS pixels of usual text
   * @param {{level?: number, folded?: boolean}} [more]
   */
  add(kind, id, height, { level = 1, folded = false } = {}) {
    const scaled = Math.round(height * this.#textScale);
    const { laneCount: number, height: top } = this;
    const index = this.rows.length;
    this.rows.push({ kind, id, top, height: scaled, number, index, level, folded });
    this.height += scaled;
    if (kind !== "lane") return;
    this.laneCount += 1;
    this.places.set(id, index);
  }

  /** A lane without a row of its own is seen in the last one. @param {number} lane */
  seenInLast(lane) {
    this.places.set(lane, this.rows.length - 1);
  }

  /** @param {{processCount?: number, pinned?: number}} [more] @returns {Rows} */
  finish({ processCount = 0, pinned = 0 } = {}) {
    const { rows, laneCount, height, places } = this;
    return { rows, laneCount, processCount, height, pinned, places };
  }
}

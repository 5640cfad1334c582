/** Waits: which closed spans were blocked on which sync object. */

import { Uint32Column } from "../base/chunks.js";
import { Intervals } from "./intervals.js";

export class Waits {
  #lanes = new Uint32Column();
  #indexes = new Uint32Column();
  /** @type {Map<number, Intervals>} */
  #byObject = new Map();

  /**
   * @param {number} object @param {number} lane @param {number} index of the span
   * @param {number} startNs @param {number} endNs
   */
  add(object, lane, index, startNs, endNs) {
    const id = this.#lanes.length;
    this.#lanes.push(lane);
    this.#indexes.push(index);
    const known = this.#byObject.get(object);
    const intervals = known ?? new Intervals();
    if (!known) this.#byObject.set(object, intervals);
    intervals.add(id, startNs, endNs);
  }

  /**
   * @param {number} object @param {number} fromNs @param {number} toNs
   * @param {(lane: number, index: number, startNs: number, endNs: number) => boolean | void} visit
   * @returns {boolean} whether all were visited
   */
  each(object, fromNs, toNs, visit) {
    let all = true;
    this.#byObject.get(object)?.each(fromNs, toNs, (id, startNs, endNs) => {
      all = visit(this.#lanes.get(id), this.#indexes.get(id), startNs, endNs) !== false;
      return all;
    });
    return all;
  }
}

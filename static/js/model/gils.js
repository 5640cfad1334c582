/** The GILs of a run: one per process that has one, and who possessed it when. */

import { Possession } from "./possession.js";

/** @import {ObjectRow} from "./rows.js" */

/** The kind of sync object that a GIL is. */
export const GIL_KIND = "GIL";

export class Gils {
  /** @type {Map<number, Possession>} */
  byObject = new Map();
  /** @type {Map<number, Possession>} */
  #byProcess = new Map();

  /** @param {ObjectRow} object */
  add(object) {
    if (object.kind !== GIL_KIND || this.byObject.has(object.id)) return;
    const possession = new Possession(object.id, object.process);
    this.byObject.set(object.id, possession);
    this.#byProcess.set(object.process, possession);
  }

  /** @param {number} object */
  of(object) {
    return this.byObject.get(object) ?? null;
  }

  /** The GIL of a process, if anything is known of who had it. @param {number} process */
  ofProcess(process) {
    const possession = this.#byProcess.get(process);
    return possession?.length ? possession : null;
  }

  /** Of how many anything is known. */
  get knownCount() {
    let count = 0;
    for (const possession of this.byObject.values()) if (possession.length) count += 1;
    return count;
  }

  /** How many hand-overs there were in all. */
  get handOverCount() {
    let sum = 0;
    for (const { handOvers } of this.byObject.values()) sum += handOvers.length;
    return sum;
  }

  /** Open holds have lasted until `now`. @param {number} now */
  moveNow(now) {
    for (const possession of this.byObject.values()) possession.now = now;
  }
}

/**
 * How a GIL fared between two times, of those that were recorded.
 *
 * @param {Possession} gil @param {number} fromNs @param {number} toNs
 * @returns {{ns: number, held: number, handOvers: number, perSecond: number, averageNs: number}}
 *   `held`: the share of the time, from its first hold on, in which anybody had it
 */
export function gilFigures(gil, fromNs, toNs) {
  const from = Math.max(fromNs, gil.firstNs);
  const ns = Math.max(0, toNs - from);
  let had = 0;
  for (const each of gil.shares(from, toNs)) had += each;
  const { count, sum } = gil.handOvers.between(from, toNs);
  return {
    ns,
    held: ns > 0 ? had / ns : 0,
    handOvers: count,
    perSecond: ns > 0 ? (count * 1e9) / ns : 0,
    averageNs: count > 0 ? sum / count : 0,
  };
}

/** Instants: output lines, exceptions, marks and other moments of lanes. */

import { firstFrom } from "../base/bisect.js";

/** @import {InstantBatch} from "./rows.js" */

/** @typedef {{id: number, lane: number, timeNs: number, kind: number, site: number,
 *   object: number, text: string}} Instant */

export class Instants {
  /** In order of arrival; an instant's id is its place here. @type {Instant[]} */
  #all = [];
  /** In order of time; key 0 holds those of every lane. @type {Map<number, Instant[]>} */
  #byLane = new Map([[0, []]]);

  get length() {
    return this.#all.length;
  }

  /** @param {InstantBatch} batch */
  add(batch) {
    let time = 0;
    for (let row = 0; row < batch.lane.length; row += 1) {
      time += batch.time[row];
      const instant = {
        id: this.#all.length,
        lane: batch.lane[row],
        timeNs: time,
        kind: batch.kind[row],
        site: batch.site[row],
        object: batch.object[row],
        text: batch.text[row],
      };
      this.#all.push(instant);
      this.#insert(0, instant);
      if (instant.lane !== 0) this.#insert(instant.lane, instant);
    }
  }

  /**
   * Those in [fromNs, toNs], in order of time.
   *
   * @param {number} fromNs @param {number} toNs @param {number} [lane] 0: every lane's
   */
  between(fromNs, toNs, lane = 0) {
    const list = this.#byLane.get(lane) ?? [];
    const first = firstFrom(list.length, (i) => list[i].timeNs, fromNs);
    let last = first;
    while (last < list.length && list[last].timeNs <= toNs) last += 1;
    return list.slice(first, last);
  }

  /** Those that arrived from `id` on. @param {number} id */
  since(id) {
    return this.#all.slice(id);
  }

  /** @param {number} lane @param {Instant} instant */
  #insert(lane, instant) {
    const list = this.#byLane.get(lane);
    if (!list) {
      this.#byLane.set(lane, [instant]);
      return;
    }
    let position = list.length;
    while (position > 0 && list[position - 1].timeNs > instant.timeNs) position -= 1;
    list.splice(position, 0, instant);
  }
}

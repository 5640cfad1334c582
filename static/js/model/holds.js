/** Holds: who possessed which sync object, from when to when. */

import { ChunkedColumn } from "../base/chunks.js";
import { Intervals } from "./intervals.js";

/** @import {HeldRow, HoldBatch} from "./rows.js" */

/** @typedef {{object: number, lane: number, startNs: number, endNs: number, site: number,
 *   open: boolean}} Hold */

export class Holds {
  #objects = new ChunkedColumn(Uint32Array);
  #lanes = new ChunkedColumn(Uint32Array);
  #starts = new ChunkedColumn(Float64Array);
  #ends = new ChunkedColumn(Float64Array);
  #sites = new ChunkedColumn(Uint32Array);
  /** @type {Map<number, Intervals>} */
  #byObject = new Map();
  /** @type {Map<number, Intervals>} */
  #byLane = new Map();
  /** Ids of the holds still open, by object, lane and start. @type {Map<string, number>} */
  #open = new Map();

  get length() {
    return this.#starts.length;
  }

  /** @param {HoldBatch} batch */
  close(batch) {
    let start = 0;
    for (let row = 0; row < batch.object.length; row += 1) {
      start += batch.start[row];
      const object = batch.object[row];
      const lane = batch.lane[row];
      const end = start + batch.duration[row];
      const key = `${object}.${lane}.${start}`;
      const open = this.#open.get(key);
      if (open === undefined) {
        this.#add(object, lane, start, end, batch.site[row]);
      } else {
        this.#open.delete(key);
        this.#ends.set(open, end);
        this.#byObject.get(object)?.endChanged(open);
        this.#byLane.get(lane)?.endChanged(open);
      }
    }
  }

  /** @param {HeldRow[]} rows */
  open(rows) {
    for (const [object, lane, start, site] of rows) {
      this.#open.set(`${object}.${lane}.${start}`, this.#add(object, lane, start, Infinity, site));
    }
  }

  /** @param {number} object @param {number} now the end of what is still held @returns {Hold[]} */
  ofObject(object, now) {
    const index = this.#byObject.get(object);
    if (!index) return [];
    return Array.from({ length: index.length }, (_, i) => this.#hold(index.at(i), now));
  }

  /**
   * @param {number} object @param {number} fromNs @param {number} toNs @param {number} now
   * @returns {Hold[]}
   */
  ofObjectIn(object, fromNs, toNs, now) {
    const ids = this.#byObject.get(object)?.overlapping(fromNs, toNs) ?? [];
    return ids.map((id) => this.#hold(id, now));
  }

  /**
   * @param {number} lane @param {number} fromNs @param {number} toNs @param {number} now
   * @param {number} [limit]
   * @returns {Hold[]}
   */
  ofLane(lane, fromNs, toNs, now, limit) {
    const ids = this.#byLane.get(lane)?.overlapping(fromNs, toNs, limit) ?? [];
    return ids.map((id) => this.#hold(id, now));
  }

  /** @param {number} id @param {number} now @returns {Hold} */
  #hold(id, now) {
    const end = this.#ends.get(id);
    const open = end === Infinity;
    return {
      object: this.#objects.get(id),
      lane: this.#lanes.get(id),
      startNs: this.#starts.get(id),
      endNs: open ? Math.max(now, this.#starts.get(id)) : end,
      site: this.#sites.get(id),
      open,
    };
  }

  /**
   * @param {number} object @param {number} lane @param {number} start @param {number} end
   * @param {number} site
   */
  #add(object, lane, start, end, site) {
    const id = this.#starts.length;
    this.#objects.push(object);
    this.#lanes.push(lane);
    this.#starts.push(start);
    this.#ends.push(end);
    this.#sites.push(site);
    this.#index(this.#byObject, object).add(id);
    this.#index(this.#byLane, lane).add(id);
    return id;
  }

  /** @param {Map<number, Intervals>} indexes @param {number} key */
  #index(indexes, key) {
    let index = indexes.get(key);
    if (!index) {
      index = new Intervals(
        (id) => this.#starts.get(id),
        (id) => this.#ends.get(id),
      );
      indexes.set(key, index);
    }
    return index;
  }
}

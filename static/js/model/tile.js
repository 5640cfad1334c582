/**
 * A tile: what every lane did in a row of buckets of time, as sums that grow.
 *
 * Each number is the sum of all buckets before, so that of any stretch of them is two reads.
 * They are summed up lane by lane, when a lane is first asked after.
 */

/** @import {TileBody} from "./rows_of_tiles.js" */

/** Per bucket and lane: six states, what was lacked of the runnable time (the GIL, a CPU), and
 *  how many spans began. */
export const SPAN_SLOTS = 9;
export const WANTED_GIL = 6;
export const WANTED_CPU = 7;
export const BEGUN = 8;
/** Per bucket, GIL and lane: how long it was held, how often handed over, how long that took. */
export const GIL_SLOTS = 3;
export const HELD = 0;
export const HANDED = 1;
export const HANDING = 2;

const BYTES_PER_NUMBER = 8;

export class Tile {
  #buckets;
  /** Rows of the body that were not summed up yet, by lane and by GIL and lane.
   *  @type {Map<string, {slot: number, at: number, values: number[]}[]>} */
  #rows = new Map();
  /** @type {Map<string, Float64Array>} */
  #sums = new Map();

  /** @param {TileBody} body @param {number} buckets */
  constructor(body, buckets) {
    this.level = body.level;
    this.index = body.index;
    this.#buckets = buckets;
    for (const [lane, slot, at, values] of body.spans) this.#keep(keyOf(0, lane), slot, at, values);
    for (const [gil, lane, slot, at, values] of body.gils)
      this.#keep(keyOf(gil, lane), slot, at, values);
  }

  /** What it takes when all lanes were asked after. */
  get bytes() {
    return (this.#rows.size + this.#sums.size) * this.#buckets * SPAN_SLOTS * BYTES_PER_NUMBER;
  }

  /**
   * Where a time lies among the edges of the buckets, 0 to as many as there are.
   *
   * @param {number} ns @param {boolean} snapped to the nearest edge
   */
  placeOf(ns, snapped) {
    const place = Math.min(
      this.#buckets,
      Math.max(0, ns / 2 ** this.level - this.index * this.#buckets),
    );
    return snapped ? Math.round(place) : place;
  }

  /** @param {string} key @param {number} slot @param {number} at @param {number[]} values */
  #keep(key, slot, at, values) {
    const known = this.#rows.get(key);
    if (known) known.push({ slot, at, values });
    else this.#rows.set(key, [{ slot, at, values }]);
  }

  /** Sums up to each edge, slots beside each other; none where nothing happened.
   *  @param {number} gil 0 for spans @param {number} lane */
  sumsOf(gil, lane) {
    const key = keyOf(gil, lane);
    const rows = this.#rows.get(key);
    if (!rows) return this.#sums.get(key);
    const width = widthOf(gil);
    const sums = new Float64Array((this.#buckets + 1) * width);
    for (const { slot, at, values } of rows) {
      let sum = 0;
      for (let bucket = at; bucket < this.#buckets; bucket += 1) {
        sum += values[bucket - at] ?? 0;
        sums[(bucket + 1) * width + slot] = sum;
      }
    }
    this.#rows.delete(key);
    this.#sums.set(key, sums);
    return sums;
  }
}

/** How many slots a bucket has. @param {number} gil 0 for spans */
export const widthOf = (gil) => (gil === 0 ? SPAN_SLOTS : GIL_SLOTS);

/** @param {number} gil @param {number} lane */
const keyOf = (gil, lane) => `${gil}/${lane}`;

/**
 * Add what lies between two places of a tile to `into`. Between the edges of a bucket its time
 * is taken to be spread evenly.
 *
 * @param {Float64Array} sums of a tile @param {number} width slots per bucket
 * @param {number} from @param {number} to @param {Float64Array | Float32Array} into
 * @param {number} offset @param {number} slots how many of them
 */
export function addBetween(sums, width, from, to, into, offset, slots) {
  const first = Math.floor(from);
  const last = Math.floor(to);
  for (let slot = 0; slot < slots; slot += 1) {
    let sum = sums[last * width + slot] - sums[first * width + slot];
    if (to > last) {
      const bucket = sums[(last + 1) * width + slot] - sums[last * width + slot];
      sum += bucket * (to - last);
    }
    if (from > first) {
      const bucket = sums[(first + 1) * width + slot] - sums[first * width + slot];
      sum -= bucket * (from - first);
    }
    into[offset + slot] += sum;
  }
}

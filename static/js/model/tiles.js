/**
 * The tiles of a run that is too long to be here whole: which there are, and those that are here.
 *
 * Time is cut into buckets of two to the power of a level nanoseconds; a tile is a row of
 * them. A question names the level it wants to be answered at; where the tile of that level
 * is not here, or there is none so fine, the finest one above it answers. Sums between edges of
 * buckets are exact at every level.
 */

import { firstAbove } from "../base/bisect.js";
import { addBetween, Tile, widthOf } from "./tile.js";

/** @import {OverviewLine, TileBody} from "./rows_of_tiles.js" */

/** @typedef {{level: number, index: number}} Place */

/** A stretch is summed up in buckets of no more than a part in so many of its length. */
const FINE_ENOUGH = 1 << 13;

/** Tiles that take more than this together go, those first that were not asked after longest. */
const MOST_BYTES = 96 << 20;
/** But so many stay: a view and its neighbours, of any number of lanes. */
const LEAST_TILES = 24;

export class Tiles {
  #buckets;
  /** When each chunk of the log begins, how many spans end in it, how fine its tiles are. */
  #begins;
  #spans;
  #levels;
  /** Those that are here, by place, the latest used last; null where nothing happened.
   *  @type {Map<string, Tile | null>} */
  #here = new Map();
  #bytes = 0;

  /** @param {OverviewLine} overview @param {number} endNs */
  constructor({ buckets, top, chunks }, endNs) {
    this.top = top;
    this.endNs = endNs;
    this.#buckets = buckets;
    let begin = 0;
    this.#begins = chunks.begin.map((delta) => {
      begin += delta;
      return begin;
    });
    this.#spans = chunks.spans;
    this.#levels = chunks.level;
    /** The level that questions are answered at unless they say otherwise. */
    this.level = top;
  }

  /** The coarsest level whose buckets are no wider than a pixel. @param {number} nsPerPx */
  levelFor(nsPerPx) {
    return Math.min(this.top, Math.max(0, Math.floor(Math.log2(Math.max(1, nsPerPx)))));
  }

  /** How long a bucket is in which [from, to] can be drawn at a level.
   *  @param {number} level @param {number} fromNs @param {number} toNs */
  stepNs(level, fromNs, toNs) {
    const [first, last] = this.#chunksOf(fromNs, toNs);
    let finest = level;
    for (let at = first; at <= last; at += 1) finest = Math.max(finest, this.#levels[at]);
    return 2 ** finest;
  }

  /**
   * The chunks of the log that hold [from, to]: from when to when, and how many spans.
   *
   * @param {number} fromNs @param {number} toNs
   */
  stretchOf(fromNs, toNs) {
    const [first, last] = this.#chunksOf(fromNs, toNs);
    let spans = 0;
    for (let at = first; at <= last; at += 1) spans += this.#spans[at];
    return {
      fromNs: this.#begins[first],
      toNs: this.#begins[last + 1] ?? this.endNs,
      spans,
      chunks: last - first + 1,
    };
  }

  /**
   * The places of the tiles that show [from, to] at a level: as fine, or where there are
   * none so fine the next above.
   *
   * @param {number} level @param {number} fromNs @param {number} toNs
   * @returns {Place[]}
   */
  placesOf(level, fromNs, toNs) {
    const lengthNs = this.#buckets * 2 ** level;
    const last = Math.floor(Math.min(toNs, this.endNs - 1) / lengthNs);
    /** @type {Map<string, Place>} */
    const places = new Map();
    for (let index = Math.floor(Math.max(0, fromNs) / lengthNs); index <= last; index += 1) {
      const place = this.#wholeAbove(level, index);
      places.set(nameOf(place), place);
    }
    return [...places.values()];
  }

  /** @param {Place} place */
  has(place) {
    return this.#here.has(nameOf(place));
  }

  /** @param {Place} place @param {TileBody | null} body null: nothing happened then */
  put(place, body) {
    const tile = body && new Tile(body, this.#buckets);
    this.#here.set(nameOf(place), tile);
    this.#bytes += tile?.bytes ?? 0;
    for (const [name, old] of this.#here) {
      if (this.#bytes <= MOST_BYTES || this.#here.size <= LEAST_TILES) break;
      if (old === tile || (old && old.level >= this.top)) continue;
      this.#here.delete(name);
      this.#bytes -= old?.bytes ?? 0;
    }
  }

  /**
   * Add sums of [from, to] to `into`.
   *
   * The range is moved to the nearest edges of buckets: the sums are exactly those of a range
   * that begins and ends less than half a bucket from there.
   *
   * @param {number} gil 0 for spans @param {number} lane @param {number} fromNs
   * @param {number} toNs @param {Float64Array | Float32Array} into
   * @param {number} slots how many of them
   */
  add(gil, lane, fromNs, toNs, into, slots) {
    const width = widthOf(gil);
    // Of a stretch much longer than the view the finest tiles would be many, and are not here.
    const level = Math.max(this.level, this.levelFor((toNs - fromNs) / FINE_ENOUGH));
    this.eachPiece(level, fromNs, toNs, (tile, from, to, snapped) => {
      const sums = tile.sumsOf(gil, lane);
      if (!sums) return;
      const first = tile.placeOf(from, snapped);
      const last = tile.placeOf(to, snapped);
      addBetween(sums, width, first, last, into, 0, slots);
    });
  }

  /**
   * Visit the tiles that say what happened in [from, to], each with its part of that.
   *
   * @param {number} level @param {number} fromNs @param {number} toNs
   * @param {(tile: Tile, fromNs: number, toNs: number, snapped: boolean) => void} visit
   *   `snapped`: the tile is as fine as was asked; `toNs` is beyond all time where the run ends
   */
  eachPiece(level, fromNs, toNs, visit) {
    const lengthNs = this.#buckets * 2 ** level;
    const end = Math.min(toNs, this.endNs);
    for (let at = Math.max(0, fromNs); at < end; ) {
      const index = Math.floor(at / lengthNs);
      const next = Math.min(end, (index + 1) * lengthNs);
      const tile = this.#finest(level, index);
      // The run ends inside of a bucket, which is all there is of it.
      if (tile) visit(tile, at, next >= this.endNs ? Infinity : next, tile.level === level);
      at = next;
    }
  }

  /** The tile that is here for this place, or the nearest above; null when nothing happened.
   *  @param {number} level @param {number} index */
  #finest(level, index) {
    let above = index;
    for (let at = level; at <= this.top; at += 1) {
      const name = nameOf({ level: at, index: above });
      const tile = this.#here.get(name);
      if (tile !== undefined) {
        this.#here.delete(name);
        this.#here.set(name, tile);
        return tile;
      }
      above = Math.floor(above / 2);
    }
    return null;
  }

  /** @param {number} level @param {number} index @returns {Place} */
  #wholeAbove(level, index) {
    const lengthNs = this.#buckets * 2 ** level;
    const [first, last] = this.#chunksOf(index * lengthNs, (index + 1) * lengthNs);
    for (let at = first; at <= last; at += 1) {
      if (this.#levels[at] > level && level < this.top)
        return this.#wholeAbove(level + 1, Math.floor(index / 2));
    }
    return { level, index };
  }

  /** The first and the last chunk of a range. @param {number} fromNs @param {number} toNs
   *  @returns {[number, number]} */
  #chunksOf(fromNs, toNs) {
    const chunkAt = (/** @type {number} */ ns) =>
      Math.max(0, firstAbove(this.#begins.length, (at) => this.#begins[at], ns) - 1);
    const first = chunkAt(fromNs);
    return [first, Math.max(first, chunkAt(Math.max(fromNs, toNs - 1)))];
  }
}

/** @param {Place} place */
export const nameOf = ({ level, index }) => `${level}/${index}`;

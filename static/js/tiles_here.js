/**
 * The tiles that are wanted on this page: fetched for where one looks, then for what lies beside.
 *
 * What is no longer looked at is not waited for. Until a tile is here a coarser one stands in.
 */

import { nameOf } from "./model/tiles.js";

/** @import {Place, Tiles} from "./model/tiles.js" */
/** @import {Parts} from "./net/tiles.js" */

export class TilesHere {
  /** On their way, by name. @type {Map<string, AbortController>} */
  #coming = new Map();
  /** Those that one looks at. @type {Set<string>} */
  #wanted = new Set();

  /**
   * @param {Tiles} tiles @param {Parts} parts
   * @param {{onCame: () => void, onProblem: (error: any) => void}} listeners
   */
  constructor(tiles, parts, { onCame, onProblem }) {
    this.tiles = tiles;
    this.parts = parts;
    this.onCame = onCame;
    this.onProblem = onProblem;
  }

  /** Whether any that one looks at is not here yet. */
  get waiting() {
    for (const name of this.#wanted) if (this.#coming.has(name)) return true;
    return false;
  }

  /**
   * One looks at these ranges, each at a level.
   *
   * @param {{level: number, fromNs: number, toNs: number}[]} looks
   */
  look(looks) {
    const wanted = looks.flatMap(({ level, fromNs, toNs }) =>
      this.tiles.placesOf(level, fromNs, toNs),
    );
    const beside = looks.slice(0, 1).flatMap(({ level, fromNs, toNs }) => {
      const width = toNs - fromNs;
      return [
        ...this.tiles.placesOf(level, toNs, toNs + width / 2),
        ...this.tiles.placesOf(level, fromNs - width / 2, fromNs),
      ];
    });
    this.#wanted = new Set(wanted.map(nameOf));
    const kept = new Set([...wanted, ...beside].map(nameOf));
    for (const [name, coming] of this.#coming) {
      if (kept.has(name)) continue;
      coming.abort();
      this.#coming.delete(name);
    }
    for (const place of [...wanted, ...beside]) this.#fetch(place);
  }

  /** Nothing more is wanted. */
  close() {
    for (const coming of this.#coming.values()) coming.abort();
    this.#coming.clear();
  }

  /** @param {Place} place */
  async #fetch(place) {
    const name = nameOf(place);
    if (this.tiles.has(place) || this.#coming.has(name)) return;
    const coming = new AbortController();
    this.#coming.set(name, coming);
    try {
      this.tiles.put(place, await this.parts.tile(place, coming.signal));
    } catch (error) {
      if (!coming.signal.aborted) this.onProblem(error);
      return;
    } finally {
      if (this.#coming.get(name) === coming) this.#coming.delete(name);
    }
    this.onCame();
  }
}

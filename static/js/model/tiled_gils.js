/** Who had a GIL, of a run that is here as tiles: long holds, and the sums of all others. */

import { Gils } from "./gils.js";
import { HandOvers } from "./handovers.js";
import { firstEndingAfter, lastThere } from "./long_ones.js";
import { Possession } from "./possession.js";
import { GIL_SLOTS, HANDED, HANDING, HELD } from "./tile.js";
import { EXACT } from "./vocabulary.js";

/** @import {HeldRow, HoldBatch, LaneRow} from "./rows.js" */
/** @import {Tiles} from "./tiles.js" */

class TiledHandOvers extends HandOvers {
  /** @param {Tiles} tiles @param {number} gil @param {number[]} lanes */
  constructor(tiles, gil, lanes) {
    super();
    this.tiles = tiles;
    this.gil = gil;
    this.lanes = lanes;
  }

  /** @override @param {number} fromNs @param {number} toNs @param {number} [lane] 0: any */
  between(fromNs, toNs, lane = 0) {
    const sums = new Float64Array(GIL_SLOTS);
    for (const taker of lane === 0 ? this.lanes : [lane]) {
      this.tiles.add(this.gil, taker, fromNs, toNs, sums, GIL_SLOTS);
    }
    return { count: Math.round(sums[HANDED]), sum: sums[HANDING] };
  }
}

export class TiledPossession extends Possession {
  /** Lanes that have no long hold: their slots follow those that have. @type {number[]} */
  #others = [];
  /** When the first lane of its process began. */
  begunNs = 0;
  #one = new Float64Array(HELD + 1);

  /** @param {Tiles} tiles @param {number} object @param {number} process */
  constructor(tiles, object, process) {
    super(object, process);
    this.tiles = tiles;
    this.now = tiles.endNs;
  }

  /** All long holds are told; these are the lanes that may have had others.
   *  @param {readonly LaneRow[]} rows of its process */
  settle(rows) {
    const lanes = rows.map(({ id }) => id);
    this.begunNs = rows.reduce((first, { begin }) => Math.min(first, begin), this.tiles.endNs);
    const known = new Set(Array.from({ length: super.slotCount }, (_, at) => super.laneOfSlot(at)));
    this.#others = lanes.filter((lane) => !known.has(lane));
    this.handOvers = new TiledHandOvers(this.tiles, this.object, lanes);
  }

  /** @override */
  get slotCount() {
    return super.slotCount + this.#others.length;
  }

  /** The first long hold that ends after a time. @param {number} ns */
  firstAfter(ns) {
    return firstEndingAfter(this, ns);
  }

  /** What is here at a time, or just ended; where only tiles know who had it, nothing.
   *  @override @param {number} ns */
  lastStarted(ns) {
    return lastThere(this, ns);
  }

  /** Before its first long hold there may have been any number of others. @override */
  get firstNs() {
    return this.begunNs;
  }

  /** @override @param {number} slot */
  laneOfSlot(slot) {
    return slot < super.slotCount ? super.laneOfSlot(slot) : this.#others[slot - super.slotCount];
  }

  /** @override @param {number} fromNs @param {number} toNs */
  shares(fromNs, toNs) {
    const shares = super.shares(fromNs, toNs);
    if (toNs <= fromNs) return shares;
    for (let slot = 0; slot < shares.length; slot += 1) {
      const sum = this.#one.fill(0);
      this.tiles.add(this.object, this.laneOfSlot(slot), fromNs, toNs, sum, HELD + 1);
      shares[slot] += sum[HELD];
    }
    return shares;
  }

  /** @override @param {number} lane @param {number} fromNs @param {number} toNs */
  hadBy(lane, fromNs, toNs) {
    const shares = this.shares(fromNs, toNs);
    const slot = shares.findIndex((_, at) => this.laneOfSlot(at) === lane);
    return slot < 0 ? 0 : shares[slot];
  }
}

export class TiledGils extends Gils {
  /** @type {Map<number, TiledPossession>} */
  #byProcess = new Map();

  /** @param {Tiles} tiles @param {Gils} gils @param {readonly LaneRow[]} lanes of the run
   *  @param {HoldBatch} long @param {HeldRow[]} held at the end */
  constructor(tiles, gils, lanes, long, held) {
    super();
    for (const { object, process } of gils.byObject.values()) {
      const possession = new TiledPossession(tiles, object, process);
      this.byObject.set(object, possession);
      this.#byProcess.set(process, possession);
    }
    let start = 0;
    for (let row = 0; row < long.object.length; row += 1) {
      start += long.start[row];
      const end = start + long.duration[row];
      const certainty = long.certainty?.[row] ?? EXACT;
      this.byObject.get(long.object[row])?.close(long.lane[row], start, end, certainty);
    }
    for (const [object, lane, from, , certainty = EXACT] of held) {
      this.byObject.get(object)?.open(lane, from, certainty);
    }
    for (const [process, possession] of this.#byProcess) {
      const own = lanes.filter((lane) => lane.process === process);
      possession.settle(own);
    }
  }

  /** @override */
  get knownCount() {
    return this.byObject.size;
  }

  /** Of those that the tiles know that are here. @override */
  get handOverCount() {
    let sum = 0;
    for (const { handOvers, tiles } of this.#byProcess.values()) {
      sum += handOvers.between(0, tiles.endNs).count;
    }
    return sum;
  }

  /** @override @param {number} process */
  ofProcess(process) {
    return this.#byProcess.get(process) ?? null;
  }
}

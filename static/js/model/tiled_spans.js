/**
 * The spans of a lane of which only the long ones are here; tiles know the sums of the others.
 *
 * So whoever asks how long it did what gets the truth, and whoever asks for a single span gets
 * one that is long enough to be seen from afar, or none.
 */

import { LaneSpans } from "./lanespans.js";
import { firstEndingAfter, lastThere } from "./long_ones.js";
import { SpanColumns, STATE_COUNT } from "./spans.js";
import { BEGUN, SPAN_SLOTS, WANTED_CPU, WANTED_GIL } from "./tile.js";

/** @import {OpenRow, SpanBatch} from "./rows.js" */
/** @import {Tiles} from "./tiles.js" */

export class TiledSpans extends SpanColumns {
  #sums = new Float64Array(SPAN_SLOTS);

  /** @param {Tiles} tiles @param {number} lane */
  constructor(tiles, lane) {
    super();
    this.tiles = tiles;
    this.lane = lane;
    this.now = tiles.endNs;
  }

  /** The first long span that ends after a time. @param {number} ns */
  firstAfter(ns) {
    return firstEndingAfter(this, ns);
  }

  /** What is here at a time, or just ended; where only tiles know what was, nothing.
   *  @override @param {number} ns */
  lastStarted(ns) {
    return lastThere(this, ns);
  }

  /** @override @param {number} fromNs @param {number} toNs */
  shares(fromNs, toNs) {
    const shares = super.shares(fromNs, toNs);
    if (toNs > fromNs) this.tiles.add(0, this.lane, fromNs, toNs, shares, STATE_COUNT);
    return shares;
  }

  /** @override @param {number} fromNs @param {number} toNs */
  lacked(fromNs, toNs) {
    const long = super.lacked(fromNs, toNs);
    const sums = this.#sumsOf(fromNs, toNs);
    return { gil: long.gil + sums[WANTED_GIL], cpu: long.cpu + sums[WANTED_CPU] };
  }

  /** How many spans lie in a range: those that begin in its buckets, and the long ones.
   *  @param {number} fromNs @param {number} toNs */
  countIn(fromNs, toNs) {
    let long = 0;
    for (let i = this.firstAfter(fromNs); i < this.length && this.start(i) < toNs; i += 1) {
      long += 1;
    }
    return Math.max(1, long + Math.round(this.#sumsOf(fromNs, toNs)[BEGUN]));
  }

  /** @param {number} fromNs @param {number} toNs */
  #sumsOf(fromNs, toNs) {
    this.#sums.fill(0);
    if (toNs > fromNs) this.tiles.add(0, this.lane, fromNs, toNs, this.#sums, SPAN_SLOTS);
    return this.#sums;
  }
}

/** The spans of all lanes of a run that is here as tiles. */
export class TiledLanes extends LaneSpans {
  /** @type {Map<number, TiledSpans>} */
  #tiled = new Map();

  /** @param {Tiles} tiles @param {SpanBatch} long @param {OpenRow[]} open at the end */
  constructor(tiles, long, open) {
    super();
    this.tiles = tiles;
    let start = 0;
    for (let row = 0; row < long.lane.length; row += 1) {
      start += long.start[row];
      this.of(long.lane[row]).close(
        start,
        start + long.duration[row],
        long.state[row],
        long.object[row],
        long.site[row],
        long.operation[row],
        long.certainty[row],
      );
    }
    for (const [lane, from, state, object, site, operation, certainty] of open) {
      this.of(lane).setOpen({ start: from, state, object, site, operation, certainty });
    }
  }

  /** @override @param {number} lane */
  of(lane) {
    const known = this.#tiled.get(lane);
    if (known) return known;
    const spans = new TiledSpans(this.tiles, lane);
    this.#tiled.set(lane, spans);
    return spans;
  }

  /** @override @param {number} fromNs @param {number} toNs */
  shares(fromNs, toNs) {
    const sum = new Float64Array(STATE_COUNT);
    for (const spans of this.#tiled.values()) {
      spans.shares(fromNs, toNs).forEach((ns, state) => {
        sum[state] += ns;
      });
    }
    return sum;
  }

  /** Who waited for what is known of single spans only. @override */
  eachWait() {}
}

/** Holds: who possessed which sync object, from when to when; those of a GIL lie elsewhere. */

import { Float64Column, Uint32Column } from "../base/chunks.js";
import { Contended } from "./contended.js";
import { HoldRows } from "./hold_rows.js";
import { HoldSequence } from "./hold_sequence.js";
import { Intervals } from "./intervals.js";
import { EXACT } from "./vocabulary.js";

/** @import {Possession} from "./possession.js" */
/** @import {HeldRow, HoldBatch} from "./rows.js" */

/** @typedef {{object: number, lane: number, startNs: number, endNs: number, site: number,
 *   open: boolean}} Hold */

/** The holds of one lane in order of their start, by their place in it; an end is Infinity while
 *  it is open. @typedef {{length: number, id: (place: number) => number, object: (place: number) => number,
 *   start: (place: number) => number, end: (place: number) => number}} LaneHolds */

export class Holds {
  #objects = new Uint32Column();
  #lanes = new Uint32Column();
  #starts = new Float64Column();
  #sites = new Uint32Column();
  /** @type {Map<number, Intervals>} */
  #byObject = new Map();
  /** @type {Map<number, Intervals>} */
  #byLane = new Map();
  /** Of objects that were asked for. @type {Map<number, HoldRows>} */
  #rows = new Map();
  /** Of lanes that were asked for. @type {Map<number, Contended>} */
  #contended = new Map();
  /** Ids of the holds still open, by lane. @type {Map<number, number[]>} */
  #open = new Map();

  get length() {
    return this.#starts.length;
  }

  /** @param {HoldBatch} batch @param {Map<number, Possession>} gils that keep their own */
  close(batch, gils) {
    let start = 0;
    for (let row = 0; row < batch.object.length; row += 1) {
      start += batch.start[row];
      const object = batch.object[row];
      const lane = batch.lane[row];
      const end = start + batch.duration[row];
      const gil = gils.get(object);
      if (gil) {
        gil.closeInBatch(lane, start, end, batch.certainty?.[row] ?? EXACT);
        continue;
      }
      const open = this.#takeOpen(object, lane, start);
      if (open < 0) {
        this.#add(object, lane, start, end, batch.site[row]);
      } else {
        this.#byObject.get(object)?.close(open, start, end);
        this.#byLane.get(lane)?.close(open, start, end);
        this.#rows.get(object)?.close(lane, start, end);
      }
    }
    for (const gil of gils.values()) gil.endBatch();
  }

  /** @param {HeldRow[]} rows @param {Map<number, Possession>} gils that keep their own */
  open(rows, gils) {
    for (const [object, lane, start, site, certainty = EXACT] of rows) {
      const gil = gils.get(object);
      if (gil) {
        gil.open(lane, start, certainty);
        continue;
      }
      const id = this.#add(object, lane, start, Infinity, site);
      const open = this.#open.get(lane);
      if (open) open.push(id);
      else this.#open.set(lane, [id]);
    }
  }

  /**
   * In order of start.
   *
   * @param {number} object @param {number} fromNs @param {number} toNs
   * @param {number} now the end of what is still held
   * @param {number} [limit] at most so many
   */
  ofObject(object, fromNs, toNs, now, limit = Infinity) {
    return this.#between(this.#byObject.get(object), fromNs, toNs, now, limit);
  }

  /**
   * @param {number} lane @param {number} fromNs @param {number} toNs @param {number} now
   * @param {number} [limit] at most so many
   */
  ofLane(lane, fromNs, toNs, now, limit = Infinity) {
    return this.#between(this.#byLane.get(lane), fromNs, toNs, now, limit);
  }

  /** How many of a lane begin in a range: before any of them is looked at.
   *  @param {number} lane @param {number} fromNs @param {number} toNs */
  begunInLane(lane, fromNs, toNs) {
    return this.#byLane.get(lane)?.begunIn(fromNs, toNs) ?? 0;
  }

  /** Those of a lane; null when it never held anything. @param {number} lane
   *  @returns {LaneHolds | null} */
  inLane(lane) {
    const intervals = this.#byLane.get(lane);
    if (!intervals) return null;
    return {
      length: intervals.length,
      id: (place) => intervals.id(place),
      object: (place) => this.#objects.get(intervals.id(place)),
      start: (place) => intervals.start(place),
      end: (place) => intervals.end(place),
    };
  }

  /** When a lane kept others waiting, as far as it was read. @param {number} lane */
  contended(lane) {
    const known = this.#contended.get(lane) ?? new Contended();
    this.#contended.set(lane, known);
    return known;
  }

  /** All of an object, in order; null when nobody ever held it.
   *  @param {number} object @param {number} now the end of what is still held */
  sequence(object, now) {
    const intervals = this.#byObject.get(object);
    if (!intervals) return null;
    const columns = {
      laneOf: (/** @type {number} */ id) => this.#lanes.get(id),
      siteOf: (/** @type {number} */ id) => this.#sites.get(id),
    };
    return new HoldSequence(object, intervals, columns, now);
  }

  /** All of an object, side by side. @param {number} object
   *  @param {number} now the end of what is still held */
  rows(object, now) {
    const rows = this.#rows.get(object) ?? this.#layRows(object);
    rows.moveNow(now);
    return rows;
  }

  /** @param {number} object */
  #layRows(object) {
    const rows = new HoldRows(object);
    this.#rows.set(object, rows);
    this.#byObject.get(object)?.each(-Infinity, Infinity, (id, start, end) => {
      rows.add(this.#lanes.get(id), start, end);
    });
    return rows;
  }

  /**
   * @param {Intervals | undefined} intervals @param {number} fromNs @param {number} toNs
   * @param {number} now @param {number} limit
   */
  #between(intervals, fromNs, toNs, now, limit) {
    /** @type {Hold[]} */
    const holds = [];
    intervals?.each(fromNs, toNs, (id, startNs, end) => {
      const open = end === Infinity;
      holds.push({
        object: this.#objects.get(id),
        lane: this.#lanes.get(id),
        startNs,
        endNs: open ? Math.max(now, startNs) : end,
        site: this.#sites.get(id),
        open,
      });
      return holds.length < limit;
    });
    return holds;
  }

  /**
   * The id of the open hold that began so, no longer open; -1 when there is none.
   *
   * @param {number} object @param {number} lane @param {number} start
   */
  #takeOpen(object, lane, start) {
    const open = this.#open.get(lane);
    if (!open) return -1;
    const at = open.findIndex(
      (id) => this.#objects.get(id) === object && this.#starts.get(id) === start,
    );
    return at < 0 ? -1 : open.splice(at, 1)[0];
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
    this.#sites.push(site);
    intervalsOf(this.#byObject, object).add(id, start, end);
    intervalsOf(this.#byLane, lane).add(id, start, end);
    this.#rows.get(object)?.add(lane, start, end);
    return id;
  }
}

/** @param {Map<number, Intervals>} all @param {number} key */
function intervalsOf(all, key) {
  const known = all.get(key);
  if (known) return known;
  const intervals = new Intervals();
  all.set(key, intervals);
  return intervals;
}

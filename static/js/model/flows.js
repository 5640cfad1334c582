/** Flows: what happened on one lane because of what happened on another. */

import { firstFrom } from "../base/bisect.js";
import { Float64Column, Uint32Column } from "../base/chunks.js";
import { Overlap } from "./overlap.js";
import { TimedIds } from "./timed_ids.js";
import { FLOW_KINDS } from "./vocabulary.js";

/** @import {Possession} from "./possession.js" */
/** @import {FlowBatch} from "./rows.js" */

/** @typedef {{id: number, kind: number, fromLane: number, fromNs: number, toLane: number,
 *   toNs: number, object: number}} Flow */

const SUBMIT = FLOW_KINDS.indexOf("submit→run");

export class Flows {
  #kinds = new Uint32Column();
  #fromLanes = new Uint32Column();
  #fromTimes = new Float64Column();
  #toLanes = new Uint32Column();
  #toTimes = new Float64Column();
  #objects = new Uint32Column();
  /** Ids of the flows out of a lane, by time. @type {Map<number, TimedIds>} */
  #out = new Map();
  /** Ids of the flows into a lane, by time. @type {Map<number, TimedIds>} */
  #into = new Map();
  /** Ids of the flows through an object, by the time of their effect; of all objects from the
   *  first asking on. @type {Map<number, TimedIds> | null} */
  #through = null;
  /** Tasks on their way to a worker, of the pools that were asked for.
   *  @type {Map<number, Overlap>} */
  #queued = new Map();
  /** Ids of the tasks that began, as they were told, of the pools that were asked for.
   *  @type {Map<number, Uint32Column>} */
  #begun = new Map();

  get length() {
    return this.#kinds.length;
  }

  /** @param {FlowBatch} batch @param {Map<number, Possession>} gils whose hand-overs are kept
   *  with them */
  add(batch, gils) {
    let from = 0;
    let to = 0;
    for (let row = 0; row < batch.kind.length; row += 1) {
      from += batch.from[row];
      to += batch.to[row];
      const gil = gils.get(batch.object[row]);
      if (gil) {
        gil.handOvers.add(batch.from_lane[row], from, batch.to_lane[row], to);
        continue;
      }
      const id = this.#kinds.length;
      this.#kinds.push(batch.kind[row]);
      this.#fromLanes.push(batch.from_lane[row]);
      this.#fromTimes.push(from);
      this.#toLanes.push(batch.to_lane[row]);
      this.#toTimes.push(to);
      this.#objects.push(batch.object[row]);
      insert(this.#out, batch.from_lane[row], id, this.#fromTimes);
      insert(this.#into, batch.to_lane[row], id, this.#toTimes);
      if (this.#through) insert(this.#through, batch.object[row], id, this.#toTimes);
      if (batch.kind[row] !== SUBMIT) continue;
      this.#queued.get(batch.object[row])?.add(from, to);
      this.#begun.get(batch.object[row])?.push(id);
    }
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs @param {number} [limit] */
  into(lane, fromNs, toNs, limit = Infinity) {
    return this.#between(this.#into.get(lane), this.#toTimes, fromNs, toNs, limit);
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs @param {number} [limit] */
  outOf(lane, fromNs, toNs, limit = Infinity) {
    return this.#between(this.#out.get(lane), this.#fromTimes, fromNs, toNs, limit);
  }

  /** By the time of their effect. @param {number} object @param {number} fromNs
   *  @param {number} toNs @param {number} [limit] */
  through(object, fromNs, toNs, limit = Infinity) {
    if (!this.#through) {
      this.#through = new Map();
      for (let id = 0; id < this.length; id += 1) {
        insert(this.#through, this.#objects.get(id), id, this.#toTimes);
      }
    }
    return this.#between(this.#through.get(object), this.#toTimes, fromNs, toNs, limit);
  }

  /** How many tasks of a pool were submitted and not begun at a time, of those that ever began:
   *  only of them both is told. @param {number} object */
  queued(object) {
    const known = this.#queued.get(object);
    if (known) return known.steps;
    const overlap = new Overlap();
    this.#queued.set(object, overlap);
    for (const { kind, fromNs, toNs } of this.through(object, 0, Infinity)) {
      if (kind === SUBMIT) overlap.add(fromNs, toNs);
    }
    return overlap.steps;
  }

  /** The tasks of a pool that began, in the order in which that was told. @param {number} object
   *  @returns {import("./pool_work.js").Begun} */
  begun(object) {
    const known = this.#begun.get(object);
    const ids = known ?? new Uint32Column();
    if (!known) {
      this.#begun.set(object, ids);
      for (const { id, kind } of this.through(object, 0, Infinity)) {
        if (kind === SUBMIT) ids.push(id);
      }
    }
    return { length: ids.length, at: (i) => this.#flow(ids.get(i)) };
  }

  /**
   * @param {TimedIds | undefined} timed @param {Float64Column} times
   * @param {number} fromNs @param {number} toNs both inclusive @param {number} limit
   */
  #between(timed, times, fromNs, toNs, limit) {
    /** @type {Flow[]} */
    const found = [];
    if (!timed) return found;
    const ids = timed.inOrder;
    let i = firstFrom(ids.length, (at) => times.get(ids.get(at)), fromNs);
    for (; i < ids.length && found.length < limit; i += 1) {
      const id = ids.get(i);
      if (times.get(id) > toNs) break;
      found.push(this.#flow(id));
    }
    return found;
  }

  /** @param {number} id @returns {Flow} */
  #flow(id) {
    return {
      id,
      kind: this.#kinds.get(id),
      fromLane: this.#fromLanes.get(id),
      fromNs: this.#fromTimes.get(id),
      toLane: this.#toLanes.get(id),
      toNs: this.#toTimes.get(id),
      object: this.#objects.get(id),
    };
  }
}

/**
 * @param {Map<number, TimedIds>} lists @param {number} key a lane or an object
 * @param {number} id @param {Float64Column} times
 */
function insert(lists, key, id, times) {
  const known = lists.get(key);
  const ids = known ?? new TimedIds(times);
  if (!known) lists.set(key, ids);
  ids.add(id);
}

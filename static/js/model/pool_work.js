/**
 * Pool work: which worker of a pool was busy with which task, from when to when.
 *
 * That a worker began a task is told; when it was done with it follows: a worker that waits for
 * work, begins another task or is over has none. So a task lasts until then, with what the worker
 * did to hand back its result. Tasks whose way to a worker is not told are not here.
 *
 * It is read on from where it was read before, and only for pools that somebody looks at.
 */

import { Uint32Column } from "../base/chunks.js";
import { HoldSequence } from "./hold_sequence.js";
import { Intervals } from "./intervals.js";
import { Overlap } from "./overlap.js";
import { Possession } from "./possession.js";
import { BLOCKED, EXACT, OPERATIONS } from "./vocabulary.js";

/** @import {Flow} from "./flows.js" */
/** @import {Hold} from "./holds.js" */
/** @import {LaneRow} from "./rows.js" */
/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** Tasks that began, in the order in which they were told.
 *  @typedef {{length: number, at: (i: number) => Flow}} Begun */
/** @typedef {{spans: (lane: number) => SpanColumns, lane: (id: number) => LaneRow | undefined,
 *   now: number}} Run what workers did */
/** A worker, the task it is at, and up to which span it was read.
 *  @typedef {{id: number, start: number, read: number}} Worker `id`: of the task; -1 for none */

const IDLE = OPERATIONS.indexOf("idle");
const NONE = -1;

export class PoolWork {
  /** Of each worker a row, in the order in which they first began a task. @type {Possession[]} */
  rows = [];
  #object;
  #intervals = new Intervals();
  #lanes = new Uint32Column();
  #sites = new Uint32Column();
  #overlap = new Overlap();
  /** @type {Map<number, Worker>} */
  #workers = new Map();
  /** @type {Map<number, Possession>} */
  #rows = new Map();
  #read = 0;
  #now = 0;

  /** @param {number} object */
  constructor(object) {
    this.#object = object;
  }

  /** How many workers were busy at a time. */
  get steps() {
    return this.#overlap.steps;
  }

  /** All tasks by when they began; null when none did. */
  get sequence() {
    if (this.#intervals.length === 0) return null;
    const columns = {
      laneOf: (/** @type {number} */ id) => this.#lanes.get(id),
      siteOf: (/** @type {number} */ id) => this.#sites.get(id),
    };
    return new HoldSequence(this.#object, this.#intervals, columns, this.#now);
  }

  /** @param {number} fromNs @param {number} toNs @param {number} [limit] at most so many */
  between(fromNs, toNs, limit = Infinity) {
    /** @type {Hold[]} */
    const found = [];
    this.#intervals.each(fromNs, toNs, (id, startNs, end) => {
      const open = end === Infinity;
      found.push({
        object: this.#object,
        lane: this.#lanes.get(id),
        startNs,
        endNs: open ? Math.max(this.#now, startNs) : end,
        site: this.#sites.get(id),
        open,
      });
      return found.length < limit;
    });
    return found;
  }

  /** Read what is new. @param {Begun} begun @param {Run} run */
  read(begun, run) {
    for (; this.#read < begun.length; this.#read += 1) this.#begin(begun.at(this.#read), run);
    /** @type {number[]} */
    const open = [];
    for (const [lane, worker] of this.#workers) {
      if (worker.id === NONE) continue;
      this.#lookForEnd(lane, worker, run, Infinity);
      const over = run.lane(lane)?.end ?? null;
      if (worker.id !== NONE && over !== null) this.#end(lane, worker, over);
      if (worker.id !== NONE) open.push(worker.start);
    }
    this.#overlap.setOpen(open);
    this.#now = run.now;
    for (const row of this.rows) row.now = run.now;
  }

  /** @param {Flow} flow by which a task began @param {Run} run */
  #begin({ toLane: lane, toNs: start }, run) {
    const worker = this.#workers.get(lane) ?? { id: NONE, start: 0, read: 0 };
    this.#workers.set(lane, worker);
    if (worker.id !== NONE) this.#lookForEnd(lane, worker, run, start);
    if (worker.id !== NONE) this.#end(lane, worker, start);
    const spans = run.spans(lane);
    worker.id = this.#lanes.length;
    worker.start = start;
    worker.read = Math.max(0, spans.lastStarted(start));
    this.#lanes.push(lane);
    this.#sites.push(siteBegun(spans, start));
    this.#intervals.add(worker.id, start, Infinity);
    this.#rowOf(lane).open(lane, start, EXACT);
  }

  /** The task is over where its worker next waits for work.
   *  @param {number} lane @param {Worker} worker @param {Run} run @param {number} beforeNs */
  #lookForEnd(lane, worker, run, beforeNs) {
    const spans = run.spans(lane);
    for (let i = worker.read; i < spans.length && spans.start(i) < beforeNs; i += 1) {
      // What is open may yet be told otherwise.
      if (!spans.isOpen(i)) worker.read = i + 1;
      const waits = spans.state(i) === BLOCKED && spans.operation(i) === IDLE;
      if (!waits || spans.object(i) !== this.#object || spans.start(i) < worker.start) continue;
      this.#end(lane, worker, spans.start(i));
      return;
    }
  }

  /** @param {number} lane @param {Worker} worker @param {number} end */
  #end(lane, worker, end) {
    this.#intervals.close(worker.id, worker.start, end);
    this.#rowOf(lane).close(lane, worker.start, end, EXACT);
    this.#overlap.add(worker.start, end);
    worker.id = NONE;
  }

  /** @param {number} lane */
  #rowOf(lane) {
    const known = this.#rows.get(lane);
    if (known) return known;
    const row = new Possession(this.#object, 0);
    this.#rows.set(lane, row);
    this.rows.push(row);
    return row;
  }
}

/** A task begins with a span, whose line is that of its function.
 *  @param {SpanColumns} spans @param {number} start */
function siteBegun(spans, start) {
  const at = spans.lastStarted(start);
  return at >= 0 && spans.start(at) === start ? spans.site(at) : 0;
}

/** The function that a worker began as a task; "" where that is not told.
 *  @param {Timeline} timeline @param {number} lane @param {number} start */
export function taskName(timeline, lane, start) {
  return timeline.sites.get(siteBegun(timeline.spans(lane), start))?.function ?? "";
}

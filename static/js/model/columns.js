/**
 * Columns: the spans, holds, flows, instants and counters of a run, and the questions they
 * answer together. Each keeps its own index; here it is only known which of them to ask.
 */

import { Counters } from "./counters.js";
import { Flows } from "./flows.js";
import { Gils } from "./gils.js";
import { Holds } from "./holds.js";
import { Instants } from "./instants.js";
import { LaneSpans } from "./lanespans.js";
import { isPool } from "./object_kinds.js";
import { PoolWork } from "./pool_work.js";
import { Tables } from "./tables.js";

/** @import {ObjectUse} from "./object_uses.js" */
/** @import {FrameLine} from "./rows.js" */
/** @import {Next} from "./sought.js" */

/** The rows of a run, or of a part of it.
 *  @typedef {{spans: LaneSpans, holds: Holds, flows: Flows, counters: Counters, gils: Gils}} Rows */
/** What is here of a run that is not here whole: single spans of a stretch of time, or sums of
 *  them; whether all are on their way; how many there are, and what is known of all of them.
 *  @typedef {{single: boolean, coming: boolean, spans: number, flows: number,
 *    whole: LaneSpans, far?: Far, counters?: Counters,
 *    stretch?: {fromNs: number, toNs: number} | null}} Part `counters`: all of them; `stretch`: of
 *    which single spans are here */
/** What lies outside of it, and the way there; how each object was used in all of the run.
 *  @typedef {{next: Next, goTo: (lane: number, ns: number) => void, untoldCount: number,
 *    uses: Map<number, ObjectUse>}} Far */

export class Columns extends Tables {
  /** The program has been observed up to here. */
  now = 0;
  gils = new Gils();

  /** Set where not all rows of the run are here. @type {Part | null} */
  part = null;

  #spans = new LaneSpans();
  #holds = new Holds();
  #flows = new Flows();
  #instants = new Instants();
  #counters = new Counters();
  /** Of pools that were asked for. @type {Map<number, PoolWork>} */
  #work = new Map();

  /** Whether single spans are here, and not just sums of them. */
  get single() {
    return this.part?.single ?? true;
  }

  get flowCount() {
    return this.part?.flows ?? this.#flows.length;
  }

  get instantCount() {
    return this.#instants.length;
  }

  get holdCount() {
    return this.#holds.length;
  }

  get spanCount() {
    return this.part?.spans ?? this.#spans.count;
  }

  /** Bytes reserved for spans: what a million of them cost is known, not guessed. */
  get spanBytes() {
    return this.#spans.bytes;
  }

  /** @param {number} lane */
  spans(lane) {
    return this.#spans.of(lane);
  }

  /** What is known of all spans of a lane, where not all of them are here.
   *  @param {number} lane */
  wholeSpans(lane) {
    return (this.part?.whole ?? this.#spans).of(lane);
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs */
  shares(lane, fromNs, toNs) {
    return this.spans(lane).shares(fromNs, toNs);
  }

  /** @param {number} fromNs @param {number} toNs */
  sharesOfAll(fromNs, toNs) {
    return this.#spans.shares(fromNs, toNs);
  }

  /** @param {number} object */
  holds(object) {
    return this.#holds.ofObject(object, -Infinity, Infinity, this.now);
  }

  /** @param {number} object @param {number} fromNs @param {number} toNs @param {number} [limit] */
  holdsOfObject(object, fromNs, toNs, limit) {
    return this.#holds.ofObject(object, fromNs, toNs, this.now, limit);
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs @param {number} [limit] */
  holdsOfLane(lane, fromNs, toNs, limit) {
    return this.#holds.ofLane(lane, fromNs, toNs, this.now, limit);
  }

  /** How many holds of a lane begin in a range. @param {number} lane @param {number} fromNs
   *  @param {number} toNs */
  holdsBegun(lane, fromNs, toNs) {
    return this.#holds.begunInLane(lane, fromNs, toNs);
  }

  /**
   * Visit the spans blocked on the object that overlap [fromNs, toNs], open ones last.
   *
   * @param {number} object @param {number} fromNs @param {number} toNs
   * @param {(lane: number, index: number, startNs: number, endNs: number) => boolean | void} visit
   *   false: no more
   */
  eachWait(object, fromNs, toNs, visit) {
    this.#spans.eachWait(object, fromNs, toNs, visit);
  }

  /** Who had the object, in order: of a GIL as of a lock, of a pool who ran a task of it; null
   *  when nobody ever did. @param {number} object */
  holdsInOrder(object) {
    const work = this.#workOf(object);
    if (work) return work.sequence;
    return this.gils.of(object) ?? this.#holds.sequence(object, this.now);
  }

  /** Who had the object, on as many rows as had it at once; of a pool each worker on its own.
   *  @param {number} object */
  holdRows(object) {
    const work = this.#workOf(object);
    if (work) return work.rows;
    const gil = this.gils.of(object);
    return gil ? [gil] : this.#holds.rows(object, this.now).rows;
  }

  /** How many had the object at a time. @param {number} object */
  heldAtOnce(object) {
    return this.#workOf(object)?.steps ?? this.#holds.rows(object, this.now).steps;
  }

  /** Holds of an object, or the tasks of a pool, that overlap a range.
   *  @param {number} object @param {number} fromNs @param {number} toNs @param {number} [limit] */
  heldBetween(object, fromNs, toNs, limit) {
    const work = this.#workOf(object);
    if (work) return work.between(fromNs, toNs, limit);
    return this.holdsOfObject(object, fromNs, toNs, limit);
  }

  /** Who worked for a pool, as far as it is told by now; null for anything else.
   *  @param {number} object */
  #workOf(object) {
    if (!isPool(this.objects.get(object)?.kind ?? "")) return null;
    const work = this.#work.get(object) ?? new PoolWork(object);
    this.#work.set(object, work);
    work.read(this.#flows.begun(object), {
      spans: (lane) => this.spans(lane),
      lane: (id) => this.lane(id),
      now: this.now,
    });
    return work;
  }

  /** How many tasks of a pool waited for a worker at a time. @param {number} object */
  queuedTasks(object) {
    return this.#flows.queued(object);
  }

  /** Those that wait for the object, and those that have waited. @param {number} object */
  waitsInOrder(object) {
    return this.#spans.waitsInOrder(object);
  }

  /** When the lane held what others waited for, and its holds; null when it held nothing.
   *  @param {number} lane */
  contended(lane) {
    const holds = this.#holds.inLane(lane);
    if (!holds) return null;
    this.readContended(lane);
    return { contended: this.#holds.contended(lane), holds };
  }

  /** Read what `contended` has to know, all or some of it: a lane may have very many holds.
   *  @param {number} lane @param {number} [most] holds @returns {boolean} whether all is read */
  readContended(lane, most = Infinity) {
    const holds = this.#holds.inLane(lane);
    if (!holds) return true;
    const stepsOf = (/** @type {number} */ object) => this.waiters(object).steps;
    return this.#holds.contended(lane).read(holds, this.spans(lane), stepsOf, most);
  }

  /** How many wait for the object at a time. @param {number} object */
  waiters(object) {
    return this.#spans.waiters(object);
  }

  /** The same by operation: who waits to put something into a queue, and who to get something.
   *  @param {number} object */
  waitersByOperation(object) {
    return this.#spans.waitersByOperation(object);
  }

  /** By the time of their effect. @param {number} object @param {number} fromNs
   *  @param {number} toNs @param {number} [limit] */
  flowsThrough(object, fromNs, toNs, limit) {
    return this.#flows.through(object, fromNs, toNs, limit);
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs @param {number} [limit] */
  flowsInto(lane, fromNs, toNs, limit) {
    return this.#flows.into(lane, fromNs, toNs, limit);
  }

  /** @param {number} lane @param {number} fromNs @param {number} toNs @param {number} [limit] */
  flowsFrom(lane, fromNs, toNs, limit) {
    return this.#flows.outOf(lane, fromNs, toNs, limit);
  }

  /** Into and out of the lane, each once. @param {number} lane @param {number} fromNs
   *  @param {number} toNs */
  flowsOf(lane, fromNs, toNs) {
    const into = this.flowsInto(lane, fromNs, toNs);
    const known = new Set(into.map((flow) => flow.id));
    return [...into, ...this.flowsFrom(lane, fromNs, toNs).filter((flow) => !known.has(flow.id))];
  }

  /** @param {number} fromNs @param {number} toNs @param {number} [lane] */
  instants(fromNs, toNs, lane) {
    return this.#instants.between(fromNs, toNs, lane);
  }

  /** @param {number} id */
  instantsSince(id) {
    return this.#instants.since(id);
  }

  /** @param {number} object */
  counters(object) {
    return this.#counters.of(object);
  }

  /** The GIL that a lane needs, if anything is known of who had it. @param {number} lane */
  gilOfLane(lane) {
    return this.gils.ofProcess(this.lane(lane)?.process ?? 0);
  }

  /** After the tables of the frame, which tell what is a GIL. @param {FrameLine} frame */
  takeColumns(frame) {
    for (const row of frame.objects ?? []) this.gils.add(row);
    if (frame.spans) this.#spans.close(frame.spans);
    if (frame.open) this.#spans.open(frame.open);
    if (frame.held) this.#holds.open(frame.held, this.gils.byObject);
    if (frame.holds) this.#holds.close(frame.holds, this.gils.byObject);
    if (frame.flows) this.#flows.add(frame.flows, this.gils.byObject);
    if (frame.instants) this.#instants.add(frame.instants);
    if (frame.counters) this.#counters.add(frame.counters);
  }

  /** @param {number} now */
  moveNow(now) {
    this.now = now;
    this.#spans.moveNow(now);
    this.gils.moveNow(now);
  }

  /** Begin with none again; the tables stay. */
  forgetColumns() {
    this.#spans = new LaneSpans();
    this.#holds = new Holds();
    this.#flows = new Flows();
    this.#instants = new Instants();
    this.#counters = new Counters();
    this.#work.clear();
    this.gils = new Gils();
    for (const object of this.objects.values()) this.gils.add(object);
  }

  /** Go on with the columns of another. @param {Columns} other not to be used after */
  becomeColumns(other) {
    this.now = other.now;
    this.part = null;
    this.gils = other.gils;
    this.#spans = other.#spans;
    this.#holds = other.#holds;
    this.#flows = other.#flows;
    this.#instants = other.#instants;
    this.#counters = other.#counters;
    this.#work.clear();
  }

  /**
   * Put other rows in the place of those that are here.
   *
   * @param {Rows} rows @param {Part | null} part @returns {Rows} those that were here
   */
  exchangeColumns(rows, part) {
    const before = {
      spans: this.#spans,
      holds: this.#holds,
      flows: this.#flows,
      counters: this.#counters,
      gils: this.gils,
    };
    this.#spans = rows.spans;
    this.#holds = rows.holds;
    this.#flows = rows.flows;
    this.#counters = rows.counters;
    this.#work.clear();
    this.gils = rows.gils;
    this.part = part;
    return before;
  }
}

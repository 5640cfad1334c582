/**
 * A timeline: everything known of a run, grown line by line.
 *
 * Lines are those of `docs/format.md`. The server folds; here columns are only
 * unpacked and indexed, so there is no second copy of the folding rules.
 */

import { Subscribers } from "../base/subscribers.js";
import { Counters } from "./counters.js";
import { describe } from "./describe.js";
import { describeHold } from "./describe_hold.js";
import { Flows } from "./flows.js";
import { Gils } from "./gils.js";
import { Holds } from "./holds.js";
import { Instants } from "./instants.js";
import { Lanes } from "./lanes.js";
import { LaneSpans } from "./lanespans.js";

/** @import {BeginsRow, CostRow, EndLine, FileRow, FindingRow, FrameLine, HeaderLine, LaneRow,
 *   Line, ObjectRow, OpenRow, ProcessRow, SiteRow, SpanBatch} from "./rows.js" */

/** The rows of a run, or of a part of it.
 *  @typedef {{spans: LaneSpans, holds: Holds, flows: Flows, counters: Counters, gils: Gils}} Rows */
/** What is here of a run that is not here whole: single spans of a stretch of time, or sums of
 *  them; how many there are in all, and what is known of all of them.
 *  @typedef {{single: boolean, spans: number, flows: number, whole: LaneSpans}} Part */

/** @typedef {"empty" | "live" | "finished" | "failed" | "stopped" | "lost"} Status */

/** Kinds of objects that lanes are grouped by, or that have a lane of their own. */
const GROUPING_KINDS = new Set(["Executor", "GIL", "Processors"]);

/** What a timeline that becomes another takes over beside the columns. */
const KEPT = /** @type {const} */ ([
  ...["header", "end", "now", "processes", "objects", "files", "sites", "findings", "cost"],
  ...["gils", "beginsNs", "spansBefore", "coresObject"],
]);

export class Timeline {
  /** @type {HeaderLine | null} */
  header = null;
  /** @type {EndLine | null} */
  end = null;
  /** The program has been observed up to here. */
  now = 0;
  /** @type {Map<number, ProcessRow>} */
  processes = new Map();
  /** @type {Map<number, ObjectRow>} */
  objects = new Map();
  /** @type {Map<number, FileRow>} */
  files = new Map();
  /** @type {Map<number, SiteRow>} */
  sites = new Map();
  /** @type {Map<string, FindingRow>} */
  findings = new Map();
  /** @type {CostRow | null} */
  cost = null;
  gils = new Gils();
  /** Rows that ended before this time are no longer told; 0: all are. */
  beginsNs = 0;
  /** How many spans ended before that. */
  spansBefore = 0;
  /** The object whose counter tells how many cores the run keeps busy; 0 for none. */
  coresObject = 0;

  /** Set where not all rows of the run are here. @type {Part | null} */
  part = null;

  #lanes = new Lanes();
  /** How many rows came of what lanes are grouped by. */
  #named = 0;
  #spans = new LaneSpans();
  #holds = new Holds();
  #flows = new Flows();
  #instants = new Instants();
  #counters = new Counters();
  #filling = false;
  /** @type {Subscribers<[Timeline]>} */
  #subscribers = new Subscribers();

  /** In order of appearance. @returns {readonly LaneRow[]} */
  get lanes() {
    return this.#lanes.rows;
  }

  /** Another number whenever there may be other rows, or rows of other names. */
  get roster() {
    return this.#lanes.changes + this.#named + this.gils.knownCount;
  }

  /** @returns {Status} */
  get status() {
    if (this.#filling) return "empty";
    if (this.end) return this.end.status;
    return this.header || this.now > 0 ? "live" : "empty";
  }

  /** How many processors the run may use; 0 when that is not known. */
  get machineCores() {
    return this.header?.machine?.cores ?? 0;
  }

  get live() {
    return this.status === "live";
  }

  get durationNs() {
    return this.end ? Math.max(this.end.duration, this.now) : this.now;
  }

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

  /** @param {(timeline: Timeline) => void} subscriber @returns {() => void} */
  subscribe(subscriber) {
    return this.#subscribers.add(subscriber);
  }

  /** @param {Line} line */
  apply(line) {
    this.#filling = false;
    this.#take(line);
    this.#subscribers.tell(this);
  }

  /** Lines of a past of which more is to come: nobody is told, and nothing is there yet, until
   *  lines are applied. @param {Iterable<Line>} lines */
  fill(lines) {
    this.#filling = true;
    for (const line of lines) this.#take(line);
  }

  /** Many lines, one notification. @param {Iterable<Line>} lines */
  applyAll(lines) {
    this.#filling = false;
    for (const line of lines) this.#take(line);
    this.#subscribers.tell(this);
  }

  /**
   * Go on as another one of the same run, which begins later: the past before that is let go.
   *
   * @param {Timeline} latest filled behind the scenes; not to be used after
   */
  become(latest) {
    const { roster } = this;
    for (const name of KEPT) Object.assign(this, { [name]: latest[name] });
    this.#lanes = latest.#lanes;
    this.#named = latest.#named + roster;
    this.#spans = latest.#spans;
    this.#holds = latest.#holds;
    this.#flows = latest.#flows;
    this.#instants = latest.#instants;
    this.#counters = latest.#counters;
    this.#subscribers.tell(this);
  }

  /**
   * Put other rows in the place of those that are here.
   *
   * @param {Rows} rows @param {Part | null} part @returns {Rows} those that were here
   */
  exchange(rows, part) {
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
    this.gils = rows.gils;
    this.part = part;
    this.#subscribers.tell(this);
    return before;
  }

  /** @param {number} id */
  lane(id) {
    return this.#lanes.get(id);
  }

  /** Which of its process's lanes it is, from 0: its colour hangs on it. @param {number} id */
  laneNumber(id) {
    return this.#lanes.number(id);
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

  /** Who had the object, in order: of a GIL as of a lock; null when nobody ever did.
   *  @param {number} object */
  holdsInOrder(object) {
    return this.gils.of(object) ?? this.#holds.sequence(object, this.now);
  }

  /** Who had the object, on as many rows as had it at once. @param {number} object */
  holdRows(object) {
    const gil = this.gils.of(object);
    return gil ? [gil] : this.#holds.rows(object, this.now).rows;
  }

  /** How many had the object at a time. @param {number} object */
  heldAtOnce(object) {
    return this.#holds.rows(object, this.now).steps;
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
    const contended = this.#holds.contended(lane);
    contended.read(holds, this.spans(lane), (object) => this.waiters(object).steps);
    return { contended, holds };
  }

  /** How many wait for the object at a time. @param {number} object */
  waiters(object) {
    return this.#spans.waiters(object);
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

  /** What there is to say about a span; null when there is none.
   *  @param {number} lane @param {number} index */
  describe(lane, index) {
    return describe(this, lane, index);
  }

  /** What there is to say about a hold of a GIL; null when there is none.
   *  @param {number} object @param {number} index */
  describeHold(object, index) {
    return describeHold(this, object, index);
  }

  /** @param {number} id */
  objectName(id) {
    const object = this.objects.get(id);
    if (!object) return "";
    if (object.name) return object.name;
    const site = this.siteText(object.site);
    return site ? `${object.kind} at ${site}` : `${object.kind} ${id}`;
  }

  /** @param {number} id */
  laneName(id) {
    return this.lane(id)?.name ?? (id === 0 ? "the process" : `lane ${id}`);
  }

  /** @param {number} id */
  fileOfSite(id) {
    const site = this.sites.get(id);
    return (site && this.files.get(site.file)) ?? null;
  }

  /** "transfer.py:12"; "" for no site. @param {number} id */
  siteText(id) {
    const file = this.fileOfSite(id);
    return file ? `${file.path.split(/[\\/]/).pop()}:${this.sites.get(id)?.line}` : "";
  }

  /** @param {Line} line */
  #take(line) {
    if (line.type === "frame") this.#takeFrame(line);
    else if (line.type === "header") this.header = checkedHeader(line);
    else if (line.type === "end") {
      this.end = line;
      this.#moveNow(Math.max(this.now, line.duration));
    } else throw new TypeError("This is not a line of a Threadline timeline.");
  }

  /** @param {FrameLine} frame */
  #takeFrame(frame) {
    if (frame.begins) this.#beginLate(frame.begins);
    for (const row of frame.processes ?? []) this.#takeProcess(row);
    for (const row of frame.files ?? []) this.files.set(row.id, row);
    for (const row of frame.sites ?? []) this.sites.set(row.id, row);
    for (const row of frame.objects ?? []) this.#takeObject(row);
    for (const row of frame.lanes ?? []) this.#lanes.take(row);
    if (frame.spans) this.#spans.close(frame.spans);
    if (frame.open) this.#spans.open(frame.open);
    if (frame.held) this.#holds.open(frame.held, this.gils.byObject);
    if (frame.holds) this.#holds.close(frame.holds, this.gils.byObject);
    if (frame.flows) this.#flows.add(frame.flows, this.gils.byObject);
    if (frame.instants) this.#instants.add(frame.instants);
    if (frame.counters) this.#counters.add(frame.counters);
    for (const row of frame.findings ?? []) {
      if (row.withdrawn) this.findings.delete(row.id);
      else this.findings.set(row.id, row);
    }
    if (frame.cost) this.cost = frame.cost;
    this.#moveNow(Math.max(this.now, frame.now));
  }

  /** What was known before was missed in part: only the tables are of use.
   *  @param {BeginsRow} begins */
  #beginLate({ at, spans = 0 }) {
    this.beginsNs = at;
    this.spansBefore = spans;
    this.#spans = new LaneSpans();
    this.#holds = new Holds();
    this.#flows = new Flows();
    this.#instants = new Instants();
    this.#counters = new Counters();
    this.gils = new Gils();
    for (const object of this.objects.values()) this.gils.add(object);
  }

  /** @param {ProcessRow} row */
  #takeProcess(row) {
    this.processes.set(row.id, row);
    this.#named += 1;
  }

  /** @param {ObjectRow} row */
  #takeObject(row) {
    this.objects.set(row.id, row);
    if (GROUPING_KINDS.has(row.kind)) this.#named += 1;
    this.gils.add(row);
    if (row.kind === "Processors") this.coresObject = row.id;
  }

  /** @param {number} now */
  #moveNow(now) {
    this.now = now;
    this.#spans.moveNow(now);
    this.gils.moveNow(now);
  }
}

/** @param {HeaderLine} line */
function checkedHeader(line) {
  if (line.format !== "threadline" || line.version !== 1) {
    throw new TypeError(
      `This timeline is of format “${line.format}” ${line.version}; this page reads threadline 1.`,
    );
  }
  return line;
}

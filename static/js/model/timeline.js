/**
 * A timeline: everything known of a run, grown line by line.
 *
 * Lines are those of `docs/format.md`. The server folds; here columns are only
 * unpacked and indexed, so there is no second copy of the folding rules.
 */

import { Subscribers } from "../base/subscribers.js";
import { Columns } from "./columns.js";
import { describe } from "./describe.js";
import { describeHold } from "./describe_hold.js";

/** @import {Part, Rows} from "./columns.js" */
/** @import {BeginsRow, EndLine, FrameLine, HeaderLine, Line} from "./rows.js" */

/** @typedef {"empty" | "live" | "finished" | "failed" | "stopped" | "lost"} Status */

export class Timeline extends Columns {
  /** @type {HeaderLine | null} */
  header = null;
  /** @type {EndLine | null} */
  end = null;
  /** Rows that ended before this time are no longer told; 0: all are. */
  beginsNs = 0;
  /** How many spans ended before that. */
  spansBefore = 0;

  #filling = false;
  /** @type {Subscribers<[Timeline]>} */
  #subscribers = new Subscribers();

  /** Another number whenever there may be other rows, or rows of other names. */
  get roster() {
    return this.roll + this.gils.knownCount;
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
    this.becomeTables(latest, this.roster);
    this.becomeColumns(latest);
    this.header = latest.header;
    this.end = latest.end;
    this.beginsNs = latest.beginsNs;
    this.spansBefore = latest.spansBefore;
    this.#subscribers.tell(this);
  }

  /**
   * Put other rows in the place of those that are here.
   *
   * @param {Rows} rows @param {Part | null} part @returns {Rows} those that were here
   */
  exchange(rows, part) {
    const before = this.exchangeColumns(rows, part);
    this.#subscribers.tell(this);
    return before;
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

  /** @param {Line} line */
  #take(line) {
    if (line.type === "frame") this.#takeFrame(line);
    else if (line.type === "header") this.header = checkedHeader(line);
    else if (line.type === "end") {
      this.end = line;
      this.moveNow(Math.max(this.now, line.duration));
    } else throw new TypeError("This is not a line of a Threadline timeline.");
  }

  /** @param {FrameLine} frame */
  #takeFrame(frame) {
    if (frame.begins) this.#beginLate(frame.begins);
    this.takeTables(frame);
    this.takeColumns(frame);
    this.moveNow(Math.max(this.now, frame.now));
  }

  /** What was known before was missed in part: only the tables are of use.
   *  @param {BeginsRow} begins */
  #beginLate({ at, spans = 0 }) {
    this.beginsNs = at;
    this.spansBefore = spans;
    this.forgetColumns();
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

/**
 * Tables: what the rows of a run name by number — processes, lanes, objects, files, sites — and
 * what was found about the run as a whole.
 */

import { baseName } from "../base/path.js";
import { Lanes } from "./lanes.js";

/** @import {CostRow, FileRow, FindingRow, FrameLine, LaneRow, ObjectRow, ProcessRow,
 *   SiteRow} from "./rows.js" */

/** Kinds of objects that lanes are grouped by, or that have a lane of their own. */
const GROUPING_KINDS = new Set(["Executor", "GIL", "Processors"]);

/** What tables that become others take over beside the lanes. */
const KEPT = /** @type {const} */ ([
  "processes",
  "objects",
  "files",
  "sites",
  "findings",
  "cost",
  "coresObject",
]);

export class Tables {
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
  /** The object whose counter tells how many cores the run keeps busy; 0 for none. */
  coresObject = 0;

  #lanes = new Lanes();
  /** How many rows came of what lanes are grouped by. */
  #named = 0;

  /** In order of appearance. @returns {readonly LaneRow[]} */
  get lanes() {
    return this.#lanes.rows;
  }

  /** Another number whenever there may be other lanes, or lanes of other names. */
  get roll() {
    return this.#lanes.changes + this.#named;
  }

  /** @param {number} id */
  lane(id) {
    return this.#lanes.get(id);
  }

  /** Which of its process's lanes it is, from 0: its colour hangs on it. @param {number} id */
  laneNumber(id) {
    return this.#lanes.number(id);
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
    return file ? `${baseName(file.path)}:${this.sites.get(id)?.line}` : "";
  }

  /** @param {FrameLine} frame */
  takeTables(frame) {
    for (const row of frame.processes ?? []) this.#takeProcess(row);
    for (const row of frame.files ?? []) this.files.set(row.id, row);
    for (const row of frame.sites ?? []) this.sites.set(row.id, row);
    for (const row of frame.objects ?? []) this.#takeObject(row);
    for (const row of frame.lanes ?? []) this.#lanes.take(row);
    for (const row of frame.findings ?? []) {
      if (row.withdrawn) this.findings.delete(row.id);
      else this.findings.set(row.id, row);
    }
    if (frame.cost) this.cost = frame.cost;
  }

  /** Go on with the tables of another. @param {Tables} other not to be used after
   *  @param {number} past what the roll of the other is to be counted on from */
  becomeTables(other, past) {
    for (const name of KEPT) Object.assign(this, { [name]: other[name] });
    this.#lanes = other.#lanes;
    this.#named = other.#named + past;
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
    if (row.kind === "Processors") this.coresObject = row.id;
  }
}

/**
 * Lane heads: name, share of time running and a bar of shares, left of each lane in
 * sight. They are the rows of the grid that assistive technology reads.
 */

import { formatCores, formatRate, formatShare } from "../base/format.js";
import { threadLook } from "../layout/threads.js";
import { gilFigures } from "../model/gils.js";
import { FINISHED, pythonText, RUNNING, STATES } from "../model/vocabulary.js";
import { element, write } from "./element.js";
import { THREAD_LOOKS } from "./palette.js";

/** @import {Row, RowKind} from "../layout/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */

/** @typedef {{is: {kind: RowKind, id: number}, row: HTMLElement, name: HTMLElement,
 *   share: HTMLElement | null, chip: HTMLElement | null, parts: HTMLElement[]}} Head */

/** Numbers that change at sixty times a second cannot be read. */
const SHARES_EVERY_MS = 150;

export class Heads {
  /** @type {Map<string, Head>} */
  #heads = new Map();
  #sharesMs = -Infinity;
  /** Whether the shares shown are older than the window shown. */
  stale = false;

  constructor() {
    this.element = element("div", "stage-heads", { role: "rowgroup" });
  }

  /**
   * @param {Timeline} timeline @param {View} view @param {Row[]} visible
   * @param {number} scrollTop @param {number} headNs @param {number} atMs
   */
  draw(timeline, view, visible, scrollTop, headNs, atMs) {
    const kept = new Set(visible.map(keyOf));
    for (const [key, head] of this.#heads) {
      if (kept.has(key)) continue;
      head.row.remove();
      this.#heads.delete(key);
    }
    this.stale = atMs - this.#sharesMs < SHARES_EVERY_MS;
    if (!this.stale) this.#sharesMs = atMs;
    /** @type {HTMLElement | null} */
    let before = null;
    for (const row of visible) {
      const known = this.#heads.get(keyOf(row));
      /** @type {Head} */
      const head = known ?? this.#add(row, before);
      before = head.row;
      place(head.row, row, scrollTop);
      // In the grid's own count, from 1, also of rows out of sight.
      head.row.setAttribute("aria-rowindex", String(row.index + 1));
      const withShares = !this.stale || !known;
      if (row.kind === "process") write(head.name, processText(timeline, row.id));
      else if (row.kind === "gil") writeGil(timeline, view, row, head, headNs, withShares);
      else if (row.kind === "cores") writeCores(timeline, view, head, headNs, withShares);
      else this.#writeLane(timeline, view, row, head, headNs, withShares);
    }
  }

  /** The element of a row in sight. @param {RowKind} kind @param {number} id */
  rowOf(kind, id) {
    return this.#heads.get(keyOf({ kind, id }))?.row ?? null;
  }

  /** The row whose head contains the element; null when none does. @param {Element} target */
  rowAt(target) {
    const row = target.closest(".stage-row");
    for (const head of this.#heads.values()) if (head.row === row) return head.is;
    return null;
  }

  /** @param {Row} row @param {HTMLElement | null} before @returns {Head} */
  #add(row, before) {
    const name = element("span", "stage-name");
    const header = element("div", "stage-head", { role: "rowheader" }, name);
    /** @type {Head} */
    const head = {
      is: { kind: row.kind, id: row.id },
      row: element("div", `stage-row stage-row-${row.kind}`, { role: "row" }, header),
      name,
      share: null,
      chip: null,
      parts: [],
    };
    if (row.kind !== "process") {
      head.share = element("span", "stage-share");
      header.append(head.share);
    }
    if (row.kind === "lane") {
      head.chip = element("i", "stage-chip", { "aria-hidden": "true" });
      head.chip.hidden = true;
      header.prepend(head.chip);
      const bar = element("div", "stage-bar", { "aria-hidden": "true" });
      head.parts = STATES.slice(0, FINISHED).map((state) =>
        element("i", `stage-part stage-part-${state}`),
      );
      bar.append(...head.parts);
      header.append(bar);
    }
    // Rows stand in the order of the lanes: that is the order they are read in.
    if (before) before.after(head.row);
    else this.element.prepend(head.row);
    this.#heads.set(keyOf(row), head);
    return head;
  }

  /**
   * @param {Timeline} timeline @param {View} view @param {Row} row @param {Head} head
   * @param {number} headNs @param {boolean} withShares
   */
  #writeLane(timeline, view, row, head, headNs, withShares) {
    const lane = timeline.lane(row.id);
    if (!lane || !head.share) return;
    write(head.name, lane.name);
    head.name.title = titleOf(timeline, row.id);
    if (head.chip) showChip(timeline, view, row.id, head.chip);
    const selected = view.selection?.lane === row.id;
    head.row.classList.toggle("stage-row-selected", selected);
    head.row.classList.toggle("stage-row-ended", lane.end !== null);
    if (!withShares) return;
    const shares = timeline.shares(row.id, view.fromNs, Math.min(view.toNs, headNs));
    // Of the time it lived: a thread that ended early and never waited ran all the time.
    const total = shares.subarray(0, FINISHED).reduce((sum, ns) => sum + ns, 0);
    const running = total > 0 ? shares[RUNNING] / total : 0;
    write(head.share, total > 0 ? `${formatShare(running)} run` : "–");
    head.parts.forEach((part, state) => {
      const percent = total > 0 ? (shares[state] / total) * 100 : 0;
      part.style.width = `${percent.toFixed(1)}%`;
    });
  }
}

/** @param {{kind: RowKind, id: number}} row */
function keyOf({ kind, id }) {
  return `${kind} ${id}`;
}

/** The look of the thread on the lane of the GIL, where there is one.
 *  @param {Timeline} timeline @param {View} view @param {number} lane @param {HTMLElement} chip */
function showChip(timeline, view, lane, chip) {
  chip.hidden = view.without.has("gil") || !timeline.gilOfLane(lane);
  chip.dataset.thread = String(threadLook(timeline, lane, THREAD_LOOKS) + 1);
}

/** Pythons are told where they differ: then it is what a reader compares.
 *  @param {Timeline} timeline @param {number} id */
function processText(timeline, id) {
  const process = timeline.processes.get(id);
  if (!process) return `Process ${id}`;
  const pythons = new Set([...timeline.processes.values()].map(pythonText));
  const python = pythons.size > 1 ? ` · ${pythonText(process)}` : "";
  return `${process.name} · pid ${process.pid}${python}`;
}

/**
 * @param {Timeline} timeline @param {View} view @param {Row} row @param {Head} head
 * @param {number} headNs @param {boolean} withShares
 */
function writeGil(timeline, view, row, head, headNs, withShares) {
  const gil = timeline.gils.of(row.id);
  if (!gil || !head.share) return;
  write(head.name, "GIL");
  head.row.classList.toggle("stage-row-selected", view.hold?.object === row.id);
  if (!withShares) return;
  const { perSecond, held } = gilFigures(gil, view.fromNs, Math.min(view.toNs, headNs));
  write(head.share, `${formatShare(held)} · ${formatRate(perSecond)}`);
  const who = `held ${formatShare(held)} of the time in view`;
  head.name.title = `Who has the GIL: ${who}, handed over ${formatRate(perSecond)} times a second`;
}

/** @param {Timeline} timeline @param {View} view @param {Head} head @param {number} headNs
 *  @param {boolean} withShares */
function writeCores(timeline, view, head, headNs, withShares) {
  write(head.name, "Cores busy");
  if (!withShares || !head.share) return;
  const counter = timeline.counters(timeline.coresObject);
  const over = counter.over(Math.max(0, view.fromNs), Math.min(view.toNs, headNs));
  const cores = timeline.machineCores;
  write(head.share, over ? `${formatCores(over.mean)}${cores ? ` of ${cores}` : ""}` : "–");
}

/** @param {HTMLElement} element @param {Row} row @param {number} scrollTop */
function place(element, row, scrollTop) {
  const transform = `translateY(${row.top - scrollTop}px)`;
  if (element.style.transform !== transform) element.style.transform = transform;
  const height = `${row.height}px`;
  if (element.style.height !== height) element.style.height = height;
  const compact = row.kind === "lane" && row.height < 32;
  element.classList.toggle("stage-row-compact", compact);
}

/** @param {Timeline} timeline @param {number} id */
function titleOf(timeline, id) {
  const lane = timeline.lane(id);
  if (!lane) return "";
  const parts = [lane.name];
  if (lane.daemon) parts.push("daemon");
  if (lane.native) parts.push(`native id ${lane.native}`);
  if (lane.parent) {
    const site = timeline.siteText(lane.site);
    parts.push(`started by ${timeline.laneName(lane.parent)}${site ? ` at ${site}` : ""}`);
  }
  return parts.join(", ");
}

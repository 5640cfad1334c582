/**
 * Lane heads: name, share of time running and a bar of shares, left of each lane in
 * sight. They are the rows of the grid that assistive technology reads.
 */

import { formatShare } from "../base/format.js";
import { FINISHED, RUNNING, STATES } from "../model/vocabulary.js";
import { element, write } from "./element.js";

/** @import {Row} from "../layout/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */

/** @typedef {{row: HTMLElement, name: HTMLElement, share: HTMLElement | null,
 *   parts: HTMLElement[]}} Head */

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
      if (row.kind === "process") this.#writeProcess(timeline, row, head);
      else this.#writeLane(timeline, view, row, head, headNs, !this.stale || !known);
    }
  }

  /** The row element of a lane in sight. @param {number} lane */
  rowOf(lane) {
    return this.#heads.get(`lane ${lane}`)?.row ?? null;
  }

  /** The lane whose head contains the element; 0 when none does. @param {Element} target */
  laneOf(target) {
    const row = target.closest(".stage-row");
    for (const [key, head] of this.#heads) {
      if (head.row === row && key.startsWith("lane ")) return Number(key.slice(5));
    }
    return 0;
  }

  /** @param {Row} row @param {HTMLElement | null} before @returns {Head} */
  #add(row, before) {
    const name = element("span", "stage-name");
    const header = element("div", "stage-head", { role: "rowheader" }, name);
    /** @type {Head} */
    const head = {
      row: element("div", `stage-row stage-row-${row.kind}`, { role: "row" }, header),
      name,
      share: null,
      parts: [],
    };
    if (row.kind === "lane") {
      head.share = element("span", "stage-share");
      const bar = element("div", "stage-bar", { "aria-hidden": "true" });
      head.parts = STATES.slice(0, FINISHED).map((state) =>
        element("i", `stage-part stage-part-${state}`),
      );
      bar.append(...head.parts);
      header.append(head.share, bar);
    }
    // Rows stand in the order of the lanes: that is the order they are read in.
    if (before) before.after(head.row);
    else this.element.prepend(head.row);
    this.#heads.set(keyOf(row), head);
    return head;
  }

  /** @param {Timeline} timeline @param {Row} row @param {Head} head */
  #writeProcess(timeline, row, head) {
    const process = timeline.processes.get(row.id);
    write(head.name, process ? `${process.name} · pid ${process.pid}` : `Process ${row.id}`);
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

/** @param {Row} row */
function keyOf(row) {
  return `${row.kind} ${row.id}`;
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

/**
 * The heads of the rows in sight, left of what they show. They are the rows of the grid that
 * assistive technology reads, and there are never more of them than can be seen.
 */

import { element } from "./element.js";
import { groupHead } from "./heads/group.js";
import { laneHead } from "./heads/lane.js";
import { objectHead } from "./heads/object.js";
import { coresHead, gilHead } from "./heads/slim.js";

/** @import {PlacedRow, Row, RowKind} from "../layout/rows.js" */
/** @import {BuildHead, HeadScene, WriteHead} from "./heads/head.js" */

/** To add one: write how it is built, name it here. @type {Partial<Record<RowKind, BuildHead>>} */
const HEADS = {
  lane: laneHead,
  group: groupHead,
  gil: gilHead,
  cores: coresHead,
  object: objectHead,
};

/** @typedef {{is: {kind: RowKind, id: number}, element: HTMLElement, write: WriteHead}} Head */

/** Numbers that change at sixty times a second cannot be read. */
const NUMBERS_EVERY_MS = 150;
/** A row lower than this (CSS pixels) has its head written small. */
const COMPACT_BELOW_PX = 32;

export class Heads {
  /** @type {Map<string, Head>} */
  #heads = new Map();
  #numbersMs = -Infinity;
  /** Whether the numbers shown are older than the window shown. */
  stale = false;

  constructor() {
    this.element = element("div", "stage-heads", { role: "rowgroup" });
  }

  /**
   * @param {HeadScene} scene @param {PlacedRow[]} visible @param {number} atMs
   */
  draw(scene, visible, atMs) {
    this.#letGo(new Set(visible.map(keyOf)));
    this.stale = atMs - this.#numbersMs < NUMBERS_EVERY_MS;
    if (!this.stale) this.#numbersMs = atMs;
    let next = this.element.firstElementChild;
    for (const row of visible) {
      const known = this.#heads.get(keyOf(row));
      const head = known ?? this.#add(row);
      // Rows stand in the order of the lanes: that is the order they are read in.
      if (next === head.element) next = next.nextElementSibling;
      else this.element.insertBefore(head.element, next);
      place(head.element, row);
      head.write(row, scene, !this.stale || !known);
    }
  }

  /** The element of a row in sight. @param {RowKind} kind @param {number} id */
  rowOf(kind, id) {
    return this.#heads.get(keyOf({ kind, id }))?.element ?? null;
  }

  /** The row whose head contains the element; null when none does. @param {Element} target */
  rowAt(target) {
    const row = target.closest(".stage-row");
    for (const head of this.#heads.values()) if (head.element === row) return head.is;
    return null;
  }

  /** @param {Set<string>} kept */
  #letGo(kept) {
    for (const [key, head] of this.#heads) {
      if (kept.has(key)) continue;
      head.element.remove();
      this.#heads.delete(key);
    }
  }

  /** @param {Row} row @returns {Head} */
  #add({ kind, id }) {
    const header = element("div", "stage-head", { role: "rowheader" });
    const made = element("div", `stage-row stage-row-${kind}`, { role: "row" }, header);
    const build = HEADS[kind];
    /** @type {Head} */
    const head = { is: { kind, id }, element: made, write: build?.(made, header) ?? (() => {}) };
    this.#heads.set(keyOf({ kind, id }), head);
    return head;
  }
}

/** @param {{kind: RowKind, id: number}} row */
function keyOf({ kind, id }) {
  return `${kind} ${id}`;
}

/** @param {HTMLElement} element @param {PlacedRow} row */
function place(element, row) {
  const transform = `translateY(${row.y}px)`;
  if (element.style.transform !== transform) element.style.transform = transform;
  const height = `${row.height}px`;
  if (element.style.height !== height) element.style.height = height;
  const compact = row.kind === "lane" && row.height < COMPACT_BELOW_PX;
  element.classList.toggle("stage-row-compact", compact);
  // In the grid's own count, from 1, also of rows out of sight.
  element.setAttribute("aria-rowindex", String(row.index + 1));
}

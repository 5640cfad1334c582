/**
 * The heads of the rows in sight, left of what they show. They are the rows of the grid that
 * assistive technology reads, and there are never more of them than can be seen.
 */

import { NUMBERS_EVERY_MS } from "../base/pace.js";
import { Controls } from "./controls.js";
import { element } from "./element.js";
import { groupHead } from "./heads/group.js";
import { hiddenHead } from "./heads/hidden.js";
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
  hidden: hiddenHead,
  object: objectHead,
};

/** @typedef {{is: Row, element: HTMLElement, write: WriteHead}} Head */

/** Rows that have controls. @type {ReadonlySet<RowKind>} */
const CONTROLLED = new Set(["lane", "group"]);

/** A row lower than this (CSS pixels) has its head written small. */
const COMPACT_BELOW_PX = 32;

export class Heads {
  /** @type {Map<string, Head>} */
  #heads = new Map();
  #numbersMs = -Infinity;
  /** Whether the numbers shown are older than the window shown; `data-behind` tells it. */
  stale = false;

  /** Lanes without rows. @type {ReadonlySet<number>} */
  #hidden = new Set();
  /** The key of the row under the pointer. */
  #pointed = "";
  #pointedControls = new Controls();
  #selectedControls = new Controls();

  constructor() {
    this.element = element("div", "stage-heads", { role: "rowgroup" });
  }

  /**
   * @param {HeadScene} scene @param {PlacedRow[]} visible @param {number} atMs
   * @param {{moved?: boolean}} [how] moved: at most the numbers are others than before
   */
  draw(scene, visible, atMs, { moved = false } = {}) {
    this.stale = atMs - this.#numbersMs < NUMBERS_EVERY_MS;
    this.element.toggleAttribute("data-behind", this.stale);
    if (moved && this.stale) return;
    if (!this.stale) this.#numbersMs = atMs;
    this.#letGo(new Set(visible.map(keyOf)));
    this.#hidden = scene.view.hidden;
    let next = this.element.firstElementChild;
    for (const row of visible) {
      const known = this.#heads.get(keyOf(row));
      const head = known ?? this.#add(row);
      head.is = row;
      // Rows stand in the order of the lanes: that is the order they are read in.
      if (next === head.element) next = next.nextElementSibling;
      else this.element.insertBefore(head.element, next);
      place(head.element, row, scene.rows.grouped);
      head.write(row, scene, !this.stale || !known);
    }
    this.#showControls(scene);
  }

  /** The pointer is over a row's head, or over none. @param {HeadScene} scene
   *  @param {Row | null} row */
  point(scene, row) {
    const key = row ? keyOf(row) : "";
    if (key === this.#pointed) return;
    this.#pointed = key;
    this.#showControls(scene);
  }

  /** The element of a row in sight; of a lane of a collapsed group that of the group, of a hidden
   *  lane that of the row which counts them.
   *  @param {RowKind} kind @param {number} id */
  rowOf(kind, id) {
    const own = this.#heads.get(keyOf({ kind, id }));
    if (own || kind !== "lane") return own?.element ?? null;
    for (const { is, element: row } of this.#heads.values()) {
      if (is.folded && is.group?.lanes.includes(id)) return row;
    }
    if (!this.#hidden.has(id)) return null;
    return this.#heads.get(keyOf({ kind: "hidden", id: 0 }))?.element ?? null;
  }

  /** The row whose head contains the element; null when none does. @param {Element} target */
  rowAt(target) {
    const row = target.closest(".stage-row");
    for (const head of this.#heads.values()) if (head.element === row) return head.is;
    return null;
  }

  /** @param {HeadScene} scene */
  #showControls({ timeline, view }) {
    const selected = this.#heads.get(keyOf({ kind: "lane", id: view.selection?.lane ?? 0 }));
    const pointed = this.#heads.get(this.#pointed);
    const place = (/** @type {Head | undefined} */ head) => {
      if (!head || !CONTROLLED.has(head.is.kind)) return null;
      const { kind, id, group } = head.is;
      const name = kind === "group" ? `all of ${group?.name}` : timeline.laneName(id);
      return { element: head.element, kind, id, name };
    };
    this.#selectedControls.show(place(selected), view.arrangement);
    this.#pointedControls.show(pointed === selected ? null : place(pointed), view.arrangement);
  }

  /** @param {Set<string>} kept */
  #letGo(kept) {
    for (const [key, head] of this.#heads) {
      if (kept.has(key)) continue;
      const grid = this.element.parentElement?.parentElement;
      // What had the focus is gone: the keyboard goes on from the grid that it was in.
      if (head.element.contains(document.activeElement)) grid?.focus({ preventScroll: true });
      head.element.remove();
      this.#heads.delete(key);
    }
  }

  /** @param {Row} row @returns {Head} */
  #add(row) {
    const { kind } = row;
    const header = element("div", "stage-head", { role: "rowheader", "aria-colindex": "1" });
    const made = element("div", `stage-row stage-row-${kind}`, { role: "row" }, header);
    const build = HEADS[kind];
    /** @type {Head} */
    const head = { is: row, element: made, write: build?.(made, header) ?? (() => {}) };
    this.#heads.set(keyOf(row), head);
    return head;
  }
}

/** @param {{kind: RowKind, id: number}} row */
function keyOf({ kind, id }) {
  return `${kind} ${id}`;
}

/** @param {HTMLElement} element @param {PlacedRow} row @param {boolean} grouped */
function place(element, row, grouped) {
  const transform = `translateY(${row.y}px)`;
  if (element.style.transform !== transform) element.style.transform = transform;
  const height = `${row.height}px`;
  if (element.style.height !== height) element.style.height = height;
  const compact = row.kind === "lane" && row.height < COMPACT_BELOW_PX;
  element.classList.toggle("stage-row-compact", compact);
  element.classList.toggle("stage-row-stays", row.stays);
  element.classList.toggle("stage-row-inner", row.level > 1);
  // In the grid's own count, from 1, also of rows out of sight.
  element.setAttribute("aria-rowindex", String(row.index + 1));
  tell(element, "aria-level", grouped ? String(row.level) : null);
  tell(element, "aria-expanded", row.kind === "group" ? String(!row.folded) : null);
}

/** @param {HTMLElement} element @param {string} name @param {string | null} value */
function tell(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * The window onto the rows of a table: those in sight, and no others, are elements. The head
 * stays, the bar scrolls over all rows however many they are.
 */

import { TallScroll } from "../base/tall_scroll.js";
import { h } from "./element.js";

/** @typedef {{element: HTMLElement}} RowElement */

/** The bar is put where its rows are when it has rested this long. */
const REST_MS = 150;
/** Before a row was measured. */
const USUAL_ROW_PX = 26;

/** @template {RowElement} Row */
export class RowWindow {
  #scroll = new TallScroll();
  #body;
  #head;
  #tall;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  /** @type {Map<number, Row>} */
  #inSight = new Map();

  /**
   * @param {HTMLTableElement} table with a head of one row and a body
   * @param {{make: () => Row, onMove: () => void}} parts onMove: other rows are in sight now
   */
  constructor(table, { make, onMove }) {
    this.make = make;
    this.#body = table.tBodies[0];
    this.#head = /** @type {HTMLElement} */ (table.tHead);
    const sight = h("div", { class: "table-sight" }, table);
    this.#tall = h("div", { class: "table-tall" }, sight);
    this.element = h("div", { class: "table-scroll" }, this.#tall);
    this.element.addEventListener("scroll", () => {
      this.#scroll.scrolled(this.element.scrollTop);
      onMove();
      clearTimeout(this.#resting);
      this.#resting = setTimeout(() => this.#rest(), REST_MS);
    });
    new ResizeObserver(onMove).observe(this.element);
  }

  /** How many rows one page of keys goes. */
  get pageRows() {
    return this.#scroll.pageRows;
  }

  /** @param {number} row */
  isInSight(row) {
    return this.#inSight.has(row);
  }

  /** @param {number} count of all rows @param {(element: Row, row: number) => void} fill */
  draw(count, fill) {
    this.#measure(count);
    const { first, after, shiftPx } = this.#scroll.inSight;
    const before = this.#inSight;
    const free = [...before].filter(([row]) => row < first || row >= after).map(([, each]) => each);
    for (const { element } of free) element.remove();
    this.#inSight = new Map();
    for (let row = first; row < after; row += 1) {
      const each = before.get(row) ?? free.pop() ?? this.make();
      fill(each, row);
      this.#inSight.set(row, each);
    }
    this.#show([...this.#inSight.values()].map(({ element }) => element));
    this.#body.style.transform = `translateY(${shiftPx}px)`;
  }

  /** Bring a row into sight. @param {number} row @param {number} count of all rows */
  reveal(row, count) {
    this.#measure(count);
    this.#scroll.reveal(row);
    this.#rest();
  }

  toTop() {
    this.#scroll.topPx = 0;
    this.#rest();
  }

  /** Rows that stay in sight stay in the document: only others come in, above or below them.
   *  @param {HTMLElement[]} elements */
  #show(elements) {
    let next = this.#body.firstElementChild;
    for (const element of elements) {
      if (element === next) next = next.nextElementSibling;
      else this.#body.insertBefore(element, next);
    }
  }

  /** @param {number} count */
  #measure(count) {
    const [known] = this.#body.children;
    const rowPx = known?.getBoundingClientRect().height || USUAL_ROW_PX;
    const headPx = this.#head.offsetHeight;
    const { clientHeight } = this.element;
    this.#scroll.resize({ count, rowPx, viewPx: Math.max(0, clientHeight - headPx) });
    this.#tall.style.height = `${this.#scroll.contentPx + headPx}px`;
    this.#tall.firstElementChild.style.height = `${clientHeight}px`;
  }

  #rest() {
    this.element.scrollTop = this.#scroll.settle();
  }
}

/**
 * A tall scroll: more rows than a browser can scroll over, on a bar that it can.
 *
 * Chromium cuts an element off at 33.5 million pixels, Firefox at 17.9: a million rows of twice
 * the usual text are past both. Then the bar is shorter than the rows, and a pull at it goes
 * further than it says, while a wheel still moves the rows by as many pixels as it was turned.
 */

/** Half of what the strictest browser can do. */
const BAR_PX = 8e6;

export class TallScroll {
  /** Of the rows, how many pixels lie above the sight. */
  topPx = 0;
  #count = 0;
  #rowPx = 1;
  #viewPx = 0;
  /** Where the bar was last. */
  #barAt = 0;

  /** How high the bar's content is to be. */
  get contentPx() {
    return Math.min(this.#totalPx, BAR_PX);
  }

  get #totalPx() {
    return this.#count * this.#rowPx;
  }

  /** How far the rows can go. */
  get #rangePx() {
    return Math.max(0, this.#totalPx - this.#viewPx);
  }

  get #barRangePx() {
    return Math.max(0, this.contentPx - this.#viewPx);
  }

  /** @param {{count: number, rowPx: number, viewPx: number}} sizes */
  resize({ count, rowPx, viewPx }) {
    const scaled = this.topPx * (rowPx / this.#rowPx);
    this.#count = count;
    this.#rowPx = rowPx;
    this.#viewPx = viewPx;
    this.topPx = Math.min(scaled, this.#rangePx);
  }

  /** The bar was moved, by wheel, finger or thumb. @param {number} barPx */
  scrolled(barPx) {
    const by = barPx - this.#barAt;
    this.#barAt = barPx;
    if (Math.abs(by) < 1) return;
    if (barPx <= 0) this.topPx = 0;
    else if (barPx >= this.#barRangePx - 1) this.topPx = this.#rangePx;
    else if (this.#totalPx <= BAR_PX) this.topPx = barPx;
    else if (Math.abs(by) <= this.#viewPx) {
      this.topPx = Math.min(Math.max(0, this.topPx + by), this.#rangePx);
    } else this.topPx = (barPx / this.#barRangePx) * this.#rangePx;
  }

  /** Where the bar belongs, now that all is still. @returns {number} */
  settle() {
    const { topPx } = this;
    const range = this.#rangePx;
    this.#barAt = range > 0 ? Math.round((topPx / range) * this.#barRangePx) : 0;
    if (this.#totalPx <= BAR_PX) this.#barAt = topPx;
    return this.#barAt;
  }

  /** Bring a row into sight. @param {number} row */
  reveal(row) {
    const top = row * this.#rowPx;
    if (top < this.topPx) this.topPx = top;
    else if (top + this.#rowPx > this.topPx + this.#viewPx) {
      this.topPx = Math.max(0, top + this.#rowPx - this.#viewPx);
    }
  }

  /** The rows in sight, and how far the first is pushed out above. */
  get inSight() {
    const first = Math.floor(this.topPx / this.#rowPx);
    const after = Math.ceil((this.topPx + this.#viewPx) / this.#rowPx);
    return {
      first,
      after: Math.min(after, this.#count),
      shiftPx: first * this.#rowPx - this.topPx,
    };
  }

  /** How many rows one page of keys goes. */
  get pageRows() {
    return Math.max(1, Math.floor(this.#viewPx / this.#rowPx) - 1);
  }
}

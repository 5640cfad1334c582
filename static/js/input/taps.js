/**
 * Taps: what one finger did lately — whether this tap is the second of a double tap, and how fast
 * the finger was when it was lifted. Browsers tell of double clicks with a mouse; of a finger's
 * they differ, so it is seen here.
 *
 * @typedef {{x: number, y: number}} Point
 */

const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_PX = 30;
/** The speed is that of the last moments: a finger that rests before it is lifted flings nothing. */
const RECENT_MS = 80;

export class Taps {
  /** The last press was a finger's. */
  touched = false;
  /** @type {{point: Point, atMs: number} | null} */
  #before = null;
  /** @type {{x: number, atMs: number}[]} */
  #recent = [];

  /** @param {Point} point @param {number} atMs */
  begin(point, atMs) {
    this.#recent = [{ x: point.x, atMs }];
  }

  /** @param {Point} point @param {number} atMs */
  move(point, atMs) {
    this.#recent.push({ x: point.x, atMs });
    this.#recent = this.#recent.filter((each) => atMs - each.atMs <= RECENT_MS);
  }

  /** @param {Point} point @param {number} atMs @param {boolean} touch
   *  @returns {boolean} whether it is the second tap of two */
  end(point, atMs, touch) {
    const before = this.#before;
    this.touched = touch;
    const second =
      touch &&
      before !== null &&
      atMs - before.atMs <= DOUBLE_TAP_MS &&
      Math.hypot(point.x - before.point.x, point.y - before.point.y) <= DOUBLE_TAP_PX;
    this.#before = touch && !second ? { point, atMs } : null;
    return second;
  }

  /** How fast the finger goes to the right. @param {number} atMs */
  pxPerMs(atMs) {
    const recent = this.#recent.filter((each) => atMs - each.atMs <= RECENT_MS);
    const [first] = recent;
    const last = recent.at(-1);
    if (!last || last.atMs <= first.atMs) return 0;
    return (last.x - first.x) / (last.atMs - first.atMs);
  }
}

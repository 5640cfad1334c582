/**
 * A glide: a window of time on its way to another, 120 ms long unless it is told otherwise, ready
 * to be interrupted.
 *
 * It knows no clock and no screen: whoever draws asks where it is. A new target in
 * mid-flight starts from where the window is then, so nothing ever jumps.
 */

/** @typedef {{fromNs: number, toNs: number}} Window */

export const GLIDE_MS = 120;

/** Fast at first, so that a key press is answered within a frame. @param {number} way 0 to 1 */
function ease(way) {
  return 1 - (1 - way) ** 3;
}

export class Glide {
  /** @type {{start: Window, target: Window, startMs: number, lengthMs: number} | null} */
  #flight = null;

  get moving() {
    return this.#flight !== null;
  }

  /** Where it will be in the end; null when it stands. */
  get target() {
    return this.#flight?.target ?? null;
  }

  /** @param {Window} start @param {Window} target @param {number} atMs
   *  @param {number} [lengthMs] */
  go(start, target, atMs, lengthMs = GLIDE_MS) {
    this.#flight = { start, target, startMs: atMs, lengthMs };
  }

  stop() {
    this.#flight = null;
  }

  /**
   * Where it is; null when there is none.
   *
   * @param {number} atMs
   * @returns {Window | null}
   */
  at(atMs) {
    if (!this.#flight) return null;
    const { start, target, startMs, lengthMs } = this.#flight;
    const way = Math.min(1, Math.max(0, (atMs - startMs) / lengthMs));
    if (way === 1) {
      this.#flight = null;
      return target;
    }
    // Widths are mixed as ratios: a zoom of ten looks as fast at its end as at its start.
    const startWidth = start.toNs - start.fromNs;
    const targetWidth = target.toNs - target.fromNs;
    const width = startWidth * (targetWidth / startWidth) ** ease(way);
    const share =
      startWidth === targetWidth ? ease(way) : (width - startWidth) / (targetWidth - startWidth);
    const from = start.fromNs + (target.fromNs - start.fromNs) * share;
    return { fromNs: from, toNs: from + width };
  }
}

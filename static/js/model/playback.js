/**
 * Playback: the playhead moving by itself through a run, by a clock that is handed in.
 *
 * It knows no screen and no timer: whoever draws asks where the playhead is now.
 */

import { groupDigits } from "../base/format.js";

/** Of real time; the slowest makes a microsecond a hundredth of a second. */
export const SPEEDS = Object.freeze([1, 0.1, 0.01, 0.001, 0.0001]);

const NS_PER_MS = 1e6;
/** A page in the background draws nothing: what nobody could see is not skipped. */
const LONGEST_STEP_MS = 250;
/** Unless a speed was chosen by hand, the window takes at least this long to be played. */
const WATCHABLE_MS = 2000;
/** What changes more than three times a second may harm: windows change less often. */
const PAGE_MS = 500;
/** Where in a new window the playhead stands: so far in that one sees where it came from. */
const PAGE_LEAD = 0.1;
/** Windows whose widths differ by less than rounding does are of one width. */
const SAME_WIDTH = 1e-6;

/** @typedef {{fromNs: number, toNs: number}} Window */

/** "1×", "1/10 000". @param {number} speed */
export const speedText = (speed) =>
  speed === 1 ? "1×" : `1/${groupDigits(String(Math.round(1 / speed)))}`;

/** The fastest speed at which a window can be watched. @param {number} widthNs */
export function watchableSpeed(widthNs) {
  const slowEnough = SPEEDS.find((speed) => widthNs / NS_PER_MS / speed >= WATCHABLE_MS);
  return slowEnough ?? SPEEDS[SPEEDS.length - 1];
}

export class Playback {
  playing = false;
  speed = 1;
  #chosen = false;
  #ns = 0;
  #atMs = 0;

  /** @param {number} fromNs @param {number} widthNs of the window @param {number} atMs */
  start(fromNs, widthNs, atMs) {
    if (!this.#chosen) this.speed = watchableSpeed(widthNs);
    this.playing = true;
    this.#ns = fromNs;
    this.#atMs = atMs;
  }

  stop() {
    this.playing = false;
  }

  /** Somebody moved the playhead: it goes on from there. What it moved itself, rounded to whole
   *  nanoseconds, is not elsewhere. @param {number} ns */
  seek(ns) {
    if (Math.abs(ns - this.#ns) > 1) this.#ns = ns;
  }

  /** @param {number} speed one of SPEEDS */
  choose(speed) {
    this.speed = speed;
    this.#chosen = true;
  }

  /** The next slower or faster speed; the last one stays. @param {1 | -1} step 1: faster */
  chooseNext(step) {
    const at = SPEEDS.indexOf(this.speed) - step;
    this.choose(SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)]);
  }

  /** Where the playhead is now. @param {number} atMs @param {number} endNs it cannot pass */
  advance(atMs, endNs) {
    const elapsedMs = Math.min(Math.max(0, atMs - this.#atMs), LONGEST_STEP_MS);
    this.#atMs = Math.max(this.#atMs, atMs);
    this.#ns = Math.min(endNs, this.#ns + elapsedMs * NS_PER_MS * this.speed);
    return this.#ns;
  }
}

/**
 * Pages: the windows that a moving playhead goes through, one after the other.
 *
 * The lanes stand still while the playhead crosses them, then the next window comes: what
 * did not change does not move. A hand that pans wants to look elsewhere: that ends playing.
 */
export class Pages {
  /** The window that the playhead was last known to be in. @type {Window | null} */
  #known = null;
  #turnedMs = -Infinity;

  /** From here on a different window is somebody's hand. @param {Window} window */
  settle(window) {
    this.#known = { ...window };
  }

  /**
   * What to do about the window.
   *
   * @param {number} ns the playhead @param {Window} window where it is, or will come to rest
   * @param {number} atMs
   * @returns {"stay" | "stop" | Window} a window: turn to that
   */
  next(ns, window, atMs) {
    const moved = this.#known && !same(this.#known, window);
    const inside = ns >= window.fromNs && ns <= window.toNs;
    if (moved && (!inside || sameWidth(this.#known ?? window, window))) return "stop";
    this.settle(window);
    if (inside || atMs - this.#turnedMs < PAGE_MS) return "stay";
    this.#turnedMs = atMs;
    return pageWith(ns, window);
  }
}

/** A window as wide as this one, with the moment near its left edge. @param {number} ns
 *  @param {Window} window */
export function pageWith(ns, { fromNs, toNs }) {
  const width = toNs - fromNs;
  return { fromNs: ns - width * PAGE_LEAD, toNs: ns + width * (1 - PAGE_LEAD) };
}

/** @param {Window} a @param {Window} b */
const same = (a, b) => a.fromNs === b.fromNs && a.toNs === b.toNs;

/** @param {Window} a @param {Window} b */
const sameWidth = (a, b) => Math.abs((a.toNs - a.fromNs) / (b.toNs - b.fromNs) - 1) < SAME_WIDTH;

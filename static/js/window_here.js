/**
 * The window of single spans that is here: the stretch of a long run around where one looks.
 *
 * One at a time, with a margin to both sides, so that the page holds a bounded number of
 * spans wherever one goes. A server sends whole chunks, so what comes reaches a little further
 * than what was asked for.
 */

import { inSlices } from "./base/slices.js";
import { rowsOfWindow } from "./model/window_rows.js";

/** @import {Tiles} from "./model/tiles.js" */
/** @import {Rows} from "./model/columns.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {Parts} from "./net/tiles.js" */

/** Of the spans that may be here at a time so many are with a margin, if the view alone has fewer: a
 *  margin must not be waited for. */
const COMFORTABLE = 0.3;
/** Of the width of the view, to each side; less where spans are many. */
const MARGINS = [1, 0.5, 0.25, 0];
/** While one still moves nothing is asked for. */
const REST_MS = 120;

/** @typedef {{fromNs: number, toNs: number, spans: number}} Stretch */

export class WindowHere {
  /** @type {Rows | null} */
  rows = null;
  /** What `rows` hold. @type {Stretch | null} */
  stretch = null;
  /** @type {{stretch: Stretch, stop: AbortController} | null} */
  #coming = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /**
   * @param {Tiles} tiles @param {Timeline} timeline @param {Parts} parts
   * @param {number} mostSpans at a time
   * @param {{onCame: () => void, onProblem: (error: any) => void}} listeners
   */
  constructor(tiles, timeline, parts, mostSpans, { onCame, onProblem }) {
    this.tiles = tiles;
    this.timeline = timeline;
    this.parts = parts;
    this.mostSpans = mostSpans;
    this.onCame = onCame;
    this.onProblem = onProblem;
  }

  /** How many single spans one need not wait for. */
  get comfortableSpans() {
    return this.mostSpans * COMFORTABLE;
  }

  get waiting() {
    return this.#coming !== null || this.#resting !== undefined;
  }

  /** Whether all of a range is here. @param {number} fromNs @param {number} toNs */
  holds(fromNs, toNs) {
    return this.stretch !== null && within(this.stretch, fromNs, toNs);
  }

  /** One looks at a range. @param {number} fromNs @param {number} toNs */
  look(fromNs, toNs) {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    const stretch = this.#stretchFor(fromNs, toNs);
    if (this.#coming && !within(this.#coming.stretch, fromNs, toNs)) this.#stop();
    if (!stretch || this.holds(fromNs, toNs) || this.#coming) return;
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#fetch(stretch);
    }, REST_MS);
  }

  /** The range with a margin, as long as that is not too much; null when the range alone is.
   *  @param {number} fromNs @param {number} toNs */
  #stretchFor(fromNs, toNs) {
    const alone = this.tiles.stretchOf(fromNs, toNs);
    if (alone.spans > this.mostSpans && alone.chunks > 1) return null;
    const width = toNs - fromNs;
    for (const margin of MARGINS) {
      const wider = this.tiles.stretchOf(fromNs - width * margin, toNs + width * margin);
      if (wider.spans <= this.comfortableSpans) return wider;
    }
    return alone;
  }

  /** Nothing more is wanted. */
  close() {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    this.#stop();
  }

  #stop() {
    this.#coming?.stop.abort();
    this.#coming = null;
  }

  /** @param {Stretch} stretch */
  async #fetch(stretch) {
    const coming = { stretch, stop: new AbortController() };
    this.#coming = coming;
    try {
      const { fromNs, toNs } = stretch;
      const lines = await this.parts.window(fromNs, toNs, coming.stop.signal);
      if (this.#coming !== coming) return;
      const rows = await inSlices(rowsOfWindow(lines, this.timeline), {
        signal: coming.stop.signal,
      });
      if (this.#coming !== coming) return;
      this.rows = rows;
      this.stretch = stretch;
    } catch (error) {
      if (!coming.stop.signal.aborted) this.onProblem(error);
      return;
    } finally {
      if (this.#coming === coming) this.#coming = null;
    }
    this.onCame();
  }
}

/** @param {Stretch} stretch @param {number} fromNs @param {number} toNs */
const within = (stretch, fromNs, toNs) => stretch.fromNs <= fromNs && toNs <= stretch.toNs;

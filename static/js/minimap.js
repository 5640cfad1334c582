/**
 * The minimap over the lanes: all of the run in one strip, drawn so seldom that it costs a
 * growing run little, and some lanes a frame where there are many; and the frame on it that shows
 * where the window is.
 */

import { formatDuration } from "./base/format.js";
import { createScale } from "./base/scale.js";
import { Overview } from "./layout/overview.js";
import { write } from "./render/element.js";
import { drawFindings, drawOverview } from "./render/minimap.js";
import { Surface } from "./render/surface.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {buildElements} from "./render/elements.js" */
/** @import {Palette} from "./render/palette.js" */

/** A growing run's overview is drawn anew so rarely that it costs a tenth of the time. */
const COST_FACTOR = 10;
const EVERY_MS = 250;
/** So much of a screen frame goes into lanes of the overview. */
const SLICE_MS = 5;
/** The window's frame stays wide enough to be seen and taken hold of. */
const NARROWEST_PX = 4;

/** @typedef {{fromNs: number, toNs: number}} Extent of time */

export class Minimap {
  #dueMs = 0;
  /** Under way, and what it has cost. @type {Overview | null} */
  #overview = null;
  #costMs = 0;
  /** @type {Extent} */
  #shown = { fromNs: 0, toNs: 1 };

  /** @param {ReturnType<typeof buildElements>} elements of the stage */
  constructor(elements) {
    this.elements = elements;
    this.surface = new Surface(elements.overviewCanvas, { alpha: false });
  }

  /** What was drawn, or is under way, is no longer as it should look. */
  spoil() {
    this.#dueMs = 0;
    this.#overview = null;
  }

  /** @param {number} atMs */
  isDue(atMs) {
    return this.#overview !== null || atMs >= this.#dueMs;
  }

  /**
   * Draw it, or go on with it.
   *
   * @param {Timeline} timeline @param {{extent: Extent, headNs: number, atMs: number, dpr: number,
   *   palette: Palette}} how `extent`: what it shows
   * @returns {boolean} whether it is drawn; else more lanes are to be laid out
   */
  draw(timeline, { extent, headNs, atMs, dpr, palette }) {
    const start = performance.now();
    const { minimap, duration } = this.elements;
    const width = Math.max(1, Math.round(minimap.clientWidth * dpr));
    if (!this.#overview || !fits(this.#overview, width, extent, timeline.live)) {
      const endNs = Math.max(1, timeline.live ? headNs : timeline.durationNs);
      this.#overview = new Overview(timeline, extent, endNs, width);
      this.#costMs = 0;
    }
    const overview = this.#overview;
    const isDrawn = overview.advance(() => performance.now() - start < SLICE_MS);
    minimap.toggleAttribute("data-behind", !isDrawn);
    if (isDrawn) {
      this.#overview = null;
      this.surface.resize(minimap.clientWidth, minimap.clientHeight, dpr);
      const { ctx, canvas } = this.surface;
      this.#shown = overview.extent;
      drawOverview(ctx, palette, overview.shares, canvas.width, canvas.height);
      drawFindings(ctx, palette, timeline, overview.extent, canvas.width, dpr);
      write(duration, formatDuration(overview.endNs));
    }
    this.#costMs += performance.now() - start;
    this.#dueMs = atMs + Math.max(EVERY_MS, this.#costMs * COST_FACTOR);
    return isDrawn;
  }

  /** In CSS pixels. To ask for it after something was written has the page laid out at once. */
  get widthPx() {
    return this.elements.minimap.clientWidth;
  }

  /** The frame where the window is. @param {View} view @param {boolean} live
   *  @param {number} width of the minimap in CSS pixels */
  placeWindow(view, live, width) {
    const { window, backToLive } = this.elements;
    const { timeToPx } = createScale(this.#shown.fromNs, this.#shown.toNs, width);
    const left = Math.max(0, timeToPx(view.fromNs));
    const right = Math.min(width, timeToPx(view.toNs));
    window.style.transform = `translateX(${Math.min(left, width - NARROWEST_PX)}px)`;
    window.style.width = `${Math.max(NARROWEST_PX, right - left)}px`;
    backToLive.hidden = !live || view.follow || view.whole;
  }
}

/** Whether to go on with an overview. While a run grows so does what it is to show, and the next one
 *  shows that. @param {Overview} overview @param {number} width @param {Extent} extent
 *  @param {boolean} live */
function fits({ columns, extent: shown }, width, { fromNs, toNs }, live) {
  return columns === width && (live || (shown.fromNs === fromNs && shown.toNs === toNs));
}

/**
 * The stage: the timeline as one sees and handles it, wired together in an element.
 */

import { listen } from "./base/listen.js";
import { Board } from "./board.js";
import { COMMANDS } from "./input/commands.js";
import { listenForPointers } from "./input/pointer.js";
import { listenOnAxis, listenOnMinimap } from "./input/strip.js";
import { listenForWheel } from "./input/wheel.js";
import { hitSpan } from "./layout/hit.js";
import { rowAt } from "./layout/rows.js";
import { INSTANT_KINDS } from "./model/vocabulary.js";
import { Navigation } from "./navigation.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {Change, View} from "./model/view.js" */

/** @typedef {{announce?: (sentence: string) => void}} StageOptions announce: to a polite live
 *  region */

/** How near to an instant the pointer must be to mean it. */
const INSTANT_REACH_PX = 4;
const MOST_INSTANTS = 4;

export class Stage {
  commands = COMMANDS;
  /** @type {(() => void)[]} */
  #stops = [];
  /** Where the pointer rests on the lanes. @type {{x: number, y: number} | null} */
  #pointer = null;

  /**
   * @param {HTMLElement} host @param {Timeline} timeline @param {View} view
   * @param {StageOptions} options
   */
  constructor(host, timeline, view, { announce = () => {} }) {
    this.host = host;
    this.timeline = timeline;
    this.view = view;
    this.board = new Board(host, timeline, view);
    this.navigation = new Navigation(timeline, view, this.board, announce);
    this.board.beforeDraw = (atMs) => this.navigation.advance(atMs);
    this.#stops.push(
      timeline.subscribe(() => this.#dataCame()),
      view.subscribe((_, change) => this.#viewChanged(change)),
      ...this.#listenForInput(),
      ...this.#listenForSurroundings(),
    );
    this.board.dataCame(performance.now());
  }

  /** Up to where the run is drawn. */
  get headNs() {
    return this.board.headNs;
  }

  get lastDrawMs() {
    return this.board.lastDrawMs;
  }

  lanesInView() {
    return this.board.lanesInView();
  }

  /** @param {number} id */
  revealLane(id) {
    this.board.revealLane(id);
  }

  /** @param {number} fromNs @param {number} toNs */
  zoomTo(fromNs, toNs) {
    this.navigation.zoomTo(fromNs, toNs);
  }

  /** @param {number} lane @param {number} index */
  zoomToSpan(lane, index) {
    this.navigation.zoomToSpan(lane, index);
  }

  /** @param {number} lane @param {number} index */
  selectSpan(lane, index) {
    this.navigation.selection.select(lane, index);
  }

  refreshColours() {
    this.board.refreshColours();
  }

  redraw() {
    this.board.invalidate("rows", "lanes", "minimap");
  }

  destroy() {
    for (const stop of this.#stops) stop();
    this.board.destroy();
  }

  #dataCame() {
    const begun = this.board.rows.laneCount > 0;
    this.board.dataCame(performance.now());
    // A link may have named a span before there was any.
    const { selection } = this.view;
    if (begun || !selection || !this.timeline.lane(selection.lane)) return;
    requestAnimationFrame(() => this.board.revealLane(selection.lane));
  }

  /** @param {Change} change */
  #viewChanged(change) {
    if (change === "lanes") this.board.invalidate("rows", "lanes");
    else if (change === "window") this.#windowMoved();
    else if (change !== "commit") this.board.invalidate("overlay");
    // Heads show which lane is selected.
    if (change === "selection") this.board.invalidate("lanes");
  }

  /** Another span may lie under a pointer that did not move. */
  #windowMoved() {
    this.board.invalidate("lanes");
    if (this.#pointer) this.#hoverAt(this.#pointer.x, this.#pointer.y);
  }

  #listenForInput() {
    const { board, navigation, view } = this;
    const target = {
      window: () => ({ fromNs: view.fromNs, toNs: view.toNs }),
      endNs: () => navigation.endNs,
      pxToTime: (/** @type {number} */ px) => board.scale.pxToTime(px),
      hoverAt: (/** @type {number} */ x, /** @type {number} */ y) => this.#hoverAt(x, y),
      leave: () => this.#leave(),
      selectAt: (/** @type {number} */ x, /** @type {number} */ y) => this.#selectAt(x, y),
      zoomToAt: (/** @type {number} */ x, /** @type {number} */ y) => this.#zoomToAt(x, y),
      panTo: (/** @type {{fromNs: number, toNs: number}} */ window) =>
        navigation.moveTo(window, { animate: false }),
      panBy: (/** @type {number} */ px) => navigation.panBy(px),
      zoomAt: (/** @type {number} */ px, /** @type {number} */ factor) =>
        navigation.zoomAt(px, factor),
      zoomTo: (/** @type {{fromNs: number, toNs: number}} */ { fromNs, toNs }) =>
        navigation.zoomTo(fromNs, toNs),
      scrollBy: (/** @type {number} */ px) => {
        board.elements.body.scrollTop += px;
      },
      markRange: (/** @type {{fromNs: number, toNs: number} | null} */ range) =>
        view.setRange(range),
      markZoom: (/** @type {{fromNs: number, toNs: number} | null} */ range) => {
        board.axisMark = range;
        board.invalidate("lanes");
      },
      settle: () => view.commit(),
      settleSoon: () => navigation.settleSoon(),
    };
    return [
      listenForPointers(board.elements.lanes, target),
      listenForWheel(board.elements.lanes, target),
      listenForWheel(board.elements.axis, target, { alwaysZoom: true }),
      listenOnAxis(board.elements.axis, target),
      listenOnMinimap(board.elements.minimap, target),
      listen(board.elements.backToLive, "click", () => navigation.followLive()),
      listen(board.heads.element, "click", (/** @type {Event} */ event) =>
        this.#headClicked(event),
      ),
      listen(board.elements.body, "scroll", () => {
        // What lay under the pointer has moved away.
        this.#leave();
        board.invalidate("lanes");
      }),
    ];
  }

  #listenForSurroundings() {
    const { board, host } = this;
    const sizes = new ResizeObserver(() => this.board.invalidate("rows", "lanes", "minimap"));
    for (const element of [board.elements.lanes, board.elements.body, board.elements.minimap])
      sizes.observe(element);
    const theme = new MutationObserver(() => board.refreshColours());
    theme.observe(host.ownerDocument.documentElement, {
      attributeFilter: ["data-theme", "class", "style"],
    });
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    const contrast = window.matchMedia("(forced-colors: active)");
    return [
      () => sizes.disconnect(),
      () => theme.disconnect(),
      listen(scheme, "change", () => board.refreshColours()),
      listen(contrast, "change", () => board.refreshColours()),
      listen(window, "resize", () => board.refreshColours()),
    ];
  }

  /** @param {number} x @param {number} y */
  #hit(x, y) {
    const row = rowAt(this.board.rows, y + this.board.elements.body.scrollTop);
    if (row?.kind !== "lane") return null;
    const spans = this.timeline.spans(row.id);
    const hit = hitSpan(spans, this.board.scale, x, this.board.headNs);
    return hit && { lane: row.id, hit, place: { lane: row.id, start: spans.start(hit.index) } };
  }

  /** @param {number} x @param {number} y in CSS pixels of the lanes */
  #hoverAt(x, y) {
    const { board, timeline, view } = this;
    const found = this.#hit(x, y);
    if (!found) this.#leave();
    this.#pointer = { x, y };
    board.pointerNs = board.scale.pxToTime(x);
    board.invalidate("overlay");
    if (!found) return;
    const instants = this.#instantsAt(found.lane, x);
    if (found.hit.kind === "merged") {
      view.setHover(null);
      board.tooltip.showMerged(found.hit, timeline.laneName(found.lane), instants);
    } else {
      view.setHover(found.place);
      const description = timeline.describe(found.lane, found.hit.index);
      if (description) board.tooltip.showSpan(description, instants);
    }
    const left =
      board.elements.lanes.getBoundingClientRect().left - this.host.getBoundingClientRect().left;
    const top =
      board.elements.lanes.getBoundingClientRect().top - this.host.getBoundingClientRect().top;
    board.tooltip.moveTo(x + left, y + top, this.host.clientWidth, this.host.clientHeight);
  }

  /** @param {number} lane @param {number} x */
  #instantsAt(lane, x) {
    const scale = this.board.scale;
    const from = scale.pxToTime(x - INSTANT_REACH_PX);
    const found = this.timeline.instants(from, scale.pxToTime(x + INSTANT_REACH_PX), lane);
    const texts = found
      .slice(0, MOST_INSTANTS)
      .map(
        (instant) => `${INSTANT_KINDS[instant.kind]}: ${instant.text.split("\n")[0].slice(0, 120)}`,
      );
    if (found.length > MOST_INSTANTS) texts.push(`and ${found.length - MOST_INSTANTS} more`);
    return texts;
  }

  #leave() {
    this.view.setHover(null);
    this.board.tooltip.hide();
    this.#pointer = null;
    this.board.pointerNs = null;
    this.board.invalidate("overlay");
  }

  /** @param {number} x @param {number} y */
  #selectAt(x, y) {
    const found = this.#hit(x, y);
    this.view.setRange(null);
    this.view.select(found ? found.place : null);
    this.board.elements.body.focus({ preventScroll: true });
  }

  /** @param {number} x @param {number} y */
  #zoomToAt(x, y) {
    const found = this.#hit(x, y);
    if (!found) return;
    const { hit, lane } = found;
    if (hit.kind === "span") this.navigation.zoomToSpan(lane, hit.index);
    else this.navigation.zoomTo(hit.fromNs, hit.toNs);
  }

  /** @param {Event} event */
  #headClicked(event) {
    const lane = event.target instanceof Element ? this.board.heads.laneOf(event.target) : 0;
    if (!lane) return;
    const middle = (this.view.fromNs + this.view.toNs) / 2;
    const index = this.timeline.spans(lane).lastStarted(middle);
    this.selectSpan(lane, Math.max(0, index));
  }
}

/**
 * @param {HTMLElement} host to be filled; it needs a height of its own
 * @param {Timeline} timeline @param {View} view
 * @param {StageOptions} [options]
 */
export function createStage(host, timeline, view, options = {}) {
  return new Stage(host, timeline, view, options);
}

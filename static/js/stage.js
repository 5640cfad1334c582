/**
 * The stage: the timeline as one sees and handles it, wired together in an element.
 */

import { Arranging } from "./arranging.js";
import { listen } from "./base/listen.js";
import { Board } from "./board.js";
import { handleHeads } from "./handling.js";
import { COMMANDS } from "./input/commands.js";
import { listenForPointers } from "./input/pointer.js";
import { listenOnAxis, listenOnMinimap } from "./input/strip.js";
import { listenForWheel } from "./input/wheel.js";
import { rowOfHold, rowOfSpan } from "./layout/standing.js";
import { litSteps } from "./lit_steps.js";
import { OBJECT_ORDERS, ORDER_NAMES } from "./model/object_order.js";
import { Navigation } from "./navigation.js";
import { Pointing } from "./pointing.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {Change, View} from "./model/view.js" */

/** @typedef {{announce?: (sentence: string) => void}} StageOptions announce: to a polite live
 *  region */

export class Stage {
  commands = COMMANDS;
  /** @type {(() => void)[]} */
  #stops = [];

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
    const lit = () => this.board.light.object;
    this.lit = litSteps(timeline, view, this.navigation.selection, lit, announce);
    this.arranging = new Arranging(timeline, view, this.board, announce);
    this.pointing = new Pointing(host, timeline, view, this.board, this.navigation);
    this.board.beforeDraw = (atMs) => this.navigation.advance(atMs);
    this.#stops.push(
      timeline.subscribe(() => this.#dataCame()),
      view.subscribe((_, change) => this.#viewChanged(change)),
      ...this.#listenForInput(),
      ...handleHeads(this.board, this.arranging),
      ...this.#listenForLight(),
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

  /** @param {import("./layout/standing.js").Standing} row */
  revealRow(row) {
    this.board.revealRow(row);
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

  /** @param {number} gil @param {number} index */
  selectHold(gil, index) {
    this.navigation.selection.selectHold(gil, index);
  }

  /** The next order of whatever lanes are shown. */
  nextSort() {
    if (this.view.mode !== "objects") {
      this.arranging.nextSort();
      return;
    }
    const at = OBJECT_ORDERS.indexOf(this.view.objectOrder);
    const order = OBJECT_ORDERS[(at + 1) % OBJECT_ORDERS.length];
    this.view.setObjectOrder(order);
    this.navigation.announce(`Objects are sorted ${ORDER_NAMES[order]}.`);
  }

  refreshColours() {
    this.board.refreshColours();
  }

  redraw() {
    this.board.invalidate("rows", "lanes", "minimap");
  }

  destroy() {
    for (const stop of this.#stops) stop();
    this.pointing.leave();
    this.board.destroy();
  }

  #dataCame() {
    const begun = this.board.rows.rows.length > 0;
    this.board.dataCame(performance.now());
    // A link may have named a span before there was any.
    const { selection, hold, mode } = this.view;
    if (begun || !this.timeline.lanes.length) return;
    requestAnimationFrame(() => {
      if (selection) this.board.revealRow(rowOfSpan(this.timeline, mode, selection));
      if (hold) this.board.revealRow(rowOfHold(this.timeline, mode, hold));
    });
  }

  /** @param {Change} change */
  #viewChanged(change) {
    if (change === "lanes" || change === "mode") {
      this.board.invalidate("rows", "lanes");
      this.pointing.moved();
    } else if (change === "window") {
      this.board.invalidate("window");
      this.pointing.moved();
    } else if (change !== "commit") this.board.invalidate("overlay");
    // Heads show which lane is selected.
    if (change === "selection") {
      this.board.invalidate("heads");
      this.arranging.selectionMoved();
    }
  }

  #listenForInput() {
    const { board, navigation, pointing, view } = this;
    const target = {
      window: () => ({ fromNs: view.fromNs, toNs: view.toNs }),
      grab: () => navigation.interrupt(),
      fling: (/** @type {number} */ pxPerMs) => navigation.fling(pxPerMs),
      extent: () => board.extent,
      pxToTime: (/** @type {number} */ px) => board.scale.pxToTime(px),
      hoverAt: (/** @type {number} */ x, /** @type {number} */ y) => pointing.hoverAt(x, y),
      leave: () => pointing.leave(),
      selectAt: (/** @type {number} */ x, /** @type {number} */ y) => pointing.selectAt(x, y),
      zoomToAt: (/** @type {number} */ x, /** @type {number} */ y) => pointing.zoomToAt(x, y),
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
        pointing.leave();
        board.invalidate("lanes");
      }),
    ];
  }

  #listenForLight() {
    const { board, view } = this;
    const { element } = board.heads;
    const point = (/** @type {Event} */ { target }) => {
      const row = target instanceof Element ? board.heads.rowAt(target) : null;
      view.setHoverObject(row?.kind === "object" ? row.id : 0);
    };
    return [
      listen(element, "pointerover", point),
      listen(element, "pointerleave", () => view.setHoverObject(0)),
      listen(board.light.hints.element, "click", (/** @type {Event} */ { target }) => {
        const { hints, beyond } = board.light;
        const edge = hints.edgeOf(target);
        if (edge && beyond) this.lit.over(edge, beyond);
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

  /** @param {Event} event */
  #headClicked(event) {
    const target = event.target instanceof Element ? event.target : null;
    const row = target && this.board.heads.rowAt(target);
    if (!row || target.closest("button")) return;
    const middle = (this.view.fromNs + this.view.toNs) / 2;
    const { selection } = this.navigation;
    if (row.kind === "lane") {
      selection.select(row.id, Math.max(0, this.timeline.spans(row.id).lastStarted(middle)));
    } else if (row.kind === "gil") {
      const index = this.timeline.gils.of(row.id)?.lastStarted(middle) ?? 0;
      selection.selectHold(row.id, Math.max(0, index));
    } else if (row.kind === "object") {
      this.view.setHighlight(this.view.highlight === row.id ? 0 : row.id);
    }
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

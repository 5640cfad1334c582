/**
 * Navigation: what commands and gestures do to the view — where the window goes, which
 * span is current — with zooms that glide and can be interrupted at any time.
 */

import { Glide } from "./base/glide.js";
import { clampWindow, zoomWindow } from "./base/scale.js";
import { NARROWEST_NS } from "./model/view.js";

/** @import {Board} from "./board.js" */
/** @import {SpanPlace} from "./model/fragment.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** @typedef {{fromNs: number, toNs: number}} Window */

/** While following, no more than this is shown of a long run. */
const FOLLOWED_NS = 10e9;
/** Air to the right of the live head, as a share of the window. */
const HEAD_AIR = 0.02;
/** A zoom by wheel is over when the wheel has rested this long. */
const SETTLE_MS = 250;

export class Navigation {
  #glide = new Glide();
  #commitAfter = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /**
   * @param {Timeline} timeline @param {View} view @param {Board} board
   * @param {(sentence: string) => void} announce
   */
  constructor(timeline, view, board, announce) {
    this.announce = announce;
    this.timeline = timeline;
    this.view = view;
    this.board = board;
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.reducesMotion = () => motion.matches;
  }

  get live() {
    return this.timeline.live;
  }

  get endNs() {
    return Math.max(1, this.timeline.live ? this.board.headNs : this.timeline.durationNs);
  }

  get hasSelection() {
    const { selection, range, highlight } = this.view;
    return selection !== null || range !== null || highlight !== 0;
  }

  /** Bring the window to where it should be at this screen frame.
   *  @param {number} atMs @returns {boolean} whether it is still on its way */
  advance(atMs) {
    const way = this.#glide.at(atMs);
    if (way) {
      this.view.show(way.fromNs, way.toNs);
      if (!this.#glide.moving && this.#commitAfter) this.view.commit();
      return this.#glide.moving;
    }
    this.#keepUp();
    return false;
  }

  /**
   * @param {Window} window @param {{animate?: boolean, commit?: boolean}} [how]
   */
  moveTo(window, { animate = true, commit = false } = {}) {
    const target = clampWindow(window.fromNs, window.toNs, this.endNs, NARROWEST_NS);
    if (!animate || this.reducesMotion()) {
      this.#glide.stop();
      this.view.show(target.fromNs, target.toNs, { commit });
      return;
    }
    const start = { fromNs: this.view.fromNs, toNs: this.view.toNs };
    this.#glide.go(start, target, performance.now());
    this.#commitAfter = commit;
    this.board.invalidate("lanes");
  }

  /** Where the window will be when it has come to rest. */
  get target() {
    return this.#glide.target ?? { fromNs: this.view.fromNs, toNs: this.view.toNs };
  }

  /** @param {number} factor below 1 to see less, more closely */
  zoomBy(factor) {
    const { fromNs, toNs } = this.target;
    const span = this.#selectedSpan();
    const within = span && span.startNs < toNs && span.endNs > fromNs;
    const around = within
      ? (Math.max(span.startNs, fromNs) + Math.min(span.endNs, toNs)) / 2
      : (fromNs + toNs) / 2;
    this.moveTo(zoomWindow(fromNs, toNs, around, factor), { commit: true });
  }

  /** @param {number} px of the lanes @param {number} factor */
  zoomAt(px, factor) {
    this.#glide.stop();
    const { fromNs, toNs } = this.view;
    const around = this.board.scale.pxToTime(px);
    this.moveTo(zoomWindow(fromNs, toNs, around, factor), { animate: false });
  }

  /** @param {number} share of the window */
  panByShare(share) {
    const { fromNs, toNs } = this.target;
    const shift = (toNs - fromNs) * share;
    this.moveTo({ fromNs: fromNs + shift, toNs: toNs + shift });
  }

  /** @param {number} px */
  panBy(px) {
    const shift = px * this.board.scale.nsPerPx;
    const { fromNs, toNs } = this.view;
    this.moveTo({ fromNs: fromNs + shift, toNs: toNs + shift }, { animate: false });
  }

  /** A gesture that zooms is over when nothing follows it. */
  settleSoon() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.view.commit(), SETTLE_MS);
  }

  /** @param {number} fromNs @param {number} toNs */
  zoomTo(fromNs, toNs) {
    this.moveTo({ fromNs, toNs }, { commit: true });
  }

  /** @param {number} lane @param {number} index */
  zoomToSpan(lane, index) {
    const span = this.timeline.describe(lane, index);
    if (!span) return;
    this.board.revealLane(lane);
    const air = Math.max(span.durationNs * 0.25, NARROWEST_NS / 2);
    this.zoomTo(span.startNs - air, span.endNs + air);
  }

  goToStart() {
    this.moveTo({ fromNs: 0, toNs: this.target.toNs - this.target.fromNs });
  }

  goToEnd() {
    const width = this.target.toNs - this.target.fromNs;
    this.moveTo({
      fromNs: this.endNs - width * (1 - HEAD_AIR),
      toNs: this.endNs + width * HEAD_AIR,
    });
  }

  showWhole() {
    if (this.live || this.reducesMotion()) {
      this.#glide.stop();
      this.view.showWhole();
    } else {
      this.moveTo({ fromNs: 0, toNs: this.endNs }, { commit: true });
    }
  }

  fitSelection() {
    const { range } = this.view;
    const span = this.#selectedSpan();
    if (range) this.zoomTo(range.fromNs, range.toNs);
    else if (span) this.zoomToSpan(span.lane, span.index);
  }

  followLive() {
    this.#glide.stop();
    this.view.followLive();
    this.announce("Following the live head.");
  }

  togglePause() {
    if (!this.view.follow) {
      this.followLive();
      return;
    }
    this.view.pause();
    this.announce("Paused. The run goes on.");
  }

  toggleArrows() {
    const all = this.view.arrows !== "all";
    this.view.setArrows(all ? "all" : "one");
    this.announce(all ? "All arrows in view are shown." : "Only arrows of one span are shown.");
  }

  clear() {
    this.view.select(null);
    this.view.setRange(null);
    this.view.setHighlight(0);
  }

  /** @param {number} lane @param {number} index */
  selectSpan(lane, index) {
    const spans = this.timeline.spans(lane);
    if (index < 0 || index >= spans.length) return;
    this.view.select({ lane, start: spans.start(index) });
    this.board.revealLane(lane);
    this.#revealTime(spans.start(index), spans.end(index));
  }

  /** @param {1 | -1} step */
  stepSpan(step) {
    const current = this.#selectedSpan();
    if (!current) this.#selectSomething();
    else this.selectSpan(current.lane, current.index + step);
  }

  /** @param {1 | -1} step */
  stepLane(step) {
    const current = this.#selectedSpan();
    if (!current) {
      this.#selectSomething();
      return;
    }
    const lanes = this.board.rows.rows.filter((row) => row.kind === "lane").map((row) => row.id);
    const middle = (current.startNs + current.endNs) / 2;
    const inView = Math.min(Math.max(middle, this.view.fromNs), this.view.toNs);
    for (let at = lanes.indexOf(current.lane) + step; lanes[at] !== undefined; at += step) {
      const spans = this.timeline.spans(lanes[at]);
      const index = spans.indexAt(inView) >= 0 ? spans.indexAt(inView) : spans.lastStarted(inView);
      if (spans.length === 0) continue;
      this.selectSpan(lanes[at], Math.max(0, index));
      return;
    }
  }

  /** Along the arrow: to the effect of the selected span, or back to its cause.
   *  @param {1 | -1} step */
  stepFlow(step) {
    const span = this.#selectedSpan();
    if (!span) return;
    const { lane, startNs, endNs } = span;
    if (step > 0) {
      const flow = this.timeline.flowsFrom(lane, startNs, endNs)[0];
      if (flow) this.#selectAt(flow.toLane, flow.toNs);
    } else {
      const flows = this.timeline.flowsInto(lane, startNs, endNs);
      const flow = flows[flows.length - 1];
      // The cause is the last thing that its span did: that span, not the one after it.
      if (flow) this.#selectAt(flow.fromLane, flow.fromNs - 1);
    }
  }

  /** @returns {{lane: number, index: number, startNs: number, endNs: number} | null} */
  #selectedSpan() {
    const { selection } = this.view;
    if (!selection) return null;
    const spans = this.timeline.spans(selection.lane);
    const index = spans.lastStarted(selection.start);
    if (index < 0) return null;
    return { lane: selection.lane, index, startNs: spans.start(index), endNs: spans.end(index) };
  }

  /** @param {number} lane @param {number} ns */
  #selectAt(lane, ns) {
    this.selectSpan(lane, Math.max(0, this.timeline.spans(lane).lastStarted(ns)));
  }

  /** Where the keyboard starts: the middle of the first lane in sight that lived then. */
  #selectSomething() {
    const middle = (this.view.fromNs + this.view.toNs) / 2;
    for (const lane of this.board.lanesInView()) {
      const spans = this.timeline.spans(lane);
      if (spans.length === 0) continue;
      const index = spans.indexAt(middle);
      this.selectSpan(lane, index >= 0 ? index : Math.max(0, spans.lastStarted(middle)));
      return;
    }
  }

  /** Pan, without a zoom, when a span lies outside of the window.
   *  @param {number} startNs @param {number} endNs */
  #revealTime(startNs, endNs) {
    const { fromNs, toNs } = this.target;
    if (endNs > fromNs && startNs < toNs) return;
    const width = toNs - fromNs;
    const middle = startNs + Math.min((endNs - startNs) / 2, width * 0.4);
    this.moveTo({ fromNs: middle - width / 2, toNs: middle + width / 2 });
  }

  /** Follow the growing run. */
  #keepUp() {
    const { view } = this;
    const head = this.endNs;
    if (!this.live && view.follow && !view.whole) {
      view.pause();
      return;
    }
    if (view.whole && view.follow && this.live && head > FOLLOWED_NS) view.whole = false;
    if (view.whole) view.keepUp(0, this.live ? head * (1 + HEAD_AIR) : head);
    else if (view.follow) {
      const width = Math.min(view.widthNs, FOLLOWED_NS * (1 + HEAD_AIR));
      view.keepUp(head - width * (1 - HEAD_AIR), head + width * HEAD_AIR);
    }
  }
}

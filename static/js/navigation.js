/**
 * Navigation: where the window goes, by commands and gestures, with zooms that glide and
 * can be interrupted at any time.
 */

import { Glide } from "./base/glide.js";
import { clampWindow, zoomWindow } from "./base/scale.js";
import { rowOfHold, rowOfSpan } from "./layout/standing.js";
import { NARROWEST_NS } from "./model/view.js";
import { Selection } from "./selection.js";

/** @import {Board} from "./board.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** @typedef {{fromNs: number, toNs: number}} Window */

/** While following, no more than this is shown of a long run. */
const FOLLOWED_NS = 10e9;
/** Air to the right of the live head, as a share of the window. */
const HEAD_AIR = 0.02;
/** How much of the past that was let go is shown, as a share of what is kept. */
const PAST_SHOWN = 0.1;
/** A flung window comes to rest after this long. */
const FLING_MS = 700;
/** Slower than this a finger that is lifted meant to stay, in pixels per millisecond. */
const LEAST_FLING = 0.15;
/** A zoom by wheel is over when the wheel has rested this long. */
const SETTLE_MS = 250;

export class Navigation {
  #glide = new Glide();
  /** What to do when the glide has arrived. */
  #afterGlide = () => {};
  /** The glide is a zoom worth going Back from, also when it is interrupted. */
  #commits = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /**
   * @param {Timeline} timeline @param {View} view @param {Board} board
   * @param {(sentence: string) => void} announce
   */
  constructor(timeline, view, board, announce) {
    this.announce = announce;
    this.selection = new Selection(this, timeline, view, board);
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

  /** Where the whole run begins: of one whose past was let go, a little before what is kept,
   *  so that the edge is seen. */
  get startNs() {
    const { beginsNs } = this.timeline;
    return beginsNs > 0 ? Math.max(0, beginsNs - (this.endNs - beginsNs) * PAST_SHOWN) : 0;
  }

  /** Bring the window to where it should be at this screen frame.
   *  @param {number} atMs @returns {boolean} whether it is still on its way */
  advance(atMs) {
    const way = this.#glide.at(atMs);
    if (way) {
      this.view.show(way.fromNs, way.toNs);
      if (!this.#glide.moving) this.#afterGlide();
      return this.#glide.moving;
    }
    this.#keepUp();
    return false;
  }

  /**
   * @param {Window} window @param {{animate?: boolean, commit?: boolean}} [how]
   */
  moveTo(window, { animate = true, commit = false } = {}) {
    const target = this.#near(window);
    if (!animate || this.reducesMotion()) {
      this.#glide.stop();
      this.view.show(target.fromNs, target.toNs, { commit });
      return;
    }
    const start = { fromNs: this.view.fromNs, toNs: this.view.toNs };
    this.#glide.go(start, target, performance.now());
    this.#afterGlide = commit ? () => this.view.commit() : () => {};
    this.#commits = commit;
    this.board.invalidate("window");
  }

  /** The window, moved so that it shows some of what there is. @param {Window} window */
  #near({ fromNs, toNs }) {
    const extent = this.board.extent;
    return clampWindow(fromNs, toNs, extent.toNs, NARROWEST_NS, extent.fromNs);
  }

  /** Where the window is stays its place: somebody else moves it now. */
  interrupt() {
    const cutShort = this.#glide.moving && this.#commits;
    this.#glide.stop();
    if (cutShort) this.view.commit();
  }

  /** Where the window will be when it has come to rest. */
  get target() {
    return this.#glide.target ?? { fromNs: this.view.fromNs, toNs: this.view.toNs };
  }

  /** @param {number} factor below 1 to see less, more closely */
  zoomBy(factor) {
    const { fromNs, toNs } = this.target;
    const span = this.selection.span ?? this.selection.hold;
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

  /** Let the window run on as fast as the finger that left it, and come to rest.
   *  @param {number} pxPerMs of what is drawn, to the right */
  fling(pxPerMs) {
    if (Math.abs(pxPerMs) < LEAST_FLING || this.reducesMotion()) return;
    const { fromNs, toNs } = this.view;
    // A glide begins three times as fast as its average, so it begins as fast as the finger was.
    const shift = -pxPerMs * (FLING_MS / 3) * this.board.scale.nsPerPx;
    const target = this.#near({ fromNs: fromNs + shift, toNs: toNs + shift });
    this.#glide.go({ fromNs, toNs }, target, performance.now(), FLING_MS);
    this.#afterGlide = () => {};
    this.#commits = false;
    this.board.invalidate("window");
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
    this.board.revealRow(rowOfSpan(this.timeline, this.view.mode, { lane, start: span.startNs }));
    const air = Math.max(span.durationNs * 0.25, NARROWEST_NS / 2);
    this.zoomTo(span.startNs - air, span.endNs + air);
  }

  /** @param {number} object @param {number} index of a hold of it */
  zoomToHold(object, index) {
    const hold = this.timeline.describeHold(object, index);
    if (!hold) return;
    this.board.revealRow(rowOfHold(this.timeline, this.view.mode, { object, start: hold.startNs }));
    const air = Math.max(hold.durationNs * 0.25, NARROWEST_NS / 2);
    this.zoomTo(hold.startNs - air, hold.endNs + air);
  }

  goToStart() {
    const startNs = this.board.common?.fromNs ?? this.startNs;
    this.moveTo({ fromNs: startNs, toNs: startNs + this.target.toNs - this.target.fromNs });
  }

  goToEnd() {
    const width = this.target.toNs - this.target.fromNs;
    const endNs = this.board.extent.toNs;
    this.moveTo({ fromNs: endNs - width * (1 - HEAD_AIR), toNs: endNs + width * HEAD_AIR });
  }

  showWhole() {
    if (this.live || this.reducesMotion()) {
      this.#glide.stop();
      this.view.showWhole();
    } else {
      this.moveTo(this.board.common ?? { fromNs: this.startNs, toNs: this.endNs });
      this.#afterGlide = () => this.view.showWhole();
    }
  }

  fitSelection() {
    const { range } = this.view;
    const { span, hold } = this.selection;
    if (range) this.zoomTo(range.fromNs, range.toNs);
    else if (hold) this.zoomToHold(hold.object, hold.index);
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

  /** Pan to a moment that somebody leapt to, where it is not in view; Back leads from there.
   *  @param {number} ns */
  revealMoment(ns) {
    const { fromNs, toNs } = this.target;
    if (ns >= fromNs && ns <= toNs) {
      this.view.commit();
      return;
    }
    const half = (toNs - fromNs) / 2;
    this.moveTo({ fromNs: ns - half, toNs: ns + half }, { commit: true });
  }

  /** Pan, without a zoom, when a span lies outside of the window.
   *  @param {number} startNs @param {number} endNs */
  revealTime(startNs, endNs) {
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
    const extent = this.board.extent;
    if (this.timeline.end && !view.whole && missed(view, extent)) {
      // A link to another time than the run had.
      const near = this.#near(view);
      view.keepUp(near.fromNs, near.toNs);
    } else if (view.whole && this.board.common) view.keepUp(extent.fromNs, extent.toNs);
    else if (view.whole) view.keepUp(this.startNs, this.live ? head * (1 + HEAD_AIR) : head);
    else if (view.follow) {
      const width = Math.min(view.widthNs, FOLLOWED_NS * (1 + HEAD_AIR));
      view.keepUp(head - width * (1 - HEAD_AIR), head + width * HEAD_AIR);
    }
  }
}

/** Whether a window shows nothing of what there is. @param {Window} window @param {Window} extent */
function missed(window, extent) {
  return window.fromNs >= extent.toNs || window.toNs <= extent.fromNs;
}

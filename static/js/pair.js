/**
 * A pair: two sides kept in step on one axis, which counts from a moment of each run.
 *
 * Each view keeps its run's own time; the pair only shifts what one side does over to the
 * other: the window, the range marked by hand, the moment under the pointer. Selection and
 * lanes stay each side's own.
 */

import { listen } from "./base/listen.js";
import { Subscribers } from "./base/subscribers.js";
import { decodeComparison, encodeComparison, zerosOf } from "./model/comparison.js";

/** @import {Alignment, LinkedComparison, Range} from "./model/comparison.js" */
/** @import {Change} from "./model/view.js" */
/** @import {Side} from "./side.js" */

/** @typedef {Change | "align" | "active"} PairChange */

export class Pair {
  /** @type {Alignment} */
  align = "start";
  /** The side that keys speak to. @type {Side} */
  active;
  #moving = false;
  /** @type {Subscribers<[Pair, PairChange]>} */
  #subscribers = new Subscribers();

  /** @param {readonly [Side, Side]} sides @param {readonly [string, string]} ids of their runs */
  constructor(sides, ids) {
    this.sides = sides;
    this.ids = ids;
    this.active = sides[0];
    for (const side of sides) {
      side.view.subscribe((_, change) => this.#changed(side, change));
      side.timeline.subscribe(() => this.#reach());
      this.#listen(side);
    }
  }

  /** What the axis calls zero, in each run's own time. */
  get zeros() {
    return zerosOf(this.align);
  }

  /** @param {(pair: Pair, change: PairChange) => void} subscriber @returns {() => void} */
  subscribe(subscriber) {
    return this.#subscribers.add(subscriber);
  }

  /** @param {Side} side */
  other(side) {
    return this.sides[side === this.sides[0] ? 1 : 0];
  }

  /** The window on the common axis. @returns {Range} */
  get window() {
    return this.#toCommon(this.sides[0], this.sides[0].view);
  }

  /** The range marked by hand, on the common axis. @returns {Range | null} */
  get range() {
    const { range } = this.sides[0].view;
    return range && this.#toCommon(this.sides[0], range);
  }

  /** On the common axis. @returns {number | null} */
  get playheadNs() {
    const { playheadNs } = this.sides[0].view;
    return playheadNs === null ? null : playheadNs - this.zeros[0];
  }

  /** That range in each run's own time. @returns {[Range, Range] | null} */
  get ranges() {
    const [a, b] = this.sides.map(({ view }) => view.range);
    return a && b && [a, b];
  }

  /** Whether the window is all of both. */
  get whole() {
    return this.sides[0].view.whole;
  }

  /** The window of each side in its own time.
   *  @returns {[Range, Range]} */
  get windows() {
    const [a, b] = this.sides.map(({ view: { fromNs, toNs } }) => ({ fromNs, toNs }));
    return [a, b];
  }

  /** @param {Side} side */
  activate(side) {
    if (side === this.active) return;
    this.active = side;
    this.#subscribers.tell(this, "active");
  }

  /** Lay two moments above each other. The active side stays where it is, the other one moves
   *  to it. @param {Alignment} align */
  alignAt(align) {
    const { active, whole } = this;
    this.align = align;
    this.#reach();
    if (!whole) this.#show(this.#toCommon(active, active.view));
    this.#mark(this.#rangeOf(active));
    this.#setPlayhead(this.#playheadOf(active));
    for (const { stage } of this.sides) stage.redraw();
    this.#subscribers.tell(this, "align");
    this.#subscribers.tell(this, "commit");
  }

  /** The pair as the fragment of a link, without "#". */
  encode() {
    const [a, b] = this.sides;
    return encodeComparison({
      a: this.ids[0],
      b: this.ids[1],
      align: this.align,
      window: this.whole ? null : this.window,
      range: this.range,
      playheadNs: this.playheadNs,
      sides: [a.view.encode(), b.view.encode()],
    });
  }

  /** Look where a link says. @param {string} fragment
   *  @returns {string | null} a sentence, when some of it could not be read */
  restore(fragment) {
    const { comparison, problem } = decodeComparison(fragment);
    this.#moving = true;
    const problems = this.sides.map(({ view }, at) => view.restore(comparison.sides[at]));
    for (const { view } of this.sides) view.follow = false;
    this.#moving = false;
    this.align = comparison.align;
    this.#reach();
    if (comparison.window) this.#show(comparison.window);
    this.#mark(comparison.range);
    this.#setPlayhead(comparison.playheadNs);
    this.#subscribers.tell(this, "align");
    return problem ?? problems.find(Boolean) ?? null;
  }

  /** @param {Side} side @param {Change} change */
  #changed(side, change) {
    if (this.#moving) return;
    if (change === "window") this.#followWindow(side);
    else if (change === "range") this.#mark(this.#rangeOf(side));
    else if (change === "playhead") this.#setPlayhead(this.#playheadOf(side));
    else if (change === "selection") this.activate(side);
    this.#subscribers.tell(this, change);
  }

  /** The other side goes where this one went. @param {Side} side */
  #followWindow(side) {
    const other = this.other(side);
    other.stage.navigation.interrupt();
    if (side.view.whole && other.view.whole) return;
    const { fromNs, toNs } = this.#toCommon(side, side.view);
    const zero = this.#zeroOf(other);
    this.#quietly(() => {
      other.view.whole = side.view.whole;
      other.view.follow = false;
      other.view.keepUp(fromNs + zero, toNs + zero);
    });
  }

  /** @param {Range} window on the common axis */
  #show({ fromNs, toNs }) {
    this.#quietly(() => {
      for (const side of this.sides) {
        const zero = this.#zeroOf(side);
        side.view.show(fromNs + zero, toNs + zero);
      }
    });
  }

  /** @param {Range | null} range on the common axis */
  #mark(range) {
    this.#quietly(() => {
      for (const side of this.sides) {
        const zero = this.#zeroOf(side);
        side.view.setRange(range && { fromNs: range.fromNs + zero, toNs: range.toNs + zero });
      }
    });
  }

  /** @param {number | null} ns on the common axis */
  #setPlayhead(ns) {
    this.#quietly(() => {
      for (const side of this.sides) {
        side.view.setPlayhead(ns === null ? null : ns + this.#zeroOf(side));
      }
    });
  }

  /** @param {Side} side */
  #playheadOf(side) {
    const { playheadNs } = side.view;
    return playheadNs === null ? null : playheadNs - this.#zeroOf(side);
  }

  /** @param {Side} side */
  #rangeOf(side) {
    const { range } = side.view;
    return range && this.#toCommon(side, range);
  }

  /** @param {() => void} act */
  #quietly(act) {
    const before = this.#moving;
    this.#moving = true;
    act();
    this.#moving = before;
  }

  /** How far the two reach together: minimaps show it, and the window stays near to it. */
  #reach() {
    const ends = this.sides.map((side) => side.timeline.durationNs - this.#zeroOf(side));
    const fromNs = Math.min(...this.zeros.map((zero) => -zero));
    const toNs = Math.max(fromNs + 1, ...ends);
    for (const side of this.sides) {
      const { board } = side.stage;
      const zeroNs = this.#zeroOf(side);
      const common = { zeroNs, fromNs: fromNs + zeroNs, toNs: toNs + zeroNs };
      const before = board.common;
      board.common = common;
      if (before?.fromNs === common.fromNs && before.toNs === common.toNs) continue;
      board.invalidate("growth", "minimap");
    }
  }

  /** The moment under the pointer of one side is a line on both. @param {Side} side */
  #listen(side) {
    const { lanes } = side.stage.board.elements;
    const point = (/** @type {number | null} */ px) => {
      const { board } = this.other(side).stage;
      board.pointerNs = px === null ? null : board.scale.pxToTime(px);
      board.invalidate("overlay");
    };
    listen(lanes, "pointermove", (/** @type {PointerEvent} */ event) => {
      point(event.clientX - lanes.getBoundingClientRect().left);
    });
    listen(lanes, "pointerleave", () => point(null));
    for (const type of ["pointerdown", "focusin"])
      listen(side.section, type, () => this.activate(side));
  }

  /** @param {Side} side */
  #zeroOf(side) {
    return this.zeros[this.sides.indexOf(side)];
  }

  /** @param {Side} side @param {Range} range in its own time @returns {Range} */
  #toCommon(side, { fromNs, toNs }) {
    const zero = this.#zeroOf(side);
    return { fromNs: fromNs - zero, toNs: toNs - zero };
  }
}

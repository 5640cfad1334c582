/**
 * The selection: which span, or hold of the GIL, is current, and the steps from it to others
 * — along its lane, to other lanes, along arrows.
 */

import { rowOf } from "./layout/rows.js";
import { rowOfHold, rowOfSpan, waitedObject } from "./layout/standing.js";
import { neighbourWait } from "./model/wait_order.js";
import { Walk } from "./model/walk.js";

/** @import {Board} from "./board.js" */
/** @import {SpanPlace} from "./model/fragment.js" */
/** @import {Row} from "./layout/rows.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Navigation} from "./navigation.js" */

/** @typedef {{lane: number, index: number}} Place */

export class Selection {
  /** Along the arrows. @type {Walk<Place>} */
  #walk = new Walk(({ lane, index }) => `${lane}.${index}`);

  /**
   * @param {Navigation} navigation @param {Timeline} timeline @param {View} view
   * @param {Board} board
   */
  constructor(navigation, timeline, view, board) {
    this.navigation = navigation;
    this.timeline = timeline;
    this.view = view;
    this.board = board;
  }

  /** @param {number} lane @param {number} index */
  select(lane, index) {
    const spans = this.timeline.spans(lane);
    if (index < 0 || index >= spans.length) return;
    this.view.select({ lane, start: spans.start(index) });
    this.board.focusGrid();
    this.#reveal({ lane, start: spans.start(index) });
    this.navigation.revealTime(spans.start(index), spans.end(index));
  }

  /**
   * Select what a lane does at a moment, by a leap — from a list, a search, along an arrow —
   * and not by a step to a neighbour. A leap is worth going Back from, a step is not: who holds
   * an arrow key down would have to go Back a hundred times.
   *
   * @param {number} lane @param {number} ns
   */
  jumpTo(lane, ns) {
    const spans = this.timeline.spans(lane);
    if (spans.length === 0) return;
    const index = Math.max(0, spans.lastStarted(ns));
    this.view.select({ lane, start: spans.start(index) });
    this.board.focusGrid();
    this.#reveal({ lane, start: spans.start(index) });
    this.navigation.revealMoment(Math.min(Math.max(ns, spans.start(index)), spans.end(index)));
  }

  /** @param {number} object @param {number} index of a hold of it */
  selectHold(object, index) {
    const holds = this.timeline.holdsInOrder(object);
    if (!holds || index < 0 || index >= holds.length) return;
    this.view.selectHold({ object, start: holds.start(index) });
    this.board.focusGrid();
    this.board.revealRow(
      rowOfHold(this.timeline, this.view.mode, { object, start: holds.start(index) }),
    );
    this.navigation.revealTime(holds.start(index), holds.end(index));
  }

  /** Bring a span into sight, on whatever row it is seen. @param {SpanPlace} place */
  #reveal(place) {
    this.board.revealRow(rowOfSpan(this.timeline, this.view.mode, place));
  }

  /** @param {1 | -1} step */
  stepSpan(step) {
    const { span, hold } = this;
    const { mode, selection } = this.view;
    const object = selection && mode === "objects" ? waitedObject(this.timeline, selection) : 0;
    if (selection && object) {
      const wait = neighbourWait(this.timeline, object, selection, step);
      if (wait) this.select(wait.lane, wait.index);
    } else if (hold) this.selectHold(hold.object, hold.index + step);
    else if (span) this.select(span.lane, span.index + step);
    else this.#selectFirst();
  }

  /** @param {1 | -1} step */
  stepLane(step) {
    const current = this.hold ?? this.span;
    if (!current) {
      this.#selectFirst();
      return;
    }
    const { rows } = this.board.rows;
    const middle = (current.startNs + current.endNs) / 2;
    const inView = Math.min(Math.max(middle, this.view.fromNs), this.view.toNs);
    for (let at = this.#rowOf(current) + step; rows[at]; at += step) {
      if (this.#selectOn(rows[at], inView)) return;
    }
  }

  /** Where in the rows the selection lies. @param {{startNs: number} & ({lane: number} |
   *  {object: number})} current */
  #rowOf(current) {
    const { mode } = this.view;
    const { kind, id } =
      "object" in current
        ? rowOfHold(this.timeline, mode, { object: current.object, start: current.startNs })
        : rowOfSpan(this.timeline, mode, { lane: current.lane, start: current.startNs });
    return rowOf(this.board.rows, kind, id)?.index ?? -1;
  }

  /** Select what lies on a row at a time; false when there is nothing.
   *  @param {Row} row @param {number} ns @returns {boolean} */
  #selectOn(row, ns) {
    // Of a collapsed group the first thread stands for all.
    if (row.group && row.folded && row.kind === "group") {
      return row.group.lanes.some((id) => this.#selectOn({ ...row, kind: "lane", id }, ns));
    }
    if (row.kind !== "lane" && row.kind !== "gil" && row.kind !== "object") return false;
    const held = row.kind === "lane" ? null : this.timeline.holdsInOrder(row.id);
    if (row.kind === "object" && !held) return this.#selectWait(row.id, ns);
    const all = held ?? this.timeline.spans(row.id);
    if (all.length === 0) return false;
    const index = Math.max(0, all.indexAt(ns) >= 0 ? all.indexAt(ns) : all.lastStarted(ns));
    if (held) this.selectHold(row.id, index);
    else this.select(row.id, index);
    return true;
  }

  /** The last that began to wait for an object by then, or the first of all.
   *  @param {number} object @param {number} ns @returns {boolean} */
  #selectWait(object, ns) {
    const from = { lane: Infinity, start: ns };
    const wait =
      neighbourWait(this.timeline, object, from, -1) ??
      neighbourWait(this.timeline, object, from, 1);
    if (wait) this.select(wait.lane, wait.index);
    return wait !== null;
  }

  /** Along the arrow: to the effect of the selected span, or back to its cause; from there, back
   *  to where one came from.
   *  @param {1 | -1} step */
  stepFlow(step) {
    if (this.hold) this.#stepHandOver(step);
    const { span } = this;
    if (!span) return;
    const to = this.#walk.step(span, step, () => this.#alongFlow(span, step));
    if (to) this.jumpTo(to.lane, this.timeline.spans(to.lane).start(to.index));
    else this.navigation.announce(step > 0 ? "It has no effect." : "It has no cause.");
  }

  /** @param {{lane: number, startNs: number, endNs: number}} span @param {1 | -1} step
   *  @returns {Place | null} */
  #alongFlow({ lane, startNs, endNs }, step) {
    const { timeline } = this;
    const handOvers = timeline.gilOfLane(lane)?.handOvers;
    if (step > 0) {
      const flow = timeline.flowsFrom(lane, startNs, endNs)[0] ?? handOvers?.outOf(lane, endNs);
      return flow ? this.#placeAt(flow.toLane, flow.toNs) : null;
    }
    const flow = timeline.flowsInto(lane, startNs, endNs).at(-1) ?? handOvers?.into(lane, startNs);
    // The cause is the last thing that its span did: that span, not the one after it.
    return flow ? this.#placeAt(flow.fromLane, flow.fromNs - 1) : null;
  }

  /** @param {number} lane @param {number} ns @returns {Place} */
  #placeAt(lane, ns) {
    return { lane, index: Math.max(0, this.timeline.spans(lane).lastStarted(ns)) };
  }

  /** To the hold that this one was handed on to, or back to the one it came from.
   *  @param {1 | -1} step */
  #stepHandOver(step) {
    const current = this.hold;
    const hold = current && this.timeline.describeHold(current.object, current.index);
    const handOver = step > 0 ? hold?.handedTo : hold?.takenFrom;
    if (!hold || !handOver) return;
    const holds = this.timeline.holdsInOrder(hold.object);
    const ns = step > 0 ? handOver.toNs : handOver.fromNs - 1;
    this.selectHold(hold.object, holds?.lastStarted(ns) ?? -1);
  }

  get any() {
    const { selection, hold, range, highlight } = this.view;
    return selection !== null || hold !== null || range !== null || highlight !== 0;
  }

  /** @param {"gil" | "cores"} extra @param {string} name */
  toggleExtra(extra, name) {
    const shown = this.view.toggleExtra(extra);
    if (!shown && extra === "gil" && this.#isOfGil) this.view.selectHold(null);
    this.navigation.announce(`${name} ${shown ? "shown" : "hidden"}.`);
  }

  /** Whether the selected hold is one of a GIL. */
  get #isOfGil() {
    return this.timeline.gils.of(this.view.hold?.object ?? 0) !== null;
  }

  clear() {
    this.view.select(null);
    this.view.setRange(null);
    this.view.setHighlight(0);
  }

  toggleArrows() {
    const all = this.view.arrows !== "all";
    this.view.setArrows(all ? "all" : "one");
    this.navigation.announce(
      all ? "All arrows in view are shown." : "Only arrows of one span are shown.",
    );
  }

  /** The selected span; null when there is none.
   *  @returns {{lane: number, index: number, startNs: number, endNs: number} | null} */
  get span() {
    const { selection } = this.view;
    if (!selection) return null;
    const spans = this.timeline.spans(selection.lane);
    const index = spans.lastStarted(selection.start);
    if (index < 0) return null;
    return { lane: selection.lane, index, startNs: spans.start(index), endNs: spans.end(index) };
  }

  /** The selected hold; null when there is none.
   *  @returns {{object: number, index: number, startNs: number, endNs: number} | null} */
  get hold() {
    const { hold } = this.view;
    const holds = hold && this.timeline.holdsInOrder(hold.object);
    const index = holds ? holds.lastStarted(hold.start) : -1;
    if (!holds || index < 0) return null;
    return {
      object: hold.object,
      index,
      startNs: holds.start(index),
      endNs: holds.end(index),
    };
  }

  /** Where the keyboard starts: the middle of the first lane in sight that lived then. */
  #selectFirst() {
    if (!this.#selectInSight() && !this.timeline.single) {
      const coming = this.timeline.part?.coming;
      this.navigation.announce(
        coming ? "Single spans are still loading." : "Zoom in to see single spans.",
      );
    }
  }

  /** @returns {boolean} false where there is nothing to select */
  #selectInSight() {
    const middle = (this.view.fromNs + this.view.toNs) / 2;
    if (this.view.mode === "objects") {
      const rows = this.board.rowsInView();
      if (rows.some((row) => row.kind === "object" && this.#selectOn(row, middle))) return true;
    }
    for (const lane of this.board.lanesInView()) {
      const spans = this.timeline.spans(lane);
      if (spans.length === 0) continue;
      const index = spans.indexAt(middle);
      // From afar what is here is the long ones, and another one lay in the middle.
      if (index < 0 && !this.timeline.single) continue;
      this.select(lane, index >= 0 ? index : Math.max(0, spans.lastStarted(middle)));
      return true;
    }
    return false;
  }
}

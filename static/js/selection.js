/**
 * The selection: which span, or hold of the GIL, is current, and the steps from it to others
 * — along its lane, to other lanes, along arrows.
 */

/** @import {Board} from "./board.js" */
/** @import {Row} from "./layout/rows.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Navigation} from "./navigation.js" */

/** What the lanes of the GIL are called when they are shown or hidden. */
export const GIL_LANES = "Lanes of the GIL are";

export class Selection {
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
    this.board.revealLane(lane);
    this.navigation.revealTime(spans.start(index), spans.end(index));
  }

  /** @param {number} object @param {number} index of a hold of that GIL */
  selectHold(object, index) {
    const holds = this.timeline.gils.of(object);
    if (!holds || index < 0 || index >= holds.length) return;
    this.view.selectHold({ object, start: holds.start(index) });
    this.board.focusGrid();
    this.board.revealGil(object);
    this.navigation.revealTime(holds.start(index), holds.end(index));
  }

  /** @param {1 | -1} step */
  stepSpan(step) {
    const { span, hold } = this;
    if (hold) this.selectHold(hold.object, hold.index + step);
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

  /** Where in the rows the selection lies. @param {{lane: number} | {object: number}} current */
  #rowOf(current) {
    const [kind, id] = "object" in current ? ["gil", current.object] : ["lane", current.lane];
    return this.board.rows.rows.findIndex((row) => row.kind === kind && row.id === id);
  }

  /** Select what lies on a row at a time; false when there is nothing.
   *  @param {Row} row @param {number} ns */
  #selectOn(row, ns) {
    if (row.kind !== "lane" && row.kind !== "gil") return false;
    const held = row.kind === "gil" ? this.timeline.gils.of(row.id) : null;
    const all = held ?? this.timeline.spans(row.id);
    if (all.length === 0) return false;
    const index = Math.max(0, all.indexAt(ns) >= 0 ? all.indexAt(ns) : all.lastStarted(ns));
    if (held) this.selectHold(row.id, index);
    else this.select(row.id, index);
    return true;
  }

  /** Along the arrow: to the effect of the selected span, or back to its cause.
   *  @param {1 | -1} step */
  stepFlow(step) {
    if (this.hold) this.#stepHandOver(step);
    const span = this.span;
    if (!span) return;
    const { lane, startNs, endNs } = span;
    const handOvers = this.timeline.gilOfLane(lane)?.handOvers;
    if (step > 0) {
      const flow =
        this.timeline.flowsFrom(lane, startNs, endNs)[0] ?? handOvers?.outOf(lane, endNs);
      if (flow) this.#selectAt(flow.toLane, flow.toNs);
    } else {
      const flows = this.timeline.flowsInto(lane, startNs, endNs);
      const flow = flows[flows.length - 1] ?? handOvers?.into(lane, startNs);
      // The cause is the last thing that its span did: that span, not the one after it.
      if (flow) this.#selectAt(flow.fromLane, flow.fromNs - 1);
    }
  }

  /** To the hold that this one was handed on to, or back to the one it came from.
   *  @param {1 | -1} step */
  #stepHandOver(step) {
    const current = this.hold;
    const hold = current && this.timeline.describeHold(current.object, current.index);
    const handOver = step > 0 ? hold?.handedTo : hold?.takenFrom;
    if (!hold || !handOver) return;
    const holds = this.timeline.gils.of(hold.object);
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
    if (!shown && extra === "gil" && this.view.hold) this.view.selectHold(null);
    this.navigation.announce(`${name} ${shown ? "shown" : "hidden"}.`);
  }

  hideLane() {
    const { selection, hidden } = this.view;
    if (this.view.hold) this.toggleExtra("gil", GIL_LANES);
    if (!selection) return;
    this.view.select(null);
    this.view.setHidden([...hidden, selection.lane]);
    this.navigation.announce(`${this.timeline.laneName(selection.lane)} is hidden.`);
  }

  showLanes() {
    this.view.setHidden([]);
    this.navigation.announce("All lanes are shown.");
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

  /** The selected hold of a GIL; null when there is none.
   *  @returns {{object: number, index: number, startNs: number, endNs: number} | null} */
  get hold() {
    const { hold } = this.view;
    const holds = hold && this.timeline.gils.of(hold.object);
    const index = holds ? holds.lastStarted(hold.start) : -1;
    if (!holds || index < 0) return null;
    return {
      object: hold.object,
      index,
      startNs: holds.start(index),
      endNs: holds.end(index),
    };
  }

  /** @param {number} lane @param {number} ns */
  #selectAt(lane, ns) {
    this.select(lane, Math.max(0, this.timeline.spans(lane).lastStarted(ns)));
  }

  /** Where the keyboard starts: the middle of the first lane in sight that lived then. */
  #selectFirst() {
    const middle = (this.view.fromNs + this.view.toNs) / 2;
    for (const lane of this.board.lanesInView()) {
      const spans = this.timeline.spans(lane);
      if (spans.length === 0) continue;
      const index = spans.indexAt(middle);
      this.select(lane, index >= 0 ? index : Math.max(0, spans.lastStarted(middle)));
      return;
    }
  }
}

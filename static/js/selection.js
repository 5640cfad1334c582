/**
 * The selection: which span is current, and the steps from it to others — along its
 * lane, to other lanes, along arrows.
 */

/** @import {Board} from "./board.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Navigation} from "./navigation.js" */

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

  /** @param {1 | -1} step */
  stepSpan(step) {
    const current = this.span;
    if (!current) this.#selectFirst();
    else this.select(current.lane, current.index + step);
  }

  /** @param {1 | -1} step */
  stepLane(step) {
    const current = this.span;
    if (!current) {
      this.#selectFirst();
      return;
    }
    const lanes = this.board.rows.rows.filter((row) => row.kind === "lane").map((row) => row.id);
    const middle = (current.startNs + current.endNs) / 2;
    const inView = Math.min(Math.max(middle, this.view.fromNs), this.view.toNs);
    for (let at = lanes.indexOf(current.lane) + step; lanes[at] !== undefined; at += step) {
      const spans = this.timeline.spans(lanes[at]);
      const index = spans.indexAt(inView) >= 0 ? spans.indexAt(inView) : spans.lastStarted(inView);
      if (spans.length === 0) continue;
      this.select(lanes[at], Math.max(0, index));
      return;
    }
  }

  /** Along the arrow: to the effect of the selected span, or back to its cause.
   *  @param {1 | -1} step */
  stepFlow(step) {
    const span = this.span;
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

  get any() {
    const { selection, range, highlight } = this.view;
    return selection !== null || range !== null || highlight !== 0;
  }

  hideLane() {
    const { selection, hidden } = this.view;
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

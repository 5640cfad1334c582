/** A row of the table: what one span says, in the words of the panel beside it. */

import { formatDuration, formatTime } from "../base/format.js";
import { whatOf } from "../model/describe.js";
import { certaintyLabel, STATES, stateLabel } from "../model/vocabulary.js";
import { h, write } from "./element.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Column, Place} from "./span_rows.js" */

/** @type {readonly {id: Column, title: string, number?: boolean}[]} */
export const COLUMNS = Object.freeze([
  { id: "start", title: "Start", number: true },
  { id: "thread", title: "Thread" },
  { id: "state", title: "State" },
  { id: "what", title: "What" },
  { id: "duration", title: "Duration", number: true },
  { id: "line", title: "Line" },
  { id: "certainty", title: "Certainty" },
]);

/** An element that can say any span: rows that leave the sight come in again as others. */
export class SpanRow {
  #swatch = h("span", { class: "swatch" });
  #state = h("span");
  #cells = COLUMNS.map(({ id, number }) =>
    h("td", { class: number && "number", data: { column: id } }),
  );
  element = h("tr", null, this.#cells);

  constructor() {
    this.#cells[2].append(this.#swatch, this.#state);
  }

  /** @param {Timeline} timeline @param {Place} place @param {number} row among all, from 0 */
  say(timeline, { lane, index }, row) {
    const spans = timeline.spans(lane);
    const code = spans.state(index);
    const texts = [
      formatTime(spans.start(index)),
      timeline.laneName(lane),
      null,
      whatOf(timeline, lane, index),
      formatDuration(spans.end(index) - spans.start(index)),
      timeline.siteText(spans.site(index)),
      certaintyLabel(spans.certainty(index)),
    ];
    texts.forEach((text, at) => {
      if (text !== null) write(this.#cells[at], text);
    });
    this.#swatch.dataset.state = STATES[code];
    write(this.#state, stateLabel(code));
    this.element.id = `span-row-${row}`;
    this.element.dataset.row = String(row);
    // The head is the first row of the grid.
    this.element.setAttribute("aria-rowindex", String(row + 2));
  }

  /** @param {{chosen: boolean, current: boolean}} how */
  mark({ chosen, current }) {
    this.element.setAttribute("aria-selected", String(chosen));
    if (current) this.element.setAttribute("aria-current", "true");
    else this.element.removeAttribute("aria-current");
  }
}

/**
 * The gutter: beside each line of a listing, the threads that were last seen there.
 *
 * A mark has the colour and the shape of its thread's state. Marks lie above the listing and
 * are moved by a transform, so that a playhead that plays lays out no line again.
 */

import { formatMoment } from "../base/format.js";
import { whatOf } from "../model/describe.js";
import { certaintyLabel, STATES } from "../model/vocabulary.js";
import { h } from "./element.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Sighting} from "../model/whereabouts.js" */

/** So many stand side by side; of more the last place says how many. */
const PLACES = 3;
const MOST_NAMES = 12;
const MOVES = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"]);

/** @typedef {{item: HTMLElement, button: HTMLButtonElement, at: string, told: string}} Mark */

export class Gutter {
  element = h("ul", { class: "gutter", "aria-label": "Threads at the playhead", hidden: true });
  #timeline;
  #onLane;
  /** By lane, and of a line's surplus by minus the line. @type {Map<number, Mark>} */
  #marks = new Map();

  /** @param {Timeline} timeline @param {(lane: number) => void} onLane a mark was pressed */
  constructor(timeline, onLane) {
    this.#timeline = timeline;
    this.#onLane = onLane;
    this.element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) =>
      this.#move(event),
    );
  }

  /** Who is where. @param {Map<number, Sighting[]>} byLine
   *  @param {number} selected lane, 0 for none */
  place(byLine, selected) {
    const kept = new Set();
    for (const [line, there] of byLine) {
      const shown = there.length > PLACES ? PLACES - 1 : there.length;
      for (let place = 0; place < shown; place += 1) {
        kept.add(there[place].lane);
        this.#put(there[place], line, place, there[place].lane === selected);
      }
      if (shown === there.length) continue;
      kept.add(-line);
      this.#putSurplus(there.slice(shown), line, shown);
    }
    for (const [key, { item }] of this.#marks) {
      if (kept.has(key)) continue;
      item.remove();
      this.#marks.delete(key);
    }
    this.element.hidden = kept.size === 0;
    this.#keepOneStop();
  }

  /** @param {Sighting} sighting @param {number} line @param {number} place
   *  @param {boolean} selected */
  #put(sighting, line, place, selected) {
    const { lane, index, site, seenNs } = sighting;
    const mark = this.#mark(lane, () => this.#onLane(lane));
    moveTo(mark, line, place);
    const told = `${index} ${site} ${seenNs} ${line} ${selected}`;
    if (mark.told === told) return;
    mark.told = told;
    const { button } = mark;
    button.dataset.state = STATES[sighting.state];
    button.toggleAttribute("data-selected", selected);
    button.dataset.tip = this.#words(sighting);
    button.setAttribute("aria-label", `Line ${line}: ${button.dataset.tip}`);
  }

  /** @param {Sighting[]} there @param {number} line @param {number} place */
  #putSurplus(there, line, place) {
    const mark = this.#mark(-line, () => this.#onLane(there[0].lane));
    moveTo(mark, line, place);
    const told = there.map(({ lane }) => lane).join(" ");
    if (mark.told === told) return;
    mark.told = told;
    const { button } = mark;
    const names = there.slice(0, MOST_NAMES).map(({ lane }) => this.#timeline.laneName(lane));
    const more = there.length - names.length;
    button.textContent = `+${there.length}`;
    button.dataset.tip = names.join(", ") + (more > 0 ? ` and ${more} more` : "");
    button.setAttribute("aria-label", `Line ${line}: ${there.length} more, ${button.dataset.tip}`);
  }

  /** "payer: waiting for lock a"; of one that is not surely there, when it was and how that is
   *  known. @param {Sighting} sighting */
  #words({ lane, index, seenNs, here, certainty }) {
    const what = whatOf(this.#timeline, lane, index);
    const known = `${this.#timeline.laneName(lane)}: ${what}`;
    if (here) return `${known}, here since ${formatMoment(seenNs)}, ${certaintyLabel(certainty)}`;
    return `${known}, ${certaintyLabel(certainty)}; last seen here at ${formatMoment(seenNs)}`;
  }

  /** @param {number} key @param {() => void} onclick @returns {Mark} */
  #mark(key, onclick) {
    const known = this.#marks.get(key);
    if (known) return known;
    const button = h("button", { class: "gutter-mark", type: "button", tabindex: "-1", onclick });
    const item = h("li", null, button);
    const mark = { item, button, at: "", told: "" };
    this.element.append(item);
    this.#marks.set(key, mark);
    return mark;
  }

  /** One tab stop for all marks; the arrow keys move among them. */
  #keepOneStop() {
    let first = null;
    for (const { button } of this.#marks.values()) {
      if (button.tabIndex === 0) return;
      first ??= button;
    }
    if (first) first.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const from = [...this.#marks.values()].find(({ button }) => button === event.target);
    if (!from || !MOVES.has(event.key)) return;
    event.preventDefault();
    const inOrder = [...this.#marks.values()].sort((a, b) => order(a) - order(b));
    const last = inOrder.length - 1;
    const at = inOrder.indexOf(from);
    const back = event.key === "ArrowUp" || event.key === "ArrowLeft";
    const step = Math.min(last, Math.max(0, at + (back ? -1 : 1)));
    const to = inOrder[event.key === "Home" ? 0 : event.key === "End" ? last : step];
    from.button.tabIndex = -1;
    to.button.tabIndex = 0;
    to.button.focus();
  }
}

/** @param {Mark} mark @param {number} line @param {number} place */
function moveTo(mark, line, place) {
  const at = `${line} ${place}`;
  if (mark.at === at) return;
  mark.at = at;
  mark.item.style.setProperty("--line", String(line - 1));
  mark.item.style.setProperty("--place", String(place));
}

/** From top to bottom, from left to right. @param {Mark} mark */
function order({ at }) {
  const [line, place] = at.split(" ").map(Number);
  return line * PLACES + place;
}

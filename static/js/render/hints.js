/**
 * Hints at the edges of the lanes: how much of the object that is lit lies beyond each, as buttons
 * that go there. They lie outside of the grid that assistive technology reads: it has the same
 * from the commands.
 */

import { formatCount, formatCounted } from "../base/format.js";
import { element, write } from "./element.js";

/** @import {Beyond, Edge} from "../layout/beyond.js" */

/** @type {Readonly<Record<Edge, {text: (count: string) => string, of: string, where: string}>>} */
const EDGES = Object.freeze({
  earlier: { text: (count) => `◂ ${count}`, of: "more hold or wait", where: "earlier" },
  later: { text: (count) => `${count} ▸`, of: "more hold or wait", where: "later" },
  above: { text: (count) => `▴ ${count}`, of: "lane", where: "above" },
  below: { text: (count) => `▾ ${count}`, of: "lane", where: "below" },
});

export class Hints {
  #told = "";
  /** @type {Map<Edge, HTMLElement>} */
  #buttons = new Map();

  constructor() {
    this.element = element("div", "stage-hints");
    for (const edge of /** @type {Edge[]} */ (Object.keys(EDGES))) {
      const button = element("button", `stage-hint stage-hint-${edge}`, {
        type: "button",
        "data-edge": edge,
        // Reached by the commands, so that Tab does not walk through what comes and goes.
        tabindex: "-1",
      });
      button.hidden = true;
      this.#buttons.set(edge, button);
      this.element.append(button);
    }
  }

  /** The edge a hint stands for; null for anything else. @param {EventTarget | null} target
   *  @returns {Edge | null} */
  edgeOf(target) {
    for (const [edge, button] of this.#buttons) if (button === target) return edge;
    return null;
  }

  /** @param {Beyond | null} beyond @param {string} name of the object */
  show(beyond, name) {
    const told = JSON.stringify([beyond, name]);
    if (told === this.#told) return;
    this.#told = told;
    for (const [edge, button] of this.#buttons) {
      const count = beyond?.[edge] ?? 0;
      button.hidden = count === 0;
      if (count === 0) continue;
      const { text, of, where } = EDGES[edge];
      write(button, text(formatCount(count)));
      const counted = formatCounted(count, of);
      button.setAttribute("aria-label", `${counted} of ${name} ${where}: go there`);
      button.title = `${counted} of ${name} ${where}`;
    }
  }

  /** Over the lanes. @param {HTMLElement} body @param {HTMLElement} lanes
   *  @param {number} rowsPx the height of all rows */
  place(body, lanes, rowsPx) {
    // To ask where elements lie is dear in a frame: only when there is anything to place.
    if ([...this.#buttons.values()].every(({ hidden }) => hidden)) return;
    const { style } = this.element;
    const left = `${lanes.offsetLeft}px`;
    const box = {
      top: `${body.offsetTop}px`,
      height: `${Math.min(body.clientHeight, rowsPx)}px`,
      left,
    };
    for (const [name, value] of Object.entries(box)) {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    }
    const width = `${lanes.clientWidth}px`;
    if (style.width !== width) style.width = width;
  }
}

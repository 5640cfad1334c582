/** The objects: every sync object, who holds it, who waits, and how long was waited; of the one
 *  that is kept lit, how it fared in the range in view. */

import { formatCounted, formatDuration } from "../base/format.js";
import { hasLane, isOutside, isQuiet, isToldElsewhere } from "../model/object_kinds.js";
import { h, refill, write } from "./element.js";
import { lights } from "./object_button.js";
import { rangeFacts, standingText, useOf } from "./object_facts.js";
import { wholeText, wholeUseOf } from "./object_whole.js";

/** @import {ObjectUse} from "../model/object_uses.js" */
/** @import {ObjectRow} from "../model/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Page} from "./selection.js" */
/** @import {Use} from "./object_facts.js" */

/** More rows than these are no list to read; the finder has them all. */
const MOST_ROWS = 300;

/** What is told of as an object. @param {Timeline} timeline */
export const objectsListed = ({ objects }) =>
  [...objects.values()].filter(({ kind }) => !isToldElsewhere(kind));

/** From afar nothing is known of one object in a stretch of time. @type {[string, string][]} */
const FAR = [["How it fared", "zoom in: single spans tell"]];

/** @typedef {{object: ObjectRow, use: Use & {whole?: ObjectUse}}} Used `whole`: where not all is here */
/** @typedef {{button: any, name: any, kind: any, facts: any}} RowParts elements */

class ObjectsPanel {
  element = h("div", { class: "tab-panel" });
  #page;
  #showLane;
  /** @type {Map<number, RowParts>} */
  #rows = new Map();
  #details = h("div", { class: "object-details" });
  #more = h("p", { class: "tab-empty" });
  #ofWhat = h("p", { class: "object-scope" }, "Of the whole run, not only of what is loaded");

  /** @param {Page} page @param {{showLane: (object: number) => void}} actions */
  constructor(page, { showLane }) {
    this.#page = page;
    this.#showLane = showLane;
  }

  update() {
    const all = this.#ordered();
    if (!all.length) {
      const none = "No lock, queue or other sync object has been used so far.";
      refill(this.element, h("p", { class: "tab-empty" }, none));
      return;
    }
    const shown = all.slice(0, MOST_ROWS);
    const elements = this.#page.timeline.part ? [this.#ofWhat] : [];
    elements.push(...shown.flatMap(({ object, use }) => this.#written(object, use)));
    if (shown.length < all.length) {
      const more = formatCounted(all.length - shown.length, "object");
      write(this.#more, `${more} more, waited for less. The search finds them all.`);
      elements.push(this.#more);
    }
    this.#lay(elements);
  }

  /** Those that threads share first, and of each sort the most waited for. @returns {Used[]} */
  #ordered() {
    const { timeline } = this.#page;
    return objectsListed(timeline)
      .map((object) => ({
        object,
        use: wholeUseOf(timeline, object.id) ?? useOf(timeline, object.id),
      }))
      .filter(({ object, use }) => use.waits > 0 || !isQuiet(object.kind))
      .sort(
        (a, b) =>
          Number(isOutside(a.object.kind)) - Number(isOutside(b.object.kind)) ||
          b.use.waitedNs - a.use.waitedNs ||
          a.object.id - b.object.id,
      );
  }

  /** @param {ObjectRow} object @param {Used["use"]} use */
  #written({ id, kind }, use) {
    const { timeline, view } = this.#page;
    const row = this.#rows.get(id) ?? this.#row(id);
    this.#rows.set(id, row);
    write(row.name, timeline.objectName(id));
    write(row.kind, kind);
    const { whole } = use;
    write(row.facts, whole ? wholeText(timeline, whole) : standingText(timeline, id, use));
    const lit = view.highlight === id;
    row.button.setAttribute("aria-pressed", String(lit));
    if (!lit) return [row.button];
    this.#writeDetails(id, kind);
    return [row.button, this.#details];
  }

  /** @param {number} id */
  #row(id) {
    const { view } = this.#page;
    const name = h("span", { class: "object-name" });
    const kind = h("span", { class: "object-kind" });
    const facts = h("span", { class: "object-facts" });
    const button = h(
      "button",
      {
        class: "object-row",
        type: "button",
        title: "Light up every span and hold of this object",
        onclick: () => this.#toggle(id),
        ondblclick: () => this.#open(id),
        ...lights(view, id),
      },
      name,
      kind,
      facts,
    );
    return { button, name, kind, facts };
  }

  /** @param {number} id @param {string} kind */
  #writeDetails(id, kind) {
    const { timeline, view } = this.#page;
    const from = Math.max(0, view.fromNs);
    const to = Math.max(from, Math.min(timeline.durationNs, view.toNs));
    const facts = timeline.single ? rangeFacts(timeline, id, from, to) : FAR;
    const key = JSON.stringify([id, view.mode, facts]);
    if (this.#details.dataset.told === key) return;
    const focused = this.#details.contains(document.activeElement);
    refill(
      this.#details,
      h("p", { class: "object-range" }, `In view, ${formatDuration(to - from)}`),
      h(
        "dl",
        { class: "facts" },
        facts.map(([name, text]) => [h("dt", null, name), h("dd", null, text)]),
      ),
      hasLane(kind) &&
        view.mode !== "objects" &&
        h(
          "button",
          { class: "link-button", type: "button", onclick: () => this.#open(id) },
          "Show its own lane",
        ),
    );
    this.#details.dataset.told = key;
    if (focused) this.#details.querySelector("button")?.focus();
  }

  /** @param {number} id */
  #open(id) {
    const { timeline, view } = this.#page;
    view.setHighlight(id);
    if (hasLane(timeline.objects.get(id)?.kind ?? "local")) this.#showLane(id);
  }

  /** @param {number} id */
  #toggle(id) {
    const { timeline, view, say } = this.#page;
    view.setHighlight(view.highlight === id ? 0 : id);
    const lit = `${timeline.objectName(id)} is lit up on the lanes`;
    say(view.highlight ? lit : "No object is lit up");
    this.update();
  }

  /** Moving a focused button in the document takes its focus away: only when the order changed.
   *  @param {HTMLElement[]} elements */
  #lay(elements) {
    const same =
      elements.length === this.element.childElementCount &&
      elements.every((each, i) => this.element.children[i] === each);
    if (same) return;
    const focused = this.element.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement)
      : null;
    refill(this.element, elements);
    focused?.focus();
  }
}

/** @param {Page} page @param {{showLane: (object: number) => void}} actions */
export const objectsPanel = (page, actions) => new ObjectsPanel(page, actions);

/**
 * The controls of a lane or a group: move, pin, collapse, hide. There are two sets of them, whatever the
 * number of lanes: one goes with the pointer from head to head, one stays with the selected lane,
 * where the keyboard finds it.
 */

import { element } from "./element.js";
import { draw, icon } from "./icon.js";

/** @import {Arrangement} from "../model/arrangement.js" */
/** @import {Icon} from "./icon.js" */

/** @typedef {"move" | "pin" | "fold" | "hide"} Act */
/** @typedef {{element: HTMLElement, kind: string, id: number, name: string}} Place the row that the
 *  controls are for */

/** @type {readonly Act[]} */
const ACTS = ["move", "pin", "fold", "hide"];
/** A group is collapsed by its name. @type {ReadonlySet<Act>} */
const OF_GROUP = new Set(["move", "pin", "hide"]);

export class Controls {
  /** @type {Map<Act, {button: HTMLButtonElement, drawing: SVGElement}>} */
  #buttons = new Map();

  constructor() {
    this.element = element("div", "stage-controls", { role: "gridcell", "aria-colindex": "3" });
    for (const act of ACTS) {
      const drawing = icon(act);
      const button = element(
        "button",
        "stage-control",
        { type: "button", "data-do": act },
        drawing,
      );
      this.#buttons.set(act, { button, drawing });
      this.element.append(button);
    }
  }

  /** Whether a control has the focus. */
  get focused() {
    return this.element.contains(this.element.ownerDocument.activeElement);
  }

  /** @param {Place | null} place null: nowhere @param {Arrangement} arrangement */
  show(place, arrangement) {
    if (!place) {
      this.element.remove();
      return;
    }
    const ofGroup = place.kind === "group";
    const { pinned: lanes, pinnedGroups: groups } = arrangement;
    const pinned = (ofGroup ? groups : lanes).has(place.id);
    const folded = arrangement.folded.has(place.id);
    const keys = ofGroup ? "Alt Page up and Page down" : "Alt ↑ and ↓";
    this.#write("move", `Move ${place.name}`, `Drag, or ${keys}`, "move");
    this.#write("pin", `Pin ${place.name}`, pinned ? "Unpin" : "Pin on top", "pin", pinned);
    this.#write(
      "fold",
      `Collapse ${place.name}`,
      folded ? "Expand" : "Collapse",
      folded ? "unfold" : "fold",
      folded,
    );
    this.#write("hide", `Hide ${place.name}`, "Hide", "hide");
    for (const [act, { button }] of this.#buttons) button.hidden = ofGroup && !OF_GROUP.has(act);
    if (this.element.parentElement !== place.element) place.element.append(this.element);
  }

  /** @param {Act} act @param {string} label @param {string} title @param {Icon} name
   *  @param {boolean} [pressed] of one that is on or off */
  #write(act, label, title, name, pressed) {
    const { button, drawing } = /** @type {{button: HTMLButtonElement, drawing: SVGElement}} */ (
      this.#buttons.get(act)
    );
    if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
    if (button.title !== title) button.title = title;
    if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
    draw(drawing, name);
  }
}

/** The head of a panel: its name in capitals, and beside it what is said of or done to all of it. */

import { h } from "./element.js";

/**
 * @param {string} title
 * @param {{id?: string, plain?: boolean}} how id: of the heading; plain: not in capitals
 * @param {...import("./element.js").Leaf} beside
 * @returns {HTMLElement}
 */
export const panelHead = (title, { id, plain }, ...beside) =>
  h(
    "div",
    { class: "selection-head" },
    h("h2", { class: plain ? null : "caps", id }, title),
    beside,
  );

/** The button that takes away what the panel speaks of. @param {() => void} onclick */
export const clearButton = (onclick) =>
  h(
    "button",
    { class: "button button--plain", type: "button", data: { key: "clear" }, onclick },
    "Clear",
  );

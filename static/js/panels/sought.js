/** What is sought, said over the minimap: the word, which hit one is at, and the ways to the next,
 *  the one before, and out. */

import { h, refill } from "./element.js";

/**
 * @param {HTMLElement} host hidden while nothing is sought
 * @param {{step: (step: 1 | -1) => void, end: () => void}} ways
 */
export function soughtBar(host, { step, end }) {
  const word = h("span", { class: "sought-word" });
  const place = h("span", { class: "quiet" });
  const button = (
    /** @type {string} */ sign,
    /** @type {string} */ name,
    /** @type {() => void} */ onclick,
  ) =>
    h(
      "button",
      { class: "sought-key", type: "button", "aria-label": name, title: name, onclick },
      sign,
    );
  refill(
    host,
    word,
    place,
    button("‹", "Previous hit (Shift F3)", () => step(-1)),
    button("›", "Next hit (F3)", () => step(1)),
    button("×", "End the search", end),
  );
  host.hidden = true;
  return {
    /** @param {string} label @param {string} where */
    show(label, where) {
      word.textContent = label;
      place.textContent = where;
      host.hidden = false;
    },
    hide() {
      host.hidden = true;
    },
  };
}

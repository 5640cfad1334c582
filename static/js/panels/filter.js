/** The filter of the catalogue: every typed word must occur in the card. */

import { write } from "./element.js";

/**
 * @param {HTMLInputElement} input @param {HTMLElement} count
 * @param {HTMLElement} nothing shown when no card is left @param {HTMLElement} clear
 */
export function wireFilter(input, count, nothing, clear) {
  const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".card")]);
  const groups = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".group")]);

  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards)
      card.hidden = !words.every((word) => card.dataset.words?.includes(word));
    for (const group of groups) group.hidden = !group.querySelector(".card:not([hidden])");
    const left = cards.filter((card) => !card.hidden).length;
    nothing.hidden = left > 0 || cards.length === 0;
    write(count, words.length ? `${left} of ${cards.length}` : `${cards.length} scenarios`);
  };

  const reset = () => {
    input.value = "";
    apply();
    input.focus();
  };
  input.addEventListener("input", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    reset();
  });
  clear.addEventListener("click", reset);
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest(
      "input, select, textarea, dialog",
    );
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
  apply();
}

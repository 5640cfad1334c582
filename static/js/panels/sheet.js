/** The sheet: on a narrow screen the details come from below, at the press of a handle. */

import { write } from "./element.js";

/** @param {HTMLElement} handle @param {HTMLElement} peek what is seen of the details while they are closed */
export function sheet(handle, peek) {
  const set = (/** @type {boolean} */ open) => handle.setAttribute("aria-expanded", String(open));
  handle.addEventListener("click", () => set(handle.getAttribute("aria-expanded") !== "true"));
  return {
    /** @param {string | null} text what is selected */
    peek(text) {
      write(peek, text ?? "Details");
    },
  };
}

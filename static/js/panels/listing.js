/** A listing: source text with line numbers, of which some lines may be marked. */

import { h } from "./element.js";
import { colouredLines } from "./python.js";

/**
 * @param {string} source
 * @param {{label: string, onLine?: (line: number) => void, canPick?: (line: number) => boolean}} options
 *   a line for which `canPick` is true becomes a button
 * @returns {HTMLElement}
 */
export function listing(source, { label, onLine, canPick = () => false }) {
  const rows = colouredLines(source.replace(/\n$/, "")).map((pieces, index) => {
    const line = index + 1;
    const pick = Boolean(onLine) && canPick(line);
    return h(
      pick ? "button" : "div",
      pick
        ? {
            class: "listing-line",
            type: "button",
            data: { line },
            onclick: () => onLine?.(line),
            title: `Show every span from line ${line}`,
            "aria-pressed": false,
          }
        : { class: "listing-line", data: { line } },
      h("span", { class: "listing-number", "aria-hidden": "true", data: { line } }),
      h(
        "span",
        { class: "listing-text" },
        pieces.map(({ text, kind }) => (kind ? h("span", { class: `code-${kind}` }, text) : text)),
      ),
    );
  });
  return h("div", { class: "listing", tabindex: "0", role: "region", "aria-label": label }, rows);
}

/** Mark these lines and bring the first into sight.
 * @param {HTMLElement} element a listing
 * @param {number[]} lines
 */
export function markLines(element, lines) {
  for (const row of element.querySelectorAll("[data-marked]")) {
    row.removeAttribute("data-marked");
    row.removeAttribute("aria-current");
  }
  lines.forEach((line, index) => {
    const row = /** @type {HTMLElement | undefined} */ (element.children[line - 1]);
    if (!row) return;
    row.dataset.marked = "";
    row.setAttribute("aria-current", "true");
    if (index === 0) scrollToRow(element, row);
  });
}

/** The line where a program begins, after the docstring and the blank line that follow the top.
 * @param {string} source
 */
export function firstLineOfCode(source) {
  const lines = source.split("\n");
  if (!lines[0].startsWith('"""')) return 1;
  const end = lines.findIndex(
    (line, index) => line.endsWith('"""') && (index > 0 || line.length > 5),
  );
  return end < 0 ? 1 : end + 1 + lines.slice(end + 1).findIndex((line) => line.trim() !== "") + 1;
}

/** Bring a line to the top of the listing. @param {HTMLElement} element @param {number} line */
export function scrollToLine(element, line) {
  const row = /** @type {HTMLElement | undefined} */ (element.children[line - 1]);
  if (row) element.scrollTop = topIn(element, row);
}

/** Bring a line into sight, unless it is. @param {HTMLElement} element @param {number} line */
export function revealLine(element, line) {
  const row = /** @type {HTMLElement | undefined} */ (element.children[line - 1]);
  if (row) scrollToRow(element, row);
}

/** `scrollIntoView` would scroll the whole page with it on a small screen.
 * @param {HTMLElement} element @param {HTMLElement} row
 */
function scrollToRow(element, row) {
  const top = topIn(element, row);
  const shown =
    top >= element.scrollTop && top + row.offsetHeight <= element.scrollTop + element.clientHeight;
  if (!shown) element.scrollTop = top - element.clientHeight / 3;
}

/** How far from the top of all that scrolls. @param {HTMLElement} element @param {HTMLElement} row */
const topIn = (element, row) =>
  row.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop;

/** The marks set by hand, listed: their moments, their names, and how far each is from the one
 *  before it. */

import { formatDuration, formatTime } from "../base/format.js";
import { renamed } from "../model/marks.js";
import { h, refill } from "./element.js";
import { panelHead } from "./panel_head.js";

/** @import {HandMark} from "../model/marks.js" */
/** @import {View} from "../model/view.js" */

/**
 * @param {HTMLElement} host hidden while there are none
 * @param {{view: View, goTo: (ns: number) => void}} page
 */
export function marksPanel(host, { view, goTo }) {
  const list = h("ol", { class: "mark-list" });
  const remove = h(
    "button",
    { class: "button button--plain", type: "button", onclick: () => view.setMarks([]) },
    "Remove all",
  );
  refill(host, panelHead("Marks", { id: "marks-head" }, remove), list);
  let shown = "";

  return () => {
    const { marks } = view;
    host.hidden = marks.length === 0;
    const key = JSON.stringify(marks);
    if (key === shown) return;
    shown = key;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
    refill(
      list,
      marks.map((mark, index) => row(view, mark, index, marks[index - 1], goTo)),
    );
    if (focused) /** @type {HTMLElement | null} */ (find(list, focused))?.focus();
  };
}

/** @param {HTMLElement} list @param {string} key */
const find = (list, key) => list.querySelector(`[data-key="${key}"]`);

/**
 * @param {View} view @param {HandMark} mark @param {number} index
 * @param {HandMark | undefined} before @param {(ns: number) => void} goTo
 */
function row(view, { ns, name }, index, before, goTo) {
  const number = index + 1;
  const field = h("input", {
    class: "mark-name",
    type: "text",
    value: name,
    placeholder: "Name",
    maxlength: 60,
    autocomplete: "off",
    "aria-label": `Name of mark ${number}`,
    data: { key: `name ${ns}` },
    onchange: () => view.setMarks(renamed(view.marks, ns, field.value)),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" || event.key === "Escape") field.blur();
    },
  });
  return h(
    "li",
    { class: "mark-row" },
    h("span", { class: "mark-number", "aria-hidden": "true" }, number),
    h(
      "button",
      {
        class: "link-button",
        type: "button",
        "aria-label": `Go to mark ${number} at ${formatTime(ns, 6)}`,
        data: { key: `go ${ns}` },
        onclick: () => goTo(ns),
      },
      formatTime(ns, 6),
    ),
    h(
      "span",
      { class: "quiet", title: before && `After mark ${index}` },
      before ? `+${formatDuration(ns - before.ns)}` : "",
    ),
    h(
      "button",
      {
        class: "mark-remove",
        type: "button",
        "aria-label": `Remove mark ${number}`,
        onclick: () => view.setMarks(view.marks.filter((mark) => mark.ns !== ns)),
      },
      "×",
    ),
    field,
  );
}

/** The modes: what the timeline is shown as — lanes by thread, lanes by object, a table — and the
 *  control in the header that says and chooses which. */

/** @import {Mode} from "./model/fragment.js" */
/** @import {View} from "./model/view.js" */

/** @type {Readonly<Record<Mode, string>>} */
const SAID = Object.freeze({
  threads: "Lanes by thread.",
  objects: "Lanes by object: who held it, who waited for it.",
  table: "Table of spans.",
});

/**
 * @param {HTMLElement} control a group of buttons with `data-mode`
 * @param {View} view
 * @param {{table: HTMLElement, stage: HTMLElement, open: () => void,
 *   say: (sentence: string) => void}} parts `open`: the table is shown from now on
 */
export function viewModes(control, view, { table, stage, open, say }) {
  const buttons = /** @type {HTMLElement[]} */ ([...control.querySelectorAll("[data-mode]")]);
  /** The lanes that the table goes back to. @type {Mode} */
  let lanes = "threads";

  const show = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === view.mode));
    }
    const asTable = view.mode === "table";
    if (!asTable) lanes = view.mode;
    if (table.hidden !== asTable) return;
    table.hidden = !asTable;
    stage.toggleAttribute("data-covered", asTable);
    if (asTable) open();
  };

  /** By hand, so worth going Back from. @param {Mode} mode */
  const choose = (mode) => {
    if (mode === view.mode) return;
    view.setMode(mode);
    view.commit();
    say(SAID[mode]);
  };

  for (const button of buttons) {
    button.addEventListener("click", () => choose(/** @type {Mode} */ (button.dataset.mode)));
  }
  view.subscribe((_, change) => {
    if (change === "mode") show();
  });
  show();

  return {
    toggleTable: () => choose(view.mode === "table" ? lanes : "table"),
    toggleObjects: () => choose(view.mode === "objects" ? "threads" : "objects"),
  };
}

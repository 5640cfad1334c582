/** The modes: what the timeline is shown as — lanes by thread, lanes by object, a table — and the
 *  control in the header that says and chooses which. */

import { waitedObject } from "./layout/standing.js";
import { threadLegend } from "./panels/thread_legend.js";

/** @import {Mode} from "./model/fragment.js" */
/** @import {Standing} from "./layout/standing.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** @type {Readonly<Record<Mode, string>>} */
const SAID = Object.freeze({
  threads: "Lanes by thread.",
  objects: "Lanes by object: who held it, who waited for it.",
  table: "Table of spans.",
});

/**
 * @param {HTMLElement} control a group of buttons with `data-mode`
 * @param {{timeline: Timeline, view: View}} page
 * @param {{table: HTMLElement, stage: HTMLElement, legends: HTMLElement, open: () => void,
 *   reveal: (row: Standing) => void, say: (sentence: string) => void}} parts `open`: the table is
 *   shown from now on
 */
export function viewModes(
  control,
  { timeline, view },
  { table, stage, legends, open, reveal, say },
) {
  const buttons = /** @type {HTMLElement[]} */ ([...control.querySelectorAll("[data-mode]")]);
  /** The lanes that the table goes back to. @type {Mode} */
  let lanes = "threads";

  const legend = threadLegend(/** @type {HTMLElement} */ (legends.children[1]), timeline);
  const show = () => {
    legend();
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === view.mode));
    }
    const [ofStates, ofThreads] = /** @type {HTMLElement[]} */ ([...legends.children]);
    ofStates.hidden = view.mode === "objects";
    ofThreads.hidden = !ofStates.hidden;
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
    const { mode, selection } = view;
    if (change !== "selection" || mode !== "objects" || !selection) return;
    // What a thread does, other than wait for an object, is seen on its own lane only.
    if (waitedObject(timeline, selection)) return;
    view.setMode("threads");
    afterDrawing(() => reveal({ kind: "lane", id: selection.lane }));
  });
  show();

  return {
    /** The run has changed. */
    update() {
      if (view.mode === "objects") legend();
    },
    toggleTable: () => choose(view.mode === "table" ? lanes : "table"),
    toggleObjects: () => choose(view.mode === "objects" ? "threads" : "objects"),
    /** @param {number} object */
    showObject(object) {
      choose("objects");
      afterDrawing(() => reveal({ kind: "object", id: object }));
    },
  };
}

/** The rows are laid out in the next screen frame. @param {() => void} then */
function afterDrawing(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

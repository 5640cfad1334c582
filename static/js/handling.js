/** Handling: what pointer and keys do to the heads of lanes, and to the controls that stand there. */

import { listen } from "./base/listen.js";
import { listenForReorder } from "./input/reorder.js";
import { rowOf } from "./layout/rows.js";
import { element } from "./render/element.js";

/** @import {Arranging} from "./arranging.js" */
/** @import {Board} from "./board.js" */

const HANDLE = '[data-do="move"]';

/**
 * @param {Board} board @param {Arranging} arranging
 * @returns {(() => void)[]} stops
 */
export function handleHeads(board, arranging) {
  const { heads } = board;
  const row = (/** @type {Event} */ event) =>
    event.target instanceof Element ? heads.rowAt(event.target) : null;

  /** @param {Event} event */
  const onClick = (event) => {
    const control = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    const is = row(event);
    if (control instanceof HTMLElement && is) arranging.act(control.dataset.do ?? "", is);
  };
  /** On its handle a lane is moved with plain arrows, too. @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    const onHandle = event.target instanceof Element && event.target.closest(HANDLE);
    const is = row(event);
    if (!step || !onHandle || is?.kind !== "lane") return;
    event.preventDefault();
    event.stopPropagation();
    arranging.move(step, is.id);
  };
  return [
    listen(heads.element, "click", onClick),
    listen(heads.element, "keydown", onKey),
    listen(heads.element, "pointerover", (/** @type {Event} */ event) =>
      heads.point(board, row(event)),
    ),
    listen(heads.element, "pointerleave", () => heads.point(board, null)),
    listenForReorder(heads.element, HANDLE, new Reordering(board, arranging)),
  ];
}

/** A lane on its way to another place among those it lies with. */
class Reordering {
  #lane = 0;
  /** @type {number | null} */
  #before = null;

  /** @param {Board} board @param {Arranging} arranging */
  constructor(board, arranging) {
    this.board = board;
    this.arranging = arranging;
    this.line = element("div", "stage-insertion", { "aria-hidden": "true" });
    this.line.hidden = true;
    board.elements.sheet.append(this.line);
  }

  /** @param {Element} handle */
  begin(handle) {
    const row = this.board.heads.rowAt(handle);
    this.#lane = row?.kind === "lane" ? row.id : 0;
    this.#before = null;
    return this.#lane !== 0;
  }

  /** @param {number} y */
  over(y) {
    const { rows } = this.board;
    const beside = this.arranging.lanesBeside(this.#lane);
    const places = beside.map((lane) => rowOf(rows, "lane", lane)).filter((row) => row !== null);
    const inSight = (/** @type {number} */ at) => this.board.yOf(places[at]);
    let at = 0;
    while (at < places.length && inSight(at) + places[at].height / 2 < y) at += 1;
    this.#before = beside[at] ?? 0;
    const last = places.length - 1;
    const top = at <= last ? inSight(at) : inSight(last) + places[last].height;
    this.line.hidden = false;
    this.line.style.transform = `translateY(${Math.round(top)}px)`;
  }

  drop() {
    if (this.#before !== null) this.arranging.moveBefore(this.#lane, this.#before);
    this.cancel();
  }

  cancel() {
    this.line.hidden = true;
    this.#before = null;
  }

  /** @param {number} px */
  scrollBy(px) {
    this.board.elements.body.scrollTop += px;
  }
}

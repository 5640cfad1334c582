/** Handling: what pointer and keys do to the heads of lanes, and to the controls that stand there. */

import { listen } from "./base/listen.js";
import { listenForReorder } from "./input/reorder.js";
import { rowOf } from "./layout/rows.js";
import { element } from "./render/element.js";

/** @import {Arranging} from "./arranging.js" */
/** @import {Board} from "./board.js" */
/** @import {Row} from "./layout/rows.js" */

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
  /** On its handle a lane or a group is moved with plain arrows, too. @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    const onHandle = event.target instanceof Element && event.target.closest(HANDLE);
    const is = row(event);
    if (!step || !onHandle || !is || !isMovable(is)) return;
    event.preventDefault();
    event.stopPropagation();
    if (is.kind === "lane") arranging.move(step, is.id);
    else arranging.moveGroup(step, is.group);
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

/** @param {Row} row */
const isMovable = ({ kind }) => kind === "lane" || kind === "group";

/** A lane or a group on its way to another place among those it lies with. */
class Reordering {
  /** @type {Row | null} */
  #row = null;
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
    this.#row = row && isMovable(row) ? row : null;
    this.#before = null;
    return this.#row !== null;
  }

  /** @param {number} y */
  over(y) {
    const beside = this.#beside();
    const places = beside.map((id) => this.#placeOf(id)).filter((place) => place !== null);
    let at = 0;
    while (at < places.length && places[at].top + places[at].height / 2 < y) at += 1;
    this.#before = beside[at] ?? 0;
    const last = places[places.length - 1];
    const top = at < places.length ? places[at].top : last.top + last.height;
    this.line.hidden = false;
    this.line.style.transform = `translateY(${Math.round(top)}px)`;
  }

  #beside() {
    const { kind, id } = /** @type {Row} */ (this.#row);
    return kind === "lane" ? this.arranging.lanesBeside(id) : this.arranging.groupsBeside(id);
  }

  /** Where in sight a lane lies, or a group with all of its rows. @param {number} id */
  #placeOf(id) {
    const { board } = this;
    const row = rowOf(board.rows, /** @type {Row} */ (this.#row).kind, id);
    if (!row) return null;
    const { rows } = board.rows;
    let { height } = row;
    if (row.kind === "group") {
      for (let i = row.index + 1; rows[i]?.group?.id === id; i += 1) height += rows[i].height;
    }
    return { top: board.yOf(row), height };
  }

  drop() {
    const { kind, id } = /** @type {Row} */ (this.#row);
    if (this.#before !== null && kind === "lane") this.arranging.moveBefore(id, this.#before);
    else if (this.#before !== null) this.arranging.moveGroupBefore(id, this.#before);
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

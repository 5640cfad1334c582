/**
 * Held input: what was pressed before anything on the page could answer, carried out in its
 * order as soon as something can.
 */

/** The lanes answer to a pointer as soon as they are seen. */
const ANSWERS = "#stage";

/** @typedef {(press: KeyboardEvent) => void} KeyAnswer */

export class HeldInput {
  /** @type {((onKey: KeyAnswer) => void)[]} */
  #held = [];
  /** Where the pointer was last: what a key does may depend on it. @type {PointerEvent | null} */
  #pointer = null;
  #holding = new AbortController();

  /** @param {EventTarget} target usually the document */
  constructor(target) {
    /** @param {string} type @param {(event: any) => void} listener */
    const on = (type, listener) =>
      target.addEventListener(type, listener, { capture: true, signal: this.#holding.signal });
    on("keydown", (press) => this.#holdPress(press));
    on("click", (click) => this.#holdClick(click));
    on("pointermove", (move) => {
      this.#pointer = move;
    });
  }

  /** From now on nothing is held; what was is carried out. @param {KeyAnswer} [onKey] */
  release(onKey = () => {}) {
    this.#holding.abort();
    if (!this.#held.length) return;
    for (const carryOut of this.#held.splice(0)) carryOut(onKey);
    moveTo(this.#pointer);
  }

  /** @param {KeyboardEvent} press */
  #holdPress(press) {
    const pointer = this.#pointer;
    this.#held.push((onKey) => {
      const field = document.activeElement;
      // What came after a key that opens a field was meant for the field.
      if (field instanceof HTMLInputElement) return write(press, field);
      moveTo(pointer);
      onKey(press);
    });
  }

  /** @param {MouseEvent} click */
  #holdClick(click) {
    const target = /** @type {Element} */ (click.target);
    const button = target.closest("button");
    if (!button || button.closest(ANSWERS)) return;
    click.preventDefault();
    click.stopImmediatePropagation();
    this.#held.push(() => button.click());
  }
}

/** Press a key in a field. @param {KeyboardEvent} press @param {HTMLInputElement} field */
function write(press, field) {
  const isText = press.key.length === 1 && !press.ctrlKey && !press.metaKey;
  if (!field.dispatchEvent(new KeyboardEvent("keydown", press)) || !isText) return;
  field.setRangeText(press.key, field.value.length, field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** @param {PointerEvent | null} pointer */
function moveTo(pointer) {
  pointer?.target?.dispatchEvent(new PointerEvent("pointermove", pointer));
}

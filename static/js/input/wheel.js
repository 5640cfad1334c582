/**
 * The wheel: plain scrolls lanes up and down, Shift or sideways pans in time, Ctrl or ⌘
 * (and a pinch on a trackpad, which says Ctrl) zooms at the pointer.
 *
 * @typedef {{zoomAt(px: number, factor: number): void, panBy(px: number): void,
 *   settleSoon(): void}} WheelTarget
 *
 * @typedef {"zoom" | "pan" | "scroll"} Kind
 */

import { listen } from "../base/listen.js";

const LINE_PX = 16;
const PAGE_PX = 400;
/** A notch of a wheel is about 100; a trackpad's pinch comes in steps of a few. */
const NOTCH_PX = 50;
/** Events that come closer together are one gesture: a trackpad sends one per screen frame. */
const ONE_GESTURE_MS = 80;

/**
 * How much narrower or wider one wheel event makes the window.
 *
 * @param {number} deltaPx
 */
export function zoomFactor(deltaPx) {
  return Math.exp(deltaPx * (Math.abs(deltaPx) < NOTCH_PX ? 0.01 : 0.0022));
}

/**
 * A gesture of the wheel stays what it began as: the momentum of a trackpad outlasts the key that
 * was held, and its direction wavers, so each event by itself would jump between zoom, pan and
 * scroll. A key pressed anew begins another.
 */
export class WheelGesture {
  /** @type {Kind} */
  #kind = "scroll";
  #lastMs = -Infinity;
  #keys = "";

  /**
   * @param {{dx: number, dy: number, zooms: boolean, shiftKey: boolean, atMs: number}} event
   * @returns {Kind}
   */
  kindOf({ dx, dy, zooms, shiftKey, atMs }) {
    const keys = `${zooms ? "zoom" : ""}${shiftKey ? "shift" : ""}`;
    const pressed = keys !== "" && keys !== this.#keys;
    if (atMs - this.#lastMs > ONE_GESTURE_MS || pressed) {
      const sideways = shiftKey || Math.abs(dx) > Math.abs(dy);
      this.#kind = zooms ? "zoom" : sideways ? "pan" : "scroll";
    }
    this.#keys = keys;
    this.#lastMs = atMs;
    return this.#kind;
  }
}

/**
 * @param {HTMLElement} area @param {WheelTarget} target
 * @param {{alwaysZoom?: boolean}} [options] alwaysZoom: on the axis no key is needed
 * @returns {() => void} stop
 */
export function listenForWheel(area, target, { alwaysZoom = false } = {}) {
  const gesture = new WheelGesture();

  /** @param {WheelEvent} event */
  const onWheel = (event) => {
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const { ctrlKey, metaKey, shiftKey, timeStamp: atMs } = event;
    const zooms = ctrlKey || metaKey || (alwaysZoom && Math.abs(dy) > Math.abs(dx));
    const kind = gesture.kindOf({ dx, dy, zooms, shiftKey, atMs });
    if (kind === "scroll") return;
    event.preventDefault();
    if (kind === "zoom") {
      target.zoomAt(event.clientX - area.getBoundingClientRect().left, zoomFactor(dy));
      target.settleSoon();
    } else target.panBy(shiftKey && dx === 0 ? dy : dx);
  };
  return listen(area, "wheel", onWheel, { passive: false });
}

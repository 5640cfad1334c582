/**
 * The wheel: plain scrolls lanes up and down, Shift or sideways pans in time, Ctrl or ⌘
 * (and a pinch on a trackpad, which says Ctrl) zooms at the pointer.
 *
 * @typedef {{zoomAt(px: number, factor: number): void, panBy(px: number): void,
 *   settleSoon(): void}} WheelTarget
 */

import { listen } from "../base/listen.js";

const LINE_PX = 16;
const PAGE_PX = 400;
/** A notch of a wheel is about 100; a trackpad's pinch comes in steps of a few. */
const NOTCH_PX = 50;

/**
 * How much narrower or wider one wheel event makes the window.
 *
 * @param {number} deltaPx
 */
export function zoomFactor(deltaPx) {
  return Math.exp(deltaPx * (Math.abs(deltaPx) < NOTCH_PX ? 0.01 : 0.0022));
}

/**
 * @param {HTMLElement} area @param {WheelTarget} target
 * @param {{alwaysZoom?: boolean}} [options] alwaysZoom: on the axis no key is needed
 * @returns {() => void} stop
 */
export function listenForWheel(area, target, { alwaysZoom = false } = {}) {
  /** @param {WheelEvent} event */
  const onWheel = (event) => {
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const px = event.clientX - area.getBoundingClientRect().left;
    if (event.ctrlKey || event.metaKey || (alwaysZoom && Math.abs(dy) > Math.abs(dx))) {
      target.zoomAt(px, zoomFactor(dy));
    } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      target.panBy(event.shiftKey && dx === 0 ? dy : dx);
    } else {
      return;
    }
    event.preventDefault();
    target.settleSoon();
  };
  return listen(area, "wheel", onWheel, { passive: false });
}

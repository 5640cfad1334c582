/**
 * Drags on the two strips above the lanes: the minimap's window is moved and resized,
 * and a stretch of the axis is zoomed to.
 *
 * @typedef {import("./pointer.js").Window} Window
 * @typedef {{window(): Window, extent(): Window, panTo(window: Window): void,
 *   markZoom(range: Window | null): void, zoomTo(window: Window): void, settle(): void,
 *   pxToTime(px: number): number}} StripTarget
 */

import { listen, together } from "../base/listen.js";
import { createScale } from "../base/scale.js";

/** How near to an edge of the window a press means that edge. */
const EDGE_PX = 6;
const LEAST_ZOOM_PX = 4;

/**
 * Where a press on the minimap takes hold.
 *
 * @param {number} px @param {number} leftPx @param {number} rightPx edges of the window
 * @returns {"from" | "to" | "both" | "outside"}
 */
export function gripAt(px, leftPx, rightPx) {
  const toLeft = Math.abs(px - leftPx);
  const toRight = Math.abs(px - rightPx);
  // A window of a few pixels is moved from its inside and resized from its outside.
  const inside = px > leftPx && px < rightPx;
  const edge = rightPx - leftPx > 4 * EDGE_PX || !inside ? EDGE_PX : 0;
  if (Math.min(toLeft, toRight) <= edge) return toLeft <= toRight ? "from" : "to";
  return inside ? "both" : "outside";
}

/**
 * @param {HTMLElement} strip @param {StripTarget} target
 * @returns {() => void} stop
 */
export function listenOnMinimap(strip, target) {
  /** @type {{grip: "from" | "to" | "both", startNs: number, window: Window} | null} */
  let drag = null;
  /** @param {PointerEvent} event */
  const timeOf = (event) => {
    const box = strip.getBoundingClientRect();
    const { fromNs, toNs } = target.extent();
    return createScale(fromNs, toNs, box.width).pxToTime(event.clientX - box.left);
  };

  /** @param {PointerEvent} event */
  const onDown = (event) => {
    if (event.button !== 0) return;
    strip.setPointerCapture(event.pointerId);
    const startNs = timeOf(event);
    const box = strip.getBoundingClientRect();
    const window = target.window();
    const extent = target.extent();
    const { timeToPx } = createScale(extent.fromNs, extent.toNs, box.width);
    const grip = gripAt(event.clientX - box.left, timeToPx(window.fromNs), timeToPx(window.toNs));
    if (grip !== "outside") {
      drag = { grip, startNs, window };
      return;
    }
    const half = (window.toNs - window.fromNs) / 2;
    const moved = { fromNs: startNs - half, toNs: startNs + half };
    target.panTo(moved);
    drag = { grip: "both", startNs, window: moved };
  };

  /** @param {PointerEvent} event */
  const onMove = (event) => {
    if (!drag) return;
    const shift = timeOf(event) - drag.startNs;
    const { fromNs, toNs } = drag.window;
    const from = drag.grip === "to" ? fromNs : fromNs + shift;
    const to = drag.grip === "from" ? toNs : toNs + shift;
    target.panTo({ fromNs: Math.min(from, to), toNs: Math.max(from, to) });
  };

  const onUp = () => {
    if (drag) target.settle();
    drag = null;
  };
  return listenAll(strip, onDown, onMove, onUp);
}

/**
 * @param {HTMLElement} strip @param {StripTarget} target
 * @returns {() => void} stop
 */
export function listenOnAxis(strip, target) {
  /** @type {{px: number, ns: number} | null} */
  let start = null;
  /** @param {PointerEvent} event */
  const pxOf = (event) => event.clientX - strip.getBoundingClientRect().left;
  /** @param {PointerEvent} event @returns {Window | null} */
  const marked = (event) => {
    if (!start || Math.abs(pxOf(event) - start.px) < LEAST_ZOOM_PX) return null;
    const here = target.pxToTime(pxOf(event));
    return { fromNs: Math.min(here, start.ns), toNs: Math.max(here, start.ns) };
  };

  /** @param {PointerEvent} event */
  const onDown = (event) => {
    if (event.button !== 0) return;
    strip.setPointerCapture(event.pointerId);
    start = { px: pxOf(event), ns: target.pxToTime(pxOf(event)) };
  };
  /** @param {PointerEvent} event */
  const onMove = (event) => {
    if (start) target.markZoom(marked(event));
  };
  /** @param {PointerEvent} event */
  const onUp = (event) => {
    const range = event.type === "pointerup" ? marked(event) : null;
    if (start) target.markZoom(null);
    start = null;
    if (range) target.zoomTo(range);
  };
  return listenAll(strip, onDown, onMove, onUp);
}

/**
 * @param {HTMLElement} strip @param {(event: PointerEvent) => void} onDown
 * @param {(event: PointerEvent) => void} onMove @param {(event: PointerEvent) => void} onUp
 * @returns {() => void}
 */
function listenAll(strip, onDown, onMove, onUp) {
  return together([
    listen(strip, "pointerdown", onDown),
    listen(strip, "pointermove", onMove),
    listen(strip, "pointerup", onUp),
    listen(strip, "pointercancel", onUp),
  ]);
}

/**
 * Pointers on the lanes: hover, click, double click, drag to pan, Shift+drag to mark a
 * range, two fingers to pinch.
 *
 * @typedef {{fromNs: number, toNs: number}} Window
 * @typedef {{
 *   window(): Window, pxToTime(px: number): number,
 *   hoverAt(x: number, y: number): void, leave(): void,
 *   selectAt(x: number, y: number): void, zoomToAt(x: number, y: number): void,
 *   panTo(window: Window): void, scrollBy(px: number): void, markRange(range: Window | null): void,
 *   settle(): void}} PointerTarget what the pointers move; x and y in CSS pixels of the lanes
 */

import { listen, together } from "../base/listen.js";
import { createScale } from "../base/scale.js";

/** A press that moves less than this is a click. */
const CLICK_SLOP_PX = 4;

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{kind: "press" | "pan" | "range", start: Point, last: Point, window: Window,
 *   anchorNs: number}} Drag */

/**
 * @param {HTMLElement} lanes @param {PointerTarget} target
 * @returns {() => void} stop
 */
export function listenForPointers(lanes, target) {
  /** @type {Map<number, Point>} */
  const down = new Map();
  /** @type {Drag | null} */
  let drag = null;
  /** @type {{window: Window, leftNs: number, rightNs: number} | null} */
  let pinch = null;

  /** @param {PointerEvent | MouseEvent} event @returns {Point} */
  const pointOf = (event) => {
    const box = lanes.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  /** @param {PointerEvent} event */
  const onDown = (event) => {
    if (event.button !== 0) return;
    const point = pointOf(event);
    down.set(event.pointerId, point);
    lanes.setPointerCapture(event.pointerId);
    if (down.size === 2) {
      drag = null;
      pinch = startPinch(target, down);
      return;
    }
    const anchorNs = target.pxToTime(point.x);
    drag = {
      kind: event.shiftKey ? "range" : "press",
      start: point,
      last: point,
      window: target.window(),
      anchorNs,
    };
  };

  /** @param {PointerEvent} event */
  const onMove = (event) => {
    const point = pointOf(event);
    if (down.has(event.pointerId)) down.set(event.pointerId, point);
    if (pinch && down.size === 2) target.panTo(pinchedWindow(pinch, down, lanes.clientWidth));
    else if (drag) moveDrag(drag, point, target, lanes.clientWidth, event.pointerType === "touch");
    else if (event.pointerType !== "touch") target.hoverAt(point.x, point.y);
  };

  /** @param {PointerEvent} event */
  const onUp = (event) => {
    if (!down.delete(event.pointerId)) return;
    const point = pointOf(event);
    if (pinch) {
      pinch = null;
      target.settle();
    } else if (drag?.kind === "press" && event.type === "pointerup") {
      target.selectAt(point.x, point.y);
    } else if (drag) {
      target.settle();
    }
    drag = null;
    lanes.classList.remove("stage-panning");
  };

  /** @param {MouseEvent} event */
  const onDouble = (event) => {
    const point = pointOf(event);
    target.zoomToAt(point.x, point.y);
  };
  const onLeave = () => {
    if (!drag) target.leave();
  };

  return together([
    listen(lanes, "pointerdown", onDown),
    listen(lanes, "pointermove", onMove),
    listen(lanes, "pointerup", onUp),
    listen(lanes, "pointercancel", onUp),
    listen(lanes, "pointerleave", onLeave),
    listen(lanes, "dblclick", onDouble),
  ]);
}

/**
 * @param {Drag} drag @param {Point} point @param {PointerTarget} target
 * @param {number} widthPx @param {boolean} touch
 */
function moveDrag(drag, point, target, widthPx, touch) {
  const dx = point.x - drag.start.x;
  const dy = point.y - drag.start.y;
  if (drag.kind === "press" && Math.hypot(dx, dy) >= CLICK_SLOP_PX) {
    drag.kind = "pan";
    target.leave();
  }
  if (drag.kind === "pan") {
    const scale = createScale(drag.window.fromNs, drag.window.toNs, widthPx);
    const shift = -dx * scale.nsPerPx;
    target.panTo({ fromNs: drag.window.fromNs + shift, toNs: drag.window.toNs + shift });
    // With a finger the browser itself scrolls up and down.
    if (!touch) target.scrollBy(drag.last.y - point.y);
  } else if (drag.kind === "range") {
    const here = target.pxToTime(point.x);
    const moved = Math.abs(dx) >= CLICK_SLOP_PX;
    target.markRange(
      moved ? { fromNs: Math.min(here, drag.anchorNs), toNs: Math.max(here, drag.anchorNs) } : null,
    );
  }
  drag.last = point;
}

/** @param {PointerTarget} target @param {Map<number, Point>} down */
function startPinch(target, down) {
  const [left, right] = [...down.values()].map((point) => point.x).sort((a, b) => a - b);
  return {
    window: target.window(),
    leftNs: target.pxToTime(left),
    rightNs: target.pxToTime(right),
  };
}

/**
 * The window in which the two moments lie under the two fingers again.
 *
 * @param {{leftNs: number, rightNs: number}} pinch @param {Map<number, Point>} down
 * @param {number} widthPx
 * @returns {Window}
 */
export function pinchedWindow({ leftNs, rightNs }, down, widthPx) {
  const [left, right] = [...down.values()].map((point) => point.x).sort((a, b) => a - b);
  const nsPerPx = Math.max(rightNs - leftNs, 1) / Math.max(right - left, 10);
  const fromNs = leftNs - left * nsPerPx;
  return { fromNs, toNs: fromNs + widthPx * nsPerPx };
}

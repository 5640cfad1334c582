/**
 * Pointers on the lanes: hover, click, double click, drag to pan, Shift+drag to mark a range;
 * with fingers tap, double tap, a long press that shows what lies there, pan and pinch.
 *
 * @typedef {{fromNs: number, toNs: number}} Window
 * @typedef {{
 *   window(): Window, pxToTime(px: number): number, grab(): void,
 *   hoverAt(x: number, y: number): void, leave(): void,
 *   selectAt(x: number, y: number): void, zoomToAt(x: number, y: number): void,
 *   panTo(window: Window): void, scrollBy(px: number): void, fling(pxPerMs: number): void,
 *   markRange(range: Window | null): void, settle(): void}} PointerTarget what the pointers move;
 *   x and y in CSS pixels of the lanes; `grab`: whatever moves by itself stops, `settle`: a zoom
 *   is over
 */

import { listen, together } from "../base/listen.js";
import { createScale } from "../base/scale.js";
import { Taps } from "./taps.js";

/** A press that moves less than this is a click; a finger trembles more than a hand on a mouse. */
const CLICK_SLOP_PX = 4;
const TAP_SLOP_PX = 10;
/** A finger that rests so long asks what lies under it. */
const LONG_PRESS_MS = 450;

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{kind: "press" | "pan" | "range" | "peek", start: Point, last: Point,
 *   window: Window, anchorNs: number, touch: boolean}} Drag `peek`: shows what lies under it */

/**
 * @param {HTMLElement} lanes @param {PointerTarget} target
 * @returns {() => void} stop
 */
export function listenForPointers(lanes, target) {
  const pointers = new Pointers(lanes, target);
  return together([
    listen(lanes, "pointerdown", (event) => pointers.down(event)),
    listen(lanes, "pointermove", (event) => pointers.move(event)),
    listen(lanes, "pointerup", (event) => pointers.up(event)),
    listen(lanes, "pointercancel", (event) => pointers.up(event)),
    listen(lanes, "pointerleave", (event) => pointers.leave(event)),
    listen(lanes, "dblclick", (event) => pointers.doubleClicked(event)),
    listen(lanes, "contextmenu", (event) => {
      // A long press shows what lies there; the menu would cover it.
      if (event.pointerType === "touch") event.preventDefault();
    }),
  ]);
}

class Pointers {
  /** Those that are down. @type {Map<number, Point>} */
  #down = new Map();
  /** @type {Drag | null} */
  #drag = null;
  /** @type {{leftNs: number, rightNs: number} | null} */
  #pinch = null;
  #taps = new Taps();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pressing;

  /** @param {HTMLElement} lanes @param {PointerTarget} target */
  constructor(lanes, target) {
    this.lanes = lanes;
    this.target = target;
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0) return;
    const { target, lanes } = this;
    const point = this.#pointOf(event);
    const touch = event.pointerType === "touch";
    target.grab();
    if (touch) target.leave();
    this.#down.set(event.pointerId, point);
    lanes.setPointerCapture(event.pointerId);
    clearTimeout(this.#pressing);
    if (this.#down.size === 2) {
      this.#drag = null;
      this.#pinch = startPinch(target, this.#down);
      return;
    }
    const anchorNs = target.pxToTime(point.x);
    const kind = event.shiftKey ? "range" : "press";
    this.#drag = { kind, start: point, last: point, window: target.window(), anchorNs, touch };
    this.#taps.begin(point, event.timeStamp);
    if (touch) this.#pressing = setTimeout(() => this.#pressedLong(), LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { target, lanes } = this;
    const point = this.#pointOf(event);
    if (this.#down.has(event.pointerId)) this.#down.set(event.pointerId, point);
    if (this.#pinch && this.#down.size === 2) {
      target.panTo(pinchedWindow(this.#pinch, this.#down, lanes.clientWidth));
    } else if (this.#drag) {
      this.#taps.move(point, event.timeStamp);
      moveDrag(this.#drag, point, target, lanes.clientWidth);
      if (this.#drag.kind !== "press") clearTimeout(this.#pressing);
    } else if (event.pointerType !== "touch") target.hoverAt(point.x, point.y);
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (!this.#down.delete(event.pointerId)) return;
    clearTimeout(this.#pressing);
    const drag = this.#drag;
    if (this.#pinch) this.target.settle();
    else if (drag && event.type === "pointerup") this.#dragEnded(drag, this.#pointOf(event), event);
    this.#pinch = null;
    this.#drag = null;
  }

  /** @param {PointerEvent} event */
  leave(event) {
    // What a finger asked for stays when the finger goes.
    if (!this.#drag && event.pointerType !== "touch") this.target.leave();
  }

  /** @param {MouseEvent} event */
  doubleClicked(event) {
    if (this.#taps.touched) return;
    const point = this.#pointOf(event);
    this.target.zoomToAt(point.x, point.y);
  }

  /** @param {Drag} drag @param {Point} point @param {PointerEvent} event */
  #dragEnded(drag, point, event) {
    const { target } = this;
    if (drag.kind === "press") {
      target.selectAt(point.x, point.y);
      if (this.#taps.end(point, event.timeStamp, drag.touch)) target.zoomToAt(point.x, point.y);
    } else if (drag.kind === "pan" && drag.touch) {
      target.fling(this.#taps.pxPerMs(event.timeStamp));
    }
  }

  #pressedLong() {
    const drag = this.#drag;
    if (drag?.kind !== "press") return;
    drag.kind = "peek";
    this.target.hoverAt(drag.last.x, drag.last.y);
  }

  /** @param {PointerEvent | MouseEvent} event @returns {Point} */
  #pointOf(event) {
    const box = this.lanes.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/**
 * @param {Drag} drag @param {Point} point @param {PointerTarget} target
 * @param {number} widthPx
 */
function moveDrag(drag, point, target, widthPx) {
  const dx = point.x - drag.start.x;
  const dy = point.y - drag.start.y;
  const slop = drag.touch ? TAP_SLOP_PX : CLICK_SLOP_PX;
  if (drag.kind === "press" && Math.hypot(dx, dy) >= slop) {
    drag.kind = "pan";
    target.leave();
  }
  if (drag.kind === "pan") {
    const scale = createScale(drag.window.fromNs, drag.window.toNs, widthPx);
    const shift = -dx * scale.nsPerPx;
    target.panTo({ fromNs: drag.window.fromNs + shift, toNs: drag.window.toNs + shift });
    // With a finger the browser itself scrolls up and down.
    if (!drag.touch) target.scrollBy(drag.last.y - point.y);
  } else if (drag.kind === "range") {
    const here = target.pxToTime(point.x);
    const moved = Math.abs(dx) >= slop;
    target.markRange(
      moved ? { fromNs: Math.min(here, drag.anchorNs), toNs: Math.max(here, drag.anchorNs) } : null,
    );
  } else if (drag.kind === "peek") target.hoverAt(point.x, point.y);
  drag.last = point;
}

/** @param {PointerTarget} target @param {Map<number, Point>} down */
function startPinch(target, down) {
  const [left, right] = [...down.values()].map((point) => point.x).sort((a, b) => a - b);
  return { leftNs: target.pxToTime(left), rightNs: target.pxToTime(right) };
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

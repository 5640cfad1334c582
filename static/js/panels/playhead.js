/**
 * The playhead's handle on the time axis: dragged, or moved by the keyboard as a slider. The
 * line below it is drawn with the lanes; a fainter one stands on the minimap.
 */

import { formatMoment } from "../base/format.js";
import { listen, together } from "../base/listen.js";
import { h } from "./element.js";

/** @import {View} from "../model/view.js" */

/** A press on the axis that moves less than this is a click; from there on it zooms. */
const CLICK_SLOP_PX = 4;
/** An arrow key goes this part of the window, a page key that part. */
const STEP = 0.01;
const PAGE = 0.1;
/** A slider that says its value sixty times a second says nothing. */
const SAID_MS = 500;

/**
 * @param {{axis: HTMLElement, minimap: HTMLElement, view: View, endNs: () => number,
 *   place: (ns: number) => void}} stage `place`: the hand puts it there, and wants to see it
 */
export function playheadHandle({ axis, minimap, view, endNs, place }) {
  const handle = h("div", {
    class: "playhead",
    role: "slider",
    tabindex: "0",
    "aria-label": "Playhead",
    "aria-valuemin": "0",
    hidden: true,
  });
  const far = h("div", { class: "playhead-far", "aria-hidden": "true", hidden: true });
  axis.append(handle);
  minimap.append(far);
  let saidMs = -Infinity;

  /** @param {PointerEvent} event */
  const timeAt = (event) => {
    const box = axis.getBoundingClientRect();
    return view.fromNs + ((event.clientX - box.left) / Math.max(1, box.width)) * view.widthNs;
  };

  /** @param {number} ns @param {boolean} playing */
  const say = (ns, playing) => {
    const nowMs = performance.now();
    if (playing && nowMs - saidMs < SAID_MS) return;
    saidMs = nowMs;
    handle.setAttribute("aria-valuemax", String(Math.round(endNs())));
    handle.setAttribute("aria-valuenow", String(Math.round(ns)));
    handle.setAttribute("aria-valuetext", formatMoment(ns));
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const ns = view.playheadNs;
    if (ns === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = target(event.key, ns, event.shiftKey ? PAGE : STEP, view.widthNs, endNs());
    if (to === null) return;
    event.preventDefault();
    place(to);
  };

  const stops = [
    drag(handle, (event) => place(timeAt(event))),
    clicks(axis, (event) => place(timeAt(event))),
    listen(handle, "keydown", onKey),
  ];

  return {
    /** @param {boolean} playing */
    update(playing) {
      const ns = view.playheadNs;
      handle.hidden = ns === null;
      far.hidden = ns === null;
      if (ns === null) return;
      const share = (ns - view.fromNs) / view.widthNs;
      handle.style.left = percent(share);
      // At the edge it tells on which side it is.
      handle.dataset.side = share < 0 ? "before" : share > 1 ? "after" : "";
      far.style.left = percent(ns / Math.max(1, endNs()));
      say(ns, playing);
    },
    stop: together(stops),
  };
}

/** @param {number} share */
const percent = (share) => `${Math.min(1, Math.max(0, share)) * 100}%`;

/** Where a key takes the playhead; null: nowhere.
 *  @param {string} key @param {number} ns @param {number} step of the window
 *  @param {number} widthNs @param {number} endNs @returns {number | null} */
export function target(key, ns, step, widthNs, endNs) {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return ns + Math.max(1, widthNs * step);
    case "ArrowLeft":
    case "ArrowDown":
      return ns - Math.max(1, widthNs * step);
    case "PageUp":
      return ns + widthNs * PAGE;
    case "PageDown":
      return ns - widthNs * PAGE;
    case "Home":
      return 0;
    case "End":
      return endNs;
    default:
      return null;
  }
}

/** @param {HTMLElement} handle @param {(event: PointerEvent) => void} move */
function drag(handle, move) {
  let held = false;
  return together([
    listen(handle, "pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      event.stopPropagation(); // the axis would take it for a zoom
      handle.setPointerCapture(event.pointerId);
      held = true;
    }),
    listen(handle, "pointermove", (/** @type {PointerEvent} */ event) => held && move(event)),
    listen(handle, "lostpointercapture", () => {
      held = false;
    }),
  ]);
}

/** @param {HTMLElement} axis @param {(event: PointerEvent) => void} click */
function clicks(axis, click) {
  /** @type {PointerEvent | null} */
  let down = null;
  return together([
    listen(axis, "pointerdown", (/** @type {PointerEvent} */ event) => {
      down = event.button === 0 ? event : null;
    }),
    listen(axis, "pointerup", (/** @type {PointerEvent} */ event) => {
      const still = down && Math.abs(event.clientX - down.clientX) < CLICK_SLOP_PX;
      if (still && down?.pointerId === event.pointerId) click(event);
      down = null;
    }),
    listen(axis, "pointercancel", () => {
      down = null;
    }),
  ]);
}

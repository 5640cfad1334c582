/**
 * Reordering by hand: a handle is dragged, with a mouse or a finger, and a line shows where its
 * lane would come to lie. Escape lets it lie where it was.
 *
 * @typedef {{begin(handle: Element): boolean, over(y: number): void, drop(): void,
 *   cancel(): void, scrollBy(px: number): void}} ReorderTarget what is dragged; y in CSS pixels
 *   of the heads; `begin`: false for what cannot be moved
 */

import { listen, together } from "../base/listen.js";

/** So near to an edge a drag scrolls, by so much per screen frame. */
const EDGE_PX = 28;
const SCROLL_PX = 6;
/** A press that moves less than this is a click. */
const CLICK_SLOP_PX = 4;

/**
 * @param {HTMLElement} heads @param {string} handles selector @param {ReorderTarget} target
 * @returns {() => void} stop
 */
export function listenForReorder(heads, handles, target) {
  /** @type {{pointer: number, startY: number, y: number, moved: boolean} | null} */
  let drag = null;
  let scrolling = 0;

  const scrollAtEdge = () => {
    scrolling = 0;
    if (!drag?.moved) return;
    const below = drag.y - (heads.clientHeight - EDGE_PX);
    const by = drag.y < EDGE_PX ? -SCROLL_PX : below > 0 ? SCROLL_PX : 0;
    if (by === 0) return;
    target.scrollBy(by);
    target.over(drag.y);
    scrolling = requestAnimationFrame(scrollAtEdge);
  };
  const end = () => {
    drag = null;
    cancelAnimationFrame(scrolling);
    scrolling = 0;
  };

  /** @param {PointerEvent} event */
  const onDown = (event) => {
    const handle = event.target instanceof Element ? event.target.closest(handles) : null;
    if (event.button !== 0 || !handle || !target.begin(handle)) return;
    heads.setPointerCapture(event.pointerId);
    const y = event.clientY - heads.getBoundingClientRect().top;
    drag = { pointer: event.pointerId, startY: y, y, moved: false };
  };
  /** @param {PointerEvent} event */
  const onMove = (event) => {
    if (drag?.pointer !== event.pointerId) return;
    drag.y = event.clientY - heads.getBoundingClientRect().top;
    drag.moved ||= Math.abs(drag.y - drag.startY) >= CLICK_SLOP_PX;
    if (!drag.moved) return;
    target.over(drag.y);
    scrolling ||= requestAnimationFrame(scrollAtEdge);
  };
  /** @param {PointerEvent} event */
  const onUp = (event) => {
    if (drag?.pointer !== event.pointerId) return;
    const { moved } = drag;
    end();
    if (moved && event.type === "pointerup") target.drop();
    else target.cancel();
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (!drag || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end();
    target.cancel();
  };

  return together([
    listen(heads, "pointerdown", onDown),
    listen(heads, "pointermove", onMove),
    listen(heads, "pointerup", onUp),
    listen(heads, "pointercancel", onUp),
    // Before the commands of the page: there Escape clears the selection.
    listen(heads.ownerDocument, "keydown", onKey, { capture: true }),
    end,
  ]);
}

/**
 * The cost line: how much was recorded, and what the recording cost the program. Behind it,
 * in whole sentences, how what the page shows is known.
 */

import { formatCount, formatCounted, formatFrequency, formatShare } from "../base/format.js";
import { h, refill, write } from "./element.js";
import { knowledge } from "./known.js";
import { panelHead } from "./panel_head.js";

/** @param {HTMLElement} host @param {HTMLElement} box a popover
 *  @param {import("../model/timeline.js").Timeline} timeline */
export function costLine(host, box, timeline) {
  const rate = eventRate();
  const close = h(
    "button",
    { class: "button", type: "button", onclick: () => box.hidePopover() },
    "Close",
  );
  const fill = () =>
    refill(
      box,
      panelHead("How this is known", { plain: true }, close),
      h(
        "dl",
        { class: "known-list" },
        knowledge(timeline).map(({ title, text }) => [h("dt", null, title), h("dd", null, text)]),
      ),
    );
  box.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") fill();
  });

  return () => {
    const { cost } = timeline;
    const lately = cost && timeline.live ? rate(cost.events, performance.now()) : null;
    write(host, costText(timeline, lately));
    host.toggleAttribute("data-dropped", Boolean(cost?.dropped));
  };
}

/** Events per second over the last second or so; null while no second has passed. */
export function eventRate() {
  /** @type {number | null} */
  let perSecond = null;
  let countedAtMs = -1;
  let counted = 0;
  return (/** @type {number} */ events, /** @type {number} */ nowMs) => {
    const passedMs = nowMs - countedAtMs;
    if (countedAtMs >= 0 && passedMs < 1000) return perSecond;
    if (countedAtMs >= 0)
      perSecond = Math.max(0, Math.round(((events - counted) * 1000) / passedMs));
    countedAtMs = nowMs;
    counted = events;
    return perSecond;
  };
}

/**
 * @param {import("../model/timeline.js").Timeline} timeline
 * @param {number | null} perSecond events lately; null when the run is over, or has just begun
 */
export function costText({ cost, spanCount, flowCount }, perSecond) {
  const parts = [formatCounted(spanCount, "span"), formatCounted(flowCount, "wake-up")];
  if (!cost) return parts.join(" · ");
  const each = cost.ns_per_event ? ` at ${formatCount(cost.ns_per_event)}\u2009ns` : "";
  parts.push(formatCounted(cost.events, "event") + each);
  // Before the kernel's account is known there is nothing to have a share of.
  if (cost.share !== undefined && cost.program_cpu)
    // It comes rounded, and no recording costs nothing.
    parts.push(
      `${formatShare(Math.max(cost.share, cost.events ? 1e-5 : 0))} of the program’s time`,
    );
  if (perSecond !== null) parts.push(`${formatCount(perSecond)}/s`);
  if (cost.dropped) parts.push(`${formatCounted(cost.dropped, "event")} lost`);
  if (cost.output_dropped)
    parts.push(`${formatCounted(cost.output_dropped, "output line")} not kept`);
  const hz = cost.sampler_mean_hz || cost.sampler_hz;
  parts.push(hz ? `sampled at ${formatFrequency(hz)}\u2009Hz` : "not sampled");
  return parts.join(" · ");
}

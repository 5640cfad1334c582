/** The cost line: how much was recorded, and what the recording cost the program. */

import { formatCount, formatCounted } from "../base/format.js";
import { write } from "./element.js";

/** @param {HTMLElement} host @param {import("../model/timeline.js").Timeline} timeline */
export function costLine(host, timeline) {
  let countedAt = 0;
  let counted = 0;
  let perSecond = 0;

  /** Events per second over the last second or so. @param {number} events */
  const rate = (events) => {
    const now = performance.now();
    if (now - countedAt < 1000) return perSecond;
    perSecond = countedAt
      ? Math.max(0, Math.round(((events - counted) * 1000) / (now - countedAt)))
      : 0;
    countedAt = now;
    counted = events;
    return perSecond;
  };

  return () => {
    const { cost } = timeline;
    const parts = [
      formatCounted(timeline.spanCount, "span"),
      formatCounted(timeline.flowCount, "wake-up"),
    ];
    if (cost) {
      parts.push(
        formatCounted(cost.events, "event") +
          (cost.ns_per_event ? ` at ${formatCount(cost.ns_per_event)}\u2009ns` : ""),
      );
      if (timeline.live) parts.push(`${formatCount(rate(cost.events))}/s`);
      if (cost.dropped) parts.push(`${formatCount(cost.dropped)} events lost`);
      if (cost.output_dropped)
        parts.push(`${formatCounted(cost.output_dropped, "output line")} not kept`);
      parts.push(
        cost.sampler_hz ? `sampled at ${formatCount(cost.sampler_hz)}\u2009Hz` : "not sampled",
      );
    }
    write(host, parts.join(" · "));
    host.toggleAttribute("data-dropped", Boolean(cost?.dropped));
  };
}

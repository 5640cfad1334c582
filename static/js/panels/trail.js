/** The trail: the windows one zoomed through, over the minimap; each leads back to itself. */

import { formatDuration, formatTime } from "../base/format.js";
import { h, refill, write } from "./element.js";

/** How long it is stands beside the minimap. */
const WHOLE = "Whole run";

/** @import {Window} from "../model/trail.js" */

/** Where there are more, those in the middle are left out: the way out and the last steps count. */
const CRUMBS_SHOWN = 5;

/**
 * @param {HTMLElement} host
 * @param {{goTo: (window: Window) => void, goToWhole: () => void}} ways
 */
export function trailBar(host, { goTo, goToWhole }) {
  const list = h("ol", { class: "trail-list" });
  const here = h("span", { "aria-current": "location" });
  refill(host, list);
  let shown = "";

  /** @param {Window} window */
  const crumb = (window) =>
    h(
      "button",
      {
        class: "link-button",
        type: "button",
        title: `${formatTime(Math.max(0, window.fromNs), 6)} to ${formatTime(window.toNs, 6)}`,
        onclick: () => goTo(window),
      },
      formatDuration(window.toNs - window.fromNs),
    );

  /** @param {readonly Window[]} crumbs @param {number} widthNs of what is in view now */
  return (crumbs, widthNs) => {
    const atWhole = crumbs.length === 0;
    write(here, atWhole ? WHOLE : formatDuration(widthNs));
    const key = JSON.stringify(crumbs);
    if (key === shown) return;
    shown = key;
    const outer = crumbs.slice(0, -1);
    const skipped = Math.max(0, outer.length - CRUMBS_SHOWN);
    const steps = [
      !atWhole && h("button", { class: "link-button", type: "button", onclick: goToWhole }, WHOLE),
      ...outer.slice(0, skipped ? 1 : 0).map(crumb),
      skipped > 0 && h("span", { "aria-label": `${skipped - 1} more` }, "…"),
      ...outer.slice(skipped ? skipped : 0).map(crumb),
      here,
    ];
    refill(
      list,
      steps.filter(Boolean).map((step) => h("li", null, step)),
    );
    list.scrollLeft = list.scrollWidth;
  };
}

/** The legend of threads: the look that each has where it holds something. It stands in place of
 *  that of states while the lanes are those of objects. */

import { h, refill } from "./element.js";
import { threadChip } from "./hold.js";

/** @import {Timeline} from "../model/timeline.js" */

/** Looks come again after twelve, and a longer legend is not read. */
const MOST_NAMES = 10;

/** @param {HTMLElement} host a list @param {Timeline} timeline */
export function threadLegend(host, timeline) {
  let told = "";
  return () => {
    const { lanes } = timeline;
    const shown = lanes.slice(0, MOST_NAMES);
    const more = lanes.length - shown.length;
    const key = JSON.stringify([shown.map(({ name }) => name), more]);
    if (key === told) return;
    told = key;
    refill(
      host,
      shown.map(({ id, name }) => h("li", null, threadChip(timeline, id), name)),
      more > 0 && h("li", null, `and ${more} more`),
      h("li", null, h("span", { class: "swatch", data: { level: "waiters" } }), "How many wait"),
      h("li", null, h("span", { class: "swatch", data: { level: "items" } }), "How many are in it"),
    );
  };
}

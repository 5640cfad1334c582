/** The legend of threads: the look that each has where it holds something. It stands in place of
 *  that of states while the lanes are those of objects. */

import { isPool, isQueue } from "../model/object_kinds.js";
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
    const kinds = [...timeline.objects.values()].map(({ kind }) => kind);
    const queues = kinds.some(isQueue);
    const filled = queues || kinds.some(isPool);
    const key = JSON.stringify([shown.map(({ name }) => name), more, queues, filled]);
    if (key === told) return;
    told = key;
    refill(
      host,
      shown.map(({ id, name }) => h("li", null, threadChip(timeline, id), name)),
      more > 0 && h("li", null, `and ${more} more`),
      level("waiters", queues ? "How many wait, or wait to get" : "How many wait"),
      queues && level("putters", "Wait to put"),
      filled && level("items", "How many are in it"),
    );
  };
}

/** @param {string} told @param {string} words */
const level = (told, words) =>
  h("li", null, h("span", { class: "swatch", data: { level: told } }), words);

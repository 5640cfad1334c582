/** The head of a sync object's lane: its name and kind, and what of the time in view it was held
 *  and waited for. */

import { formatDuration, formatShare } from "../../base/format.js";
import { objectSums } from "../../model/object_figures.js";
import { isPool, isQueue } from "../../model/object_kinds.js";
import { element, write } from "../element.js";
import { nameAndShare } from "./head.js";

/** @import {Timeline} from "../../model/timeline.js" */
/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function objectHead(row, header) {
  const { name, share } = nameAndShare(header);
  const more = element("span", "stage-more");
  header.append(more);
  return ({ id }, { timeline, view, headNs }, withNumbers) => {
    write(name, timeline.objectName(id));
    row.classList.toggle("stage-row-selected", view.highlight === id || view.hold?.object === id);
    if (!withNumbers) return;
    const kind = timeline.objects.get(id)?.kind ?? "";
    if (!timeline.single) {
      write(share, "");
      write(more, `${kind} · zoom in`);
      return;
    }
    const from = Math.max(0, view.fromNs);
    const to = Math.max(from, Math.min(view.toNs, headNs));
    const { held, waitedNs } = objectSums(timeline, id, from, to);
    write(share, shareText(timeline, id, kind, held, from, to));
    const waited = waitedNs > 0 ? `${formatDuration(waitedNs)} waited` : "nobody waits";
    write(more, `${kind} · ${waited}`);
    name.title = `${kind} ${timeline.objectName(id)}; threads in view waited ${formatDuration(waitedNs)} for it, together`;
  };
}

/** @param {Timeline} timeline @param {number} object @param {string} kind @param {number} held
 *  @param {number} from @param {number} to */
function shareText(timeline, object, kind, held, from, to) {
  const counted = isQueue(kind) ? timeline.counters(object) : null;
  const over = (isPool(kind) ? timeline.queuedTasks(object) : counted)?.over(from, to);
  if (over) return `mean ${over.mean.toFixed(1)}`;
  return timeline.holdsInOrder(object) ? `held ${formatShare(held)}` : "";
}

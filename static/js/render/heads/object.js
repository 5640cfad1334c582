/** The head of a sync object's lane: its name and kind, and what of the time in view it was held
 *  and waited for. */

import { formatDuration, formatShare } from "../../base/format.js";
import { objectSums, waitedTo } from "../../model/object_figures.js";
import { isPool, isQueue } from "../../model/object_kinds.js";
import { element, write } from "../element.js";
import { nameAndShare } from "./head.js";

/** @import {Timeline} from "../../model/timeline.js" */
/** @import {BuildHead} from "./head.js" */

/** @type {Readonly<Record<string, string>>} */
const TO = Object.freeze({ get: "to get", put: "to put", join: "until all is done" });

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
      write(more, `${kind} · ${timeline.part?.coming ? "loading" : "zoom in"}`);
      return;
    }
    const from = Math.max(0, view.fromNs);
    const to = Math.max(from, Math.min(view.toNs, headNs));
    const { held, waitedNs } = objectSums(timeline, id, from, to);
    write(share, shareText(timeline, id, kind, held, from, to));
    const waited = waitedNs > 0 ? `${formatDuration(waitedNs)} waited` : "nobody waits";
    const ways = isQueue(kind) && waitedNs > 0 ? waitsText(timeline, id, from, to) : "";
    write(more, `${kind} · ${ways || waited}`);
    const together = `threads in view waited ${formatDuration(waitedNs)} for it, together`;
    name.title = `${kind} ${timeline.objectName(id)}; ${together}${ways && `: ${ways}`}`;
  };
}

/** "to get 3 ms, to put 1 ms". @param {Timeline} timeline @param {number} object
 *  @param {number} from @param {number} to */
function waitsText(timeline, object, from, to) {
  return waitedTo(timeline, object, from, to)
    .map(({ operation, waitedNs }) => `${TO[operation] ?? operation} ${formatDuration(waitedNs)}`)
    .join(", ");
}

/** @param {Timeline} timeline @param {number} object @param {string} kind @param {number} held
 *  @param {number} from @param {number} to */
function shareText(timeline, object, kind, held, from, to) {
  const counted = isQueue(kind) ? timeline.counters(object) : null;
  const over = (isPool(kind) ? timeline.heldAtOnce(object) : counted)?.over(from, to);
  if (over) return `mean ${over.mean.toFixed(1)}${isPool(kind) ? " busy" : ""}`;
  return timeline.holdsInOrder(object) ? `held ${formatShare(held)}` : "";
}

/** The heads of lanes that are no thread's: who had the GIL, and how many cores were busy. */

import { formatCores, formatRate, formatShare } from "../../base/format.js";
import { gilFigures } from "../../model/gils.js";
import { write } from "../element.js";
import { nameAndShare } from "./head.js";

/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function gilHead(element, header) {
  const { name, share } = nameAndShare(header);
  return ({ id, group }, { timeline, view, headNs }, withNumbers) => {
    const gil = timeline.gils.of(id);
    if (!gil) return;
    const process = group ? null : timeline.processes.get(gil.process);
    write(name, process && timeline.processes.size > 1 ? `GIL · ${process.name}` : "GIL");
    element.classList.toggle("stage-row-selected", view.hold?.object === id);
    if (!withNumbers) return;
    const { perSecond, held } = gilFigures(gil, view.fromNs, Math.min(view.toNs, headNs));
    write(share, `${formatShare(held)} · ${formatRate(perSecond)}`);
    const who = `held ${formatShare(held)} of the time in view`;
    name.title = `Who has the GIL: ${who}, handed over ${formatRate(perSecond)} times a second`;
  };
}

/** @type {BuildHead} */
export function coresHead(_, header) {
  const { name, share } = nameAndShare(header);
  return (_row, { timeline, view, headNs }, withNumbers) => {
    write(name, "Cores busy");
    if (!withNumbers) return;
    const counter = timeline.counters(timeline.coresObject);
    const over = counter.over(Math.max(0, view.fromNs), Math.min(view.toNs, headNs));
    const cores = timeline.machineCores;
    write(share, over ? `${formatCores(over.mean)}${cores ? ` of ${cores}` : ""}` : "–");
  };
}

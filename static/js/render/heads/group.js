/** The head of a group of lanes: the name of what they have in common. */

import { pythonText } from "../../model/vocabulary.js";
import { element as create, write } from "../element.js";

/** @import {Timeline} from "../../model/timeline.js" */
/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function groupHead(_, header) {
  const name = create("span", "stage-name");
  header.append(name);
  return ({ id }, { timeline }) => write(name, processText(timeline, id));
}

/** Pythons are told where they differ: then it is what a reader compares.
 *  @param {Timeline} timeline @param {number} id */
function processText(timeline, id) {
  const process = timeline.processes.get(id);
  if (!process) return `Process ${id}`;
  const pythons = new Set([...timeline.processes.values()].map(pythonText));
  const python = pythons.size > 1 ? ` · ${pythonText(process)}` : "";
  return `${process.name} · pid ${process.pid}${python}`;
}

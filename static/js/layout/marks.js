/** Marks: the instants of a lane, at most one of each look per pixel. */

import { INSTANT_KINDS } from "../model/vocabulary.js";

/** @import {Instant} from "../model/instants.js" */
/** @import {Frame, LaneFrame} from "./frame.js" */

/** @typedef {"line" | "error" | "exception" | "mark" | "loss" | "pause"} Look */
/** @typedef {{x: number, look: Look, instant: Instant, count: number}} Mark */

/** @type {Readonly<Record<string, Look>>} */
const LOOKS = Object.freeze({
  output: "line",
  error: "error",
  exception: "exception",
  mark: "mark",
  timeout: "pause",
  collection: "pause",
  signal: "mark",
  dropped: "loss",
  note: "line",
});

/** Gravest last, so that it is drawn on top.
 * @type {readonly Look[]} */
const ORDER = ["line", "pause", "error", "mark", "loss", "exception"];

/** How grave an instant is: of many in one place the gravest are told. @param {Instant} instant */
export function gravity(instant) {
  return ORDER.indexOf(LOOKS[INSTANT_KINDS[instant.kind]] ?? "line");
}

/** @param {Frame} frame @param {LaneFrame} lane @returns {Mark[]} */
export function layoutMarks(frame, lane) {
  const { timeline, scale, headNs, dpr } = frame;
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  const until = Math.min(scale.toNs, headNs);
  for (const instant of timeline.instants(scale.fromNs, until, lane.id)) {
    const look = LOOKS[INSTANT_KINDS[instant.kind]] ?? "line";
    const x = Math.round(scale.timeToPx(instant.timeNs) / dpr) * dpr;
    const known = marks.get(`${look}.${x}`);
    if (known) known.count += 1;
    else marks.set(`${look}.${x}`, { x, look, instant, count: 1 });
  }
  return [...marks.values()].sort((a, b) => ORDER.indexOf(a.look) - ORDER.indexOf(b.look));
}

/**
 * What is traced: where on the lanes the spans of one line of the source lie.
 *
 * Where many fall on the same pixels they are one box: a pixel is lit when any of them is in it.
 */

import { spansOfLine } from "../model/line_spans.js";

/** @import {Frame, LaneFrame} from "./frame.js" */
/** @import {Box} from "./lit.js" */

/** However short, a span is this wide (CSS pixels): it is being looked for. */
const LEAST_PX = 2;
/** Edges stay a little outside of the canvas, where they cannot be seen. */
const AIR_PX = 8;

/** A pointer that moves asks again for the same frame. @type {WeakMap<Frame, {line: string, boxes: Box[]}>} */
const laid = new WeakMap();

/** @param {Frame} frame @returns {Box[] | null} null when no line is looked at */
export function layoutTraced(frame) {
  const { timeline, view } = frame;
  if (!view.line) return null;
  const line = `${view.line.file}.${view.line.line}`;
  const known = laid.get(frame);
  if (known?.line === line) return known.boxes;
  const spans = spansOfLine(timeline, view.line);
  const boxes = frame.lanes.flatMap((lane) => boxesOn(frame, lane, spans));
  laid.set(frame, { line, boxes });
  return boxes;
}

/** @param {Frame} frame @param {LaneFrame} lane
 *  @param {import("../model/line_spans.js").LineSpans} spans */
function boxesOn({ scale, dpr, width, headNs }, { id, box }, spans) {
  const air = AIR_PX * dpr;
  const until = Math.min(scale.toNs, headNs);
  /** @type {Box[]} */
  const boxes = [];
  spans.eachOn(id, scale.fromNs, until, (startNs, endNs) => {
    const left = Math.max(-air, Math.round(scale.timeToPx(startNs)));
    const end = Math.min(width + air, Math.round(scale.timeToPx(Math.min(endNs, headNs))));
    const right = Math.max(end, left + LEAST_PX * dpr);
    const last = boxes[boxes.length - 1];
    if (last && left <= last.x + last.width) last.width = right - last.x;
    else boxes.push({ x: left, y: box.top, width: right - left, height: box.height });
    return scale.pxToTime(right);
  });
  return boxes;
}

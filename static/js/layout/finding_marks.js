/**
 * Finding marks: on the lanes that a finding speaks of, where it would be too small to be seen.
 *
 * A deadlock that stood for two seconds of an hour is half a pixel of its lanes. So it has a mark
 * of its own on each of them, at every zoom at which its stretch is narrow; wider than that, what
 * it is about is seen itself.
 */

/** @import {TimeScale} from "../base/scale.js" */
/** @import {FindingRow} from "../model/rows.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {Frame} from "./frame.js" */

/** @typedef {{lane: number, x: number, finding: FindingRow}} FindingMark */

/** In CSS pixels: a little more than the mark is wide. */
const NARROW_PX = 12;

/** Gravest last, so that it is drawn on top. */
const SEVERITIES = ["warning", "error"];

/** One at most per lane and pixel, the gravest. @param {Frame} frame @returns {FindingMark[]} */
export function layoutFindings({ timeline, scale, dpr, width, lanes }) {
  const shown = new Set(lanes.map(({ id }) => id));
  /** @type {Map<string, FindingMark>} */
  const marks = new Map();
  for (const finding of byGravity(timeline)) {
    const left = scale.timeToPx(finding.from);
    const right = scale.timeToPx(finding.to);
    if (right < 0 || left > width || right - left >= NARROW_PX * dpr) continue;
    const x = Math.min(width - 1, Math.max(0, Math.round((left + right) / 2)));
    for (const lane of finding.lanes) {
      if (shown.has(lane)) marks.set(`${lane}.${x}`, { lane, x, finding });
    }
  }
  return [...marks.values()];
}

/** What is marked on a lane around a point, gravest first.
 *  @param {Timeline} timeline @param {number} lane @param {TimeScale} scale in CSS pixels
 *  @param {number} px */
export function findingsAt(timeline, lane, scale, px) {
  const fromNs = scale.pxToTime(px - NARROW_PX / 2);
  const toNs = scale.pxToTime(px + NARROW_PX / 2);
  return byGravity(timeline)
    .filter(({ from, to, lanes }) => lanes.includes(lane) && from <= toNs && to >= fromNs)
    .filter(({ from, to }) => to - from < NARROW_PX * scale.nsPerPx)
    .reverse();
}

/** Those that are more than a remark. @param {Timeline} timeline */
function byGravity(timeline) {
  return [...timeline.findings.values()]
    .filter(({ severity }) => SEVERITIES.includes(severity))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

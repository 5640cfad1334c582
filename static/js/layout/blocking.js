/**
 * Blocking: where on a lane it held something that others waited for, at every zoom.
 *
 * Hold lines are drawn while holds are few enough to be told apart; this is seen among any
 * number of them. A stretch of a pixel or more is itself; shorter ones become columns with the
 * share of the column's time, so that none is hidden and none looks longer than it was.
 */

import { waitsItself } from "../model/contended.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Contended} from "../model/contended.js" */
/** @import {LaneHolds} from "../model/holds.js" */
/** @import {Frame, LaneFrame} from "./frame.js" */

/** `share` of the time between the two edges, in device pixels; 0 where it is not known how small.
 *  @typedef {(left: number, right: number, share: number) => void} Visit */

/** Beyond this many parts in a column, sums are cheaper than reading on. */
const MANY_PARTS = 64;

/** @param {Frame} frame @param {LaneFrame} lane @param {Visit} visit */
export function eachBlocking(frame, lane, visit) {
  const { timeline, scale, headNs } = frame;
  const known = timeline.contended(lane.id);
  if (!known) return;
  const untilNs = Math.min(scale.toNs, headNs);
  eachPart(known.contended, scale, untilNs, visit);
  for (const place of known.contended.open) {
    eachOfOpen(frame, lane, known.holds, place, untilNs, visit);
  }
}

/** @param {Contended} parts @param {TimeScale} scale @param {number} untilNs @param {Visit} visit */
function eachPart(parts, { fromNs, nsPerPx, timeToPx, widthPx }, untilNs, visit) {
  const { length } = parts;
  let free = 0;
  let toldNs = fromNs;
  let i = parts.firstEndingAfter(fromNs);
  while (i < length && free < widthPx) {
    const start = parts.start(i);
    const end = parts.end(i);
    if (start >= untilNs) return;
    if (end - start >= nsPerPx) {
      const beyond = Math.min(widthPx, Math.max(free + 1, Math.round(timeToPx(end))));
      visit(Math.max(free, Math.round(timeToPx(start))), beyond, 1);
      free = beyond;
      toldNs = end;
      i += 1;
      continue;
    }
    const column = Math.min(widthPx - 1, Math.max(free, (start - fromNs) / nsPerPx)) | 0;
    // A column that a stretch before it covers gives its own to this one.
    const from = Math.max(toldNs, Math.min(start, fromNs + column * nsPerPx));
    toldNs = fromNs + (column + 1) * nsPerPx;
    i = sumColumn(parts, i, from, toldNs);
    visit(column, column + 1, Math.min(1, summed / nsPerPx));
    free = column + 1;
  }
}

/** What `sumColumn` found, beside where it stopped. */
let summed = 0;

/**
 * Sum the parts of a column.
 *
 * @param {Contended} parts @param {number} i the first @param {number} from @param {number} to
 * @returns {number} the first part that goes on after it
 */
function sumColumn(parts, i, from, to) {
  summed = 0;
  const beyond = Math.min(parts.length, i + MANY_PARTS);
  for (let at = i; at < beyond; at += 1) {
    const start = parts.start(at);
    const end = parts.end(at);
    if (start >= to) return at;
    summed += Math.min(end, to) - Math.max(start, from);
    if (end > to) return at;
  }
  if (beyond === parts.length) return beyond;
  summed = parts.before(to) - parts.before(from);
  return parts.firstEndingAfter(to);
}

/**
 * What is still held: how many wait for it is known, at every moment.
 *
 * @param {Frame} frame @param {LaneFrame} lane @param {LaneHolds} holds @param {number} place
 * @param {number} untilNs @param {Visit} visit
 */
function eachOfOpen({ timeline, scale }, { spans }, holds, place, untilNs, visit) {
  const object = holds.object(place);
  const { steps } = timeline.waiters(object);
  const fromNs = Math.max(scale.fromNs, holds.start(place));
  const over = steps.over(fromNs, untilNs);
  if (!over || over.most <= 0) return;
  const first = Math.max(0, Math.floor(scale.timeToPx(fromNs)));
  for (let column = first; column < scale.widthPx; column += 1) {
    const from = Math.max(fromNs, scale.pxToTime(column));
    if (from >= untilNs) return;
    const here = steps.over(from, Math.min(untilNs, scale.pxToTime(column + 1)));
    if (!here || here.most <= 0) continue;
    if (here.most === 1 && waitsItself(spans, object, from)) continue;
    visit(column, column + 1, here.least > 0 ? 1 : 0);
  }
}

/**
 * The rows of a window: a stretch of a long run, told as a timeline that begins late and ends
 * early. Tables and findings are those of the whole run, which its overview has told: a window
 * tells them as they stood then.
 */

import { Counters } from "./counters.js";
import { Flows } from "./flows.js";
import { Gils } from "./gils.js";
import { Holds } from "./holds.js";
import { LaneSpans } from "./lanespans.js";
import { Timeline } from "./timeline.js";
import { EXACT } from "./vocabulary.js";

/** @import {FrameLine, HoldBatch, SpanBatch} from "./rows.js" */
/** @import {Rows} from "./columns.js" */

/** When what was open as the window ended ended itself.
 *  @typedef {{spans: [lane: number, start: number, end: number][],
 *   holds: [object: number, lane: number, start: number, end: number][]}} Ends */

/**
 * It may rest after each line.
 *
 * @param {any[]} lines @param {Timeline} whole that knows the tables of the run
 * @returns {Generator<void, Rows>}
 */
export function* rowsOfWindow(lines, whole) {
  const part = new Timeline();
  part.apply({ type: "frame", now: 0, objects: [...whole.objects.values()] });
  for (const line of lines) {
    if (line.type !== "frame") continue;
    part.apply(rowsOnly(line));
    if (line.ends) closeLater(part, line.ends);
    yield;
  }
  // What is still open then is open at the end of the run.
  part.apply({ type: "frame", now: whole.durationNs });
  return part.exchange(noRows(), null);
}

/** @returns {Rows} */
export function noRows() {
  return {
    spans: new LaneSpans(),
    holds: new Holds(),
    flows: new Flows(),
    counters: new Counters(),
    gils: new Gils(),
  };
}

/** @param {FrameLine} frame @returns {FrameLine} */
function rowsOnly({ now, begins, spans, holds, flows, counters, open, held }) {
  return { type: "frame", now, begins, spans, holds, flows, counters, open, held };
}

/** @param {Timeline} part @param {Ends} ends */
function closeLater(part, ends) {
  /** @type {SpanBatch} */
  const spans = {
    lane: [],
    start: [],
    duration: [],
    state: [],
    object: [],
    site: [],
    operation: [],
    certainty: [],
  };
  let before = 0;
  for (const [lane, start, end] of ends.spans) {
    const known = part.spans(lane);
    const last = known.length - 1;
    if (last < 0 || !known.isOpen(last) || known.start(last) !== start) continue;
    spans.lane.push(lane);
    spans.start.push(start - before);
    spans.duration.push(end - start);
    spans.state.push(known.state(last));
    spans.object.push(known.object(last));
    spans.site.push(known.site(last));
    spans.operation.push(known.operation(last));
    spans.certainty.push(known.certainty(last));
    before = start;
  }
  part.apply({ type: "frame", now: part.now, spans, holds: holdsLater(part, ends.holds) });
}

/** @param {Timeline} part @param {Ends["holds"]} ends @returns {HoldBatch} */
function holdsLater(part, ends) {
  /** @type {Required<HoldBatch>} */
  const holds = { object: [], lane: [], start: [], duration: [], site: [], certainty: [] };
  let before = 0;
  for (const [object, lane, start, end] of ends) {
    const gil = part.gils.of(object);
    const last = gil ? gil.length - 1 : -1;
    holds.object.push(object);
    holds.lane.push(lane);
    holds.start.push(start - before);
    holds.duration.push(end - start);
    holds.site.push(0);
    holds.certainty.push(gil && last >= 0 && gil.isOpen(last) ? gil.certainty(last) : EXACT);
    before = start;
  }
  return holds;
}

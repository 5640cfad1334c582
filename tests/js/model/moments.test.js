import assert from "node:assert/strict";
import { test } from "node:test";
import { momentAfter, momentBefore } from "../../../static/js/model/moments.js";
import { timelineOf } from "../support/lines.js";

/** @import {Timeline} from "../../../static/js/model/timeline.js" */

/** All moments of the lanes, in ticks, found one after the other.
 *  @param {Timeline} timeline @param {number[]} [lanes] @param {boolean} [ofGil] */
function walked(timeline, lanes = timeline.lanes.map(({ id }) => id), ofGil = false) {
  const gils = ofGil ? [...timeline.gils.byObject.values()] : [];
  const there = [];
  for (
    let ns = momentAfter(timeline, lanes, -1, gils);
    ns !== null;
    ns = momentAfter(timeline, lanes, ns, gils)
  )
    there.push(ns / 1000);
  const back = [];
  for (
    let ns = momentBefore(timeline, lanes, Infinity, gils);
    ns !== null;
    ns = momentBefore(timeline, lanes, ns, gils)
  )
    back.push(ns / 1000);
  assert.deepEqual(back.reverse(), there, "the same ones on the way back");
  return there.join(" ");
}

test("a span's begin and end are moments, those of two lanes at once are one", () => {
  assert.equal(walked(timelineOf({ left: "##11##", right: "  ####" })), "0 2 4 6");
});

test("a lane that is not shown has no moments", () => {
  const timeline = timelineOf({ left: "##11##", right: " ####" });
  assert.equal(walked(timeline, [2]), "1 5");
  assert.equal(walked(timeline, []), "");
});

test("holds, arrows and lines of output within a span are moments too", () => {
  const timeline = timelineOf(
    { left: "####################", right: "####################" },
    {
      holds: [[1, 1, 3, 5]],
      flows: [[2, 1, 6, 2, 8]],
      instants: [[2, 11, 0, "hello"]],
    },
  );
  assert.equal(walked(timeline), "0 3 5 6 8 11 20");
});

test("where the lane of a GIL is shown, getting it and letting go of it are moments", () => {
  const timeline = timelineOf({ left: "##########", right: "##########" }, { gil: ".11--2.1.." });
  assert.equal(walked(timeline, [1]), "0 10");
  assert.equal(walked(timeline, [1], true), "0 1 3 5 6 7 8 10");
  assert.equal(walked(timeline, [], true), "1 3 5 6 7 8", "also where no thread is shown");
  const [gil] = timeline.gils.byObject.values();
  gil.open(2, 9000, 0);
  assert.equal(walked(timeline, [1], true), "0 1 3 5 6 7 8 9 10", "what is held has no end yet");
});

test("what is far away is found as well as what is near", () => {
  const timeline = timelineOf(
    { left: "#".repeat(3000) },
    { tickNs: 1_000_000, instants: [[1, 2500, 0, "late"]] },
  );
  assert.equal(walked(timeline), "0 2500000 3000000");
});

test("an open span has not ended yet", () => {
  assert.equal(walked(timelineOf({ left: "##1111" }, { open: true })), "0 2");
});

test("between two moments the next is the nearest, not the one after it", () => {
  const timeline = timelineOf({ left: "##11##" });
  assert.equal(momentAfter(timeline, [1], 1999.5), 2000);
  assert.equal(momentBefore(timeline, [1], 2000.5), 2000);
  assert.equal(momentAfter(timeline, [1], 2000), 4000);
  assert.equal(momentBefore(timeline, [1], 2000), 0);
});

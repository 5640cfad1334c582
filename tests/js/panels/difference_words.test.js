import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../../static/js/model/difference.js";
import { changeText, signedText, summaryText } from "../../../static/js/panels/difference_words.js";
import { timelineOf } from "../support/lines.js";

/** @param {string} text */
const plain = (text) => text.replaceAll("\u2009", " ");

/** @param {import("../../../static/js/model/timeline.js").Timeline} timeline
 *  @param {"finished" | "stopped" | "failed" | "lost"} [status] */
function ended(timeline, status = "finished") {
  const { now: duration } = timeline;
  timeline.apply({ type: "end", status, reason: "", exit: null, duration });
  return timeline;
}

/** @param {import("../../../static/js/model/timeline.js").Timeline} a
 *  @param {import("../../../static/js/model/timeline.js").Timeline} b */
const summed = (a, b) => plain(summaryText(a, b, differences(a, b)));

test("a change is told in words, never by a sign alone", () => {
  const told = [
    [100, 88],
    [100, 112],
    [100, 340],
    [100, 100],
    [0, 5],
    [5, 0],
    [1000, 1015],
    [100_000, 100_001],
    [100_000, 1],
  ].map(([a, b]) => plain(changeText(a, b)));
  assert.deepEqual(told, [
    "12 % less",
    "12 % more",
    "3.4× as much",
    "same",
    "none in A",
    "none in B",
    "1.5 % more",
    "about the same",
    "over 99.9 % less",
  ]);
  assert.equal(changeText(null, 5), "", "of what was not measured nothing is told");
});

test("a difference has its sign, as wide as a plus", () => {
  assert.equal(plain(signedText(-310e6, "ns")), "−310 ms");
  assert.equal(plain(signedText(4, "count")), "+4");
  assert.equal(plain(signedText(0.012, "share")), "+1.20 points");
  assert.equal(signedText(-0.25, "cores"), "−0.25");
  assert.equal(signedText(-0.0007, "cores"), "−0.0007");
  assert.equal(signedText(0, "ns"), "0");
});

test("who ends sooner, and by what its threads wait less", () => {
  const slow = ended(timelineOf({ left: "########", right: "1111####" }));
  const fast = ended(timelineOf({ left: "####", right: "####" }));
  assert.equal(
    summed(slow, fast),
    "B finishes 2.0× sooner (4 µs instead of 8 µs); its threads wait 4 µs less for lock_1.",
  );
  assert.equal(
    summed(fast, slow),
    "B takes 2.0× as long (8 µs instead of 4 µs); its threads wait 4 µs more for lock_1.",
  );
});

test("a small difference is a percentage of what A took", () => {
  const ten = ended(timelineOf({ left: "#".repeat(10) }));
  const eleven = ended(timelineOf({ left: "#".repeat(11) }));
  assert.equal(summed(ten, eleven), "B takes 10 % longer (11 µs instead of 10 µs).");
  assert.equal(summed(eleven, ten), "B finishes 9 % sooner (10 µs instead of 11 µs).");
  const alike = ended(timelineOf({ left: "#".repeat(100) }));
  const like = ended(timelineOf({ left: "#".repeat(101) }));
  assert.equal(summed(alike, like), "A and B take about as long (100 µs and 101 µs).");
});

test("what did not end by itself was not sooner", () => {
  const stopped = ended(timelineOf({ left: "##" }), "stopped");
  const live = timelineOf({ left: "####" });
  assert.equal(
    summed(stopped, ended(timelineOf({ left: "####" }))),
    "A was stopped after 2 µs, B finished after 4 µs.",
  );
  assert.equal(
    summed(stopped, live),
    "A was stopped after 2 µs, B is still running (4 µs so far).",
  );
});

test("whose threads wait is said where the sentence began with A", () => {
  const stopped = ended(timelineOf({ left: "########", right: "11111111" }), "stopped");
  const cured = ended(timelineOf({ left: "####", right: "####" }));
  assert.match(
    summed(stopped, cured),
    /^A was stopped .*; B’s threads wait 8 µs less for lock_1\.$/,
  );
});

test("waiting for the GIL counts as waiting", () => {
  const a = ended(timelineOf({ left: "####", right: "gggg####" }));
  const b = ended(timelineOf({ left: "####", right: "########" }));
  assert.match(summed(a, b), /B’s threads wait 4 µs less for the GIL/);
});

/** @param {import("../../../static/js/model/timeline.js").Timeline} timeline
 *  @param {string} kind */
function found(timeline, kind) {
  const about = { id: "1", severity: /** @type {const} */ ("warning"), sentence: "" };
  const place = { lanes: [], objects: [], sites: [], from: 0, to: 1 };
  const { now } = timeline;
  timeline.apply({ type: "frame", now, findings: [{ ...about, ...place, kind }] });
  return ended(timeline);
}

test("what was found in one only is told of that one, what was found in both is no difference", () => {
  const run = () => timelineOf({ left: "####" });
  assert.match(
    summed(found(run(), "lock_order"), ended(run())),
    /; found only in A: lock order\.$/,
  );
  assert.match(
    summed(ended(run()), found(run(), "lock_order")),
    /; found only in B: lock order\.$/,
  );
  assert.doesNotMatch(summed(found(run(), "lock_order"), found(run(), "lock_order")), /found/);
});

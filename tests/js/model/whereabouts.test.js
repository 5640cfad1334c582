import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../../static/js/model/timeline.js";
import { Whereabouts } from "../../../static/js/model/whereabouts.js";
import { linesOf } from "../support/lines.js";

/**
 * A thread drawn as what it does (as `linesOf` has it) and, below, the line of each tick where a
 * span begins: a digit, a dot for none.
 *
 * @param {string} states @param {string} lines
 * @param {Parameters<typeof linesOf>[1]} [more]
 */
function drawn(states, lines, more) {
  const told = linesOf({ left: states }, more);
  const { spans, instants } = told[1];
  let at = 0;
  spans.site = spans.start.map((/** @type {number} */ delta) => {
    at += delta;
    return Number(lines[at / 1000]) || 0;
  });
  instants.site = instants.site.map(() => 8);
  told[1].holds.site = told[1].holds.site.map(() => 9);
  told[1].sites = Array.from({ length: 9 }, (_, i) => ({
    id: i + 1,
    file: 1,
    line: i + 1,
    function: "f",
  }));
  const timeline = new Timeline();
  timeline.applyAll(told);
  return timeline;
}

/** Where it is in the middle of each tick: "5" at line 5, "5?" last seen there, "." nowhere, "-"
 *  not alive. @param {Timeline} timeline @param {number} ticks */
function seen(timeline, ticks) {
  const whereabouts = new Whereabouts(timeline);
  return Array.from({ length: ticks }, (_, tick) => {
    const [sighting] = whereabouts.at(tick * 1000 + 500);
    if (!sighting) return "-";
    return `${sighting.site || "."}${sighting.here || !sighting.site ? "" : "?"}`;
  }).join(" ");
}

test("a thread that waits is at its line, one that runs was last seen at it", () => {
  assert.equal(seen(drawn("##11##", "3.5.5."), 6), "3? 3? 5 5 5? 5?");
});

test("a thread without a line is where it was before", () => {
  assert.equal(seen(drawn("##rr##", "3....."), 6), "3? 3? 3? 3? 3? 3?");
  assert.equal(seen(drawn("rr##", "..4."), 4), ". . 4? 4?");
});

test("a lock taken and a line printed within a span are where it was seen last", () => {
  const more = /** @type {any} */ ({ holds: [[1, 1, 2, 3]], instants: [[1, 4, 0, "hello"]] });
  assert.equal(seen(drawn("######", "3.....", more), 6), "3? 3? 9? 9? 8? 8?");
});

test("before its life and after it a thread is nowhere", () => {
  assert.equal(seen(drawn(" ##", ".3."), 5), "- 3? 3? - -");
});

test("it says since when", () => {
  const timeline = drawn("##11##", "3.5...");
  const whereabouts = new Whereabouts(timeline);
  assert.equal(whereabouts.of(1, 1500)?.seenNs, 0);
  assert.equal(whereabouts.of(1, 3500)?.seenNs, 2000);
  assert.equal(whereabouts.of(1, 5500)?.seenNs, 4000, "the wait was there until it ended");
  assert.equal(whereabouts.of(1, 9500), null);
});

test("what comes while a span is open is seen", () => {
  const timeline = drawn("######", "3.....");
  const whereabouts = new Whereabouts(timeline);
  assert.equal(whereabouts.of(1, 5500)?.site, 3);
  timeline.apply(
    /** @type {any} */ ({ type: "frame", now: 9000, open: [[1, 6000, 0, 0, 3, 0, 0]] }),
  );
  assert.equal(whereabouts.of(1, 8500)?.site, 3);
  timeline.apply(
    /** @type {any} */ ({
      type: "frame",
      now: 9500,
      instants: { lane: [1], time: [8000], kind: [0], site: [7], object: [0], text: [""] },
    }),
  );
  assert.equal(whereabouts.of(1, 8500)?.site, 7);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { holdersAt, waitersAt } from "../../../static/js/model/crowd.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { OPERATIONS } from "../../../static/js/model/vocabulary.js";
import { linesOf, timelineOf } from "../support/lines.js";
import { syntheticRun } from "../support/synthetic.js";

/** @param {Timeline} timeline @param {number} lane */
function tiles(timeline, lane) {
  const spans = timeline.spans(lane);
  return Array.from({ length: spans.length }, (_, i) => [
    spans.start(i),
    spans.end(i),
    spans.state(i),
    spans.object(i),
  ]);
}

test("delta-coded columns become the spans they were made from", () => {
  const timeline = timelineOf({ left: "##11##", right: " #####" });
  assert.deepEqual(tiles(timeline, 1), [
    [0, 2000, 0, 0],
    [2000, 4000, 2, 1],
    [4000, 6000, 0, 0],
  ]);
  assert.deepEqual(tiles(timeline, 2), [[1000, 6000, 0, 0]]);
  const spans = timeline.spans(1);
  assert.deepEqual([spans.site(0), spans.operation(1), spans.certainty(0)], [1, 1, 2]);
  assert.equal(timeline.spanCount, 4);
});

test("the open span is the last one and lasts until now", () => {
  const timeline = timelineOf({ left: "##11" }, { open: true });
  const spans = timeline.spans(1);
  assert.deepEqual(tiles(timeline, 1)[1], [2000, 4000, 2, 1]);
  assert.deepEqual([spans.isOpen(0), spans.isOpen(1)], [false, true]);
  timeline.apply({ type: "frame", now: 9000 });
  assert.equal(spans.end(1), 9000);
  assert.deepEqual([...timeline.shares(1, 0, 9000)], [2000, 0, 7000, 0, 0, 0]);
});

test("a closed span takes the place of the open one that began with it", () => {
  const timeline = timelineOf({ left: "##11" }, { open: true });
  timeline.apply({
    type: "frame",
    now: 6000,
    spans: {
      lane: [1],
      start: [2000],
      duration: [2500],
      state: [2],
      object: [1],
      site: [0],
      operation: [1],
      certainty: [0],
    },
    open: [[1, 4500, 0, 0, 1, 0, 2]],
  });
  assert.deepEqual(tiles(timeline, 1), [
    [0, 2000, 0, 0],
    [2000, 4500, 2, 1],
    [4500, 6000, 0, 0],
  ]);
});

test("every operation there is has room beside the site", () => {
  const timeline = timelineOf({ left: "##" });
  const sites = OPERATIONS.map((_, code) => 4_000_000 + code);
  timeline.apply({
    type: "frame",
    now: 99_000,
    spans: {
      lane: sites.map(() => 1),
      start: sites.map((_, i) => (i === 0 ? 2000 : 10)),
      duration: sites.map(() => 10),
      state: sites.map(() => 4),
      object: sites.map(() => 0),
      site: sites,
      operation: sites.map((_, code) => code),
      certainty: sites.map(() => 0),
    },
  });
  const spans = timeline.spans(1);
  const told = sites.map((_, i) => [spans.operation(i + 1), spans.site(i + 1)]);
  assert.deepEqual(
    told,
    sites.map((site, code) => [code, site]),
  );
});

test("a run told in two parts is the same as one told at once", () => {
  const lines = [...syntheticRun({ lanes: 5, spans: 3000, frameSpans: 111 })];
  const whole = new Timeline();
  whole.applyAll(lines);
  const parts = new Timeline();
  for (const line of lines) parts.apply(line);
  for (const { id } of whole.lanes) assert.deepEqual(tiles(parts, id), tiles(whole, id));
  assert.equal(parts.holdCount, whole.holdCount);
  assert.equal(parts.durationNs, whole.durationNs);
});

test("spans of a lane tile its life", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 7, spans: 5000 }));
  for (const { id } of timeline.lanes) {
    const spans = tiles(timeline, id);
    for (let i = 1; i < spans.length; i += 1) assert.equal(spans[i][0], spans[i - 1][1]);
  }
});

test("shares of any range are the exact sums", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 4, spans: 4000, seed: 3 }));
  const end = timeline.durationNs;
  for (let i = 0; i < 200; i += 1) {
    const from = Math.floor(((i * 7919) % 1000) * (end / 1000));
    const to = from + Math.floor(((i * 104_729) % 1000) ** 2 * (end / 1e7)) + 1;
    const lane = 1 + (i % 4);
    const expected = [0, 0, 0, 0, 0, 0];
    for (const [start, stop, state] of tiles(timeline, lane)) {
      expected[state] += Math.max(0, Math.min(stop, to) - Math.max(start, from));
    }
    assert.deepEqual([...timeline.shares(lane, from, to)], expected, `${from}–${to} on ${lane}`);
  }
});

test("shares of all lanes are the sum of the shares of each", () => {
  const timeline = timelineOf({ left: "##11##", right: " #zz~#" });
  assert.deepEqual(
    [...timeline.sharesOfAll(1500, 5000)],
    [3500, 0, 2000, 2000 - 0, 0 + 1000, 0].map((ns, i) => (i === 0 ? 500 + 1000 + 500 : ns)),
  );
});

test("the index of a span is found by time, also of the last moment", () => {
  const spans = timelineOf({ left: " ##11##" }).spans(1);
  assert.deepEqual(
    [0, 999, 1000, 2999, 3000, 6999, 7000, 7001].map((ns) => spans.indexAt(ns)),
    [-1, -1, 0, 0, 1, 2, 2, -1],
  );
});

test("holds say who possessed an object at a time", () => {
  const timeline = timelineOf(
    { left: "######", right: "##11##" },
    {
      holds: [
        [1, 1, 0, 4],
        [1, 2, 4, 5],
      ],
    },
  );
  assert.deepEqual(
    [500, 3999, 4000, 5000].map((ns) => holdersAt(timeline, 1, ns)),
    [[1], [1], [2], []],
  );
  assert.deepEqual(waitersAt(timeline, 1, 3000), [2]);
  assert.deepEqual(
    timeline.holds(1).map(({ lane, startNs }) => [lane, startNs]),
    [
      [1, 0],
      [2, 4000],
    ],
  );
});

test("a hold that is open ends at now, and then when it is told", () => {
  const timeline = timelineOf({ left: "####" }, { open: true });
  timeline.apply({ type: "frame", now: 5000, held: [[1, 1, 2000, 1]] });
  assert.deepEqual(
    timeline.holds(1).map(({ endNs, open }) => [endNs, open]),
    [[5000, true]],
  );
  assert.deepEqual(holdersAt(timeline, 1, 5000), [1]);
  timeline.apply({
    type: "frame",
    now: 8000,
    holds: { object: [1], lane: [1], start: [2000], duration: [4000], site: [1] },
  });
  assert.deepEqual(
    timeline.holds(1).map(({ endNs, open }) => [endNs, open]),
    [[6000, false]],
  );
  assert.equal(timeline.holdCount, 1);
  assert.equal(timeline.holdsOfLane(1, 6500, 8000).length, 0);
});

test("a hold around others is found although it began long before", () => {
  const timeline = new Timeline();
  const inner = Array.from({ length: 500 }, (_, i) => i);
  timeline.apply({
    type: "frame",
    now: 1000,
    holds: {
      object: [...inner.map(() => 2), 1],
      lane: [...inner.map(() => 1), 1],
      start: [...inner.map((i) => (i ? 2 : 1)), -999],
      duration: [...inner.map(() => 1), 1000],
      site: [...inner.map(() => 0), 0],
    },
  });
  assert.deepEqual(
    timeline.holdsOfLane(1, 990.5, 990.5).map(({ object }) => object),
    [1],
  );
});

test("flows are found by their cause and by their effect", () => {
  const timeline = timelineOf(
    { left: "####", right: "11##" },
    {
      flows: [
        [2, 1, 2, 2, 2],
        [0, 1, 0, 2, 1],
      ],
    },
  );
  assert.deepEqual(
    timeline.flowsFrom(1, 0, 1000).map(({ kind, toLane, toNs }) => [kind, toLane, toNs]),
    [[0, 2, 1000]],
  );
  assert.deepEqual(
    timeline.flowsInto(2, 1500, 2500).map(({ kind, fromNs }) => [kind, fromNs]),
    [[2, 2000]],
  );
  assert.equal(timeline.flowsOf(2, 0, 4000).length, 2);
  assert.equal(timeline.flowsOf(2, 2500, 4000).length, 0);
});

test("instants come by time, per lane or of all, and by arrival", () => {
  const timeline = timelineOf(
    { a: "####", b: "####" },
    {
      instants: [
        [2, 3, 0, "late"],
        [1, 1, 2, "early"],
      ],
    },
  );
  assert.deepEqual(
    timeline.instants(0, 9000).map(({ text }) => text),
    ["early", "late"],
  );
  assert.deepEqual(
    timeline.instants(0, 9000, 2).map(({ text }) => text),
    ["late"],
  );
  assert.deepEqual(
    timeline.instantsSince(1).map(({ text }) => text),
    ["early"],
  );
});

test("a counter keeps its value until it changes", () => {
  const timeline = new Timeline();
  timeline.apply({
    type: "frame",
    now: 9,
    counters: { object: [4, 4], time: [2, 3], value: [1, 7] },
  });
  assert.deepEqual(
    [1, 2, 4, 5, 9].map((ns) => timeline.counters(4).at(ns)),
    [null, 1, 1, 7, 7],
  );
});

test("a row with a known id replaces the earlier one; a withdrawn finding is gone", () => {
  const timeline = timelineOf({ left: "##" });
  const finding = {
    id: "x",
    kind: "deadlock",
    severity: /** @type {const} */ ("error"),
    sentence: "",
    lanes: [],
    objects: [],
    sites: [],
    from: 0,
    to: 1,
  };
  timeline.apply({
    type: "frame",
    now: 2000,
    lanes: [{ ...timeline.lanes[0], name: "renamed" }],
    findings: [finding],
  });
  assert.deepEqual(
    timeline.lanes.map(({ name }) => name),
    ["renamed"],
  );
  assert.equal(timeline.findings.size, 1);
  timeline.apply({ type: "frame", now: 2000, findings: [{ ...finding, withdrawn: true }] });
  assert.equal(timeline.findings.size, 0);
});

test("the status follows the lines", () => {
  const timeline = new Timeline();
  assert.equal(timeline.status, "empty");
  timeline.applyAll(linesOf({ left: "##" }));
  assert.equal(timeline.status, "live");
  timeline.apply({
    type: "end",
    status: "stopped",
    reason: "Deadlock",
    exit: null,
    duration: 5000,
  });
  assert.deepEqual([timeline.status, timeline.live, timeline.durationNs], ["stopped", false, 5000]);
});

test("many lines are one notification", () => {
  const timeline = new Timeline();
  let told = 0;
  const leave = timeline.subscribe(() => {
    told += 1;
  });
  timeline.applyAll(linesOf({ left: "##" }));
  leave();
  timeline.apply({ type: "frame", now: 9000 });
  assert.equal(told, 1);
});

test("what is not a line of ours is refused with a sentence", () => {
  const timeline = new Timeline();
  assert.throws(() => timeline.apply(/** @type {any} */ ({ type: "trace" })), /not a line/);
  assert.throws(
    () => timeline.apply(/** @type {any} */ ({ type: "header", format: "threadline", version: 9 })),
    /reads threadline 1/,
  );
});

test("a lane of more than two chunks of spans keeps exact shares", () => {
  const length = 140_000;
  const ones = new Array(length).fill(1);
  const timeline = new Timeline();
  timeline.apply({
    type: "frame",
    now: 2 * length,
    spans: {
      lane: ones,
      start: [0, ...new Array(length - 1).fill(2)],
      duration: ones.map(() => 2),
      state: ones.map((_, i) => i % 2),
      object: ones.map(() => 0),
      site: ones.map(() => 0),
      operation: ones.map(() => 0),
      certainty: ones.map(() => 0),
    },
  });
  assert.deepEqual([...timeline.shares(1, 131_071 * 2 - 1, 131_073 * 2 + 1)].slice(0, 2), [3, 3]);
  assert.equal(timeline.spans(1).indexAt(131_072 * 2), 131_072);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../../static/js/model/timeline.js";
import { rowsOfWindow } from "../../../static/js/model/window_rows.js";

const LOCK = 1;
const RUNNING = 0;
const BLOCKED = 2;
const WHOLE = [
  {
    type: "frame",
    now: 1000,
    lanes: [
      { id: 1, process: 1, name: "left", begin: 0, end: 900 },
      { id: 2, process: 1, name: "right", begin: 0, end: null },
    ],
    objects: [{ id: LOCK, kind: "Lock", name: "till", site: 0, process: 1 }],
    findings: [{ id: "a", kind: "contention", severity: "error", sentence: "At the end." }],
  },
  { type: "end", status: "finished", reason: "", exit: null, duration: 1000 },
];
const WINDOW = [
  {
    type: "frame",
    now: 100,
    begins: { at: 100, line: 4 },
    open: [
      [1, 80, RUNNING, 0, 0, 0, 0],
      [2, 50, BLOCKED, LOCK, 0, 1, 0],
    ],
    held: [[LOCK, 1, 60, 3]],
    lanes: [{ id: 1, process: 1, name: "early name", begin: 0, end: null }],
  },
  {
    type: "frame",
    now: 300,
    spans: {
      lane: [1],
      start: [80],
      duration: [120],
      state: [RUNNING],
      object: [0],
      site: [0],
      operation: [0],
      certainty: [0],
    },
    open: [[1, 200, RUNNING, 0, 0, 0, 0]],
    findings: [{ id: "a", kind: "contention", severity: "info", sentence: "So far." }],
  },
];
const ENDS = {
  type: "frame",
  now: 300,
  ends: { spans: [[1, 200, 450]], holds: [[LOCK, 1, 60, 500]] },
};

function whole() {
  const timeline = new Timeline();
  timeline.applyAll(/** @type {any[]} */ (WHOLE));
  return timeline;
}

/** What a work that may rest comes to. @template Result @param {Generator<void, Result>} work
 *  @returns {Result} */
function finished(work) {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** @param {any[]} lines */
function opened(lines) {
  const timeline = whole();
  const rows = finished(rowsOfWindow(lines, timeline));
  timeline.exchange(rows, {
    single: true,
    coming: false,
    spans: 77,
    flows: 5,
    whole: rows.spans,
  });
  return timeline;
}

test("a window takes the place of the rows and leaves tables and findings as they ended", () => {
  const timeline = opened([...WINDOW, ENDS]);
  assert.equal(timeline.laneName(1), "left");
  assert.equal(timeline.findings.get("a")?.sentence, "At the end.");
  assert.equal(timeline.durationNs, 1000);
  assert.equal(timeline.beginsNs, 0);
  assert.equal(timeline.spanCount, 77);
  assert.deepEqual([...timeline.shares(1, 100, 300)], [200, 0, 0, 0, 0, 0]);
});

test("what was open as the window ended has its true end", () => {
  const timeline = opened([...WINDOW, ENDS]);
  const spans = timeline.spans(1);
  assert.equal(spans.isOpen(1), false);
  assert.equal(spans.end(1), 450);
  const [hold] = timeline.holds(LOCK);
  assert.deepEqual([hold.startNs, hold.endNs, hold.open], [60, 500, false]);
});

test("what never ended lasts to the end of the run", () => {
  const timeline = opened([...WINDOW, ENDS]);
  assert.equal(timeline.spans(2).isOpen(0), true);
  assert.equal(timeline.spans(2).end(0), 1000);
  const last = opened(WINDOW);
  assert.equal(last.spans(1).isOpen(1), true);
});

test("of a part of a run no span says the how many-th it is", () => {
  const timeline = opened([...WINDOW, ENDS]);
  assert.doesNotMatch(timeline.describe(1, 0)?.announcement ?? "", /span \d/);
  assert.equal(timeline.describe(1, 0)?.before, null);
  assert.match(timeline.describe(1, 0)?.after ?? "", /^Running/);
});

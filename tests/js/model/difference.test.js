import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../../static/js/model/difference.js";
import { readUses } from "../../../static/js/model/object_uses.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { RUNNABLE, STATES } from "../../../static/js/model/vocabulary.js";
import { timelineOf } from "../support/lines.js";
import { random } from "../support/random.js";
import { syntheticRun } from "../support/synthetic.js";
import { END_NS, randomSpans, TOP, tiledRun } from "../support/tiled.js";

/** @param {Parameters<typeof differences>} runs */
function sectionsOf(...runs) {
  return Object.fromEntries(differences(...runs).map((section) => [section.id, section]));
}

/** Rows of a section as "name: a → b" in ticks of a microsecond, by one measure.
 *  @param {import("../../../static/js/model/difference.js").Section} section
 *  @param {string} [measure] */
function told({ rows, measures }, measure = measures[0].id) {
  const at = measures.findIndex(({ id }) => id === measure);
  const { unit } = measures[at];
  const text = (/** @type {(number | null)[] | null} */ values) => {
    const value = values?.[at] ?? null;
    return value === null ? "–" : String(unit === "ns" ? value / 1000 : value);
  };
  return rows.map((row) => `${row.name}: ${text(row.a)} → ${text(row.b)}`);
}

test("without the lock the time that was waited for it is gone", () => {
  const locked = timelineOf({ left: "####", right: "11##" }, { holds: [[1, 1, 0, 2]] });
  const free = timelineOf({ left: "##", right: "##" });
  const { states, threads, objects, run } = sectionsOf(locked, free);
  assert.deepEqual(told(states), [
    "Running: 6 → 4",
    "Waiting for another thread: 2 → 0",
    "Input/output: 0 → 0",
    "Sleeping: 0 → 0",
  ]);
  assert.deepEqual(told(threads, "blocked"), ["left: 0 → 0", "right: 2 → 0"]);
  assert.deepEqual(told(objects, "waited"), ["lock_1: 2 → 0"]);
  assert.deepEqual(told(objects, "waits"), ["lock_1: 1 → 0"]);
  assert.deepEqual(told(objects, "held"), ["lock_1: 2 → 0"]);
  assert.equal(run.rows[0].name, "Time");
  assert.deepEqual([run.rows[0].a, run.rows[0].b], [[4000], [2000]]);
});

test("what a thread lacked to run is told apart, and what nobody lacked is no line", () => {
  const a = timelineOf({ left: "##gg", right: "gg##" }, { gil: "1122" });
  const b = timelineOf({ left: "####", right: "##cc" });
  assert.deepEqual(told(sectionsOf(a, b).states).slice(0, 3), [
    "Running: 4 → 6",
    "Waiting for the GIL: 4 → 0",
    "Waiting for a CPU: 0 → 2",
  ]);
  assert.ok(!told(sectionsOf(a, b).states).some((line) => line.startsWith("Waiting to run")));
});

test("in a range of each, only what lies in it counts", () => {
  const a = timelineOf({ left: "11##", right: "####" }, { holds: [[1, 2, 0, 2]] });
  const b = timelineOf({ left: "####", right: "####" });
  const ranges = /** @type {const} */ ([
    { fromNs: 1000, toNs: 3000 },
    { fromNs: 0, toNs: 2000 },
  ]);
  const { states, objects, run } = sectionsOf(a, b, ranges);
  assert.deepEqual(told(states).slice(0, 2), [
    "Running: 3 → 4",
    "Waiting for another thread: 1 → 0",
  ]);
  assert.deepEqual(told(objects, "held"), ["lock_1: 1 → 0"]);
  assert.deepEqual([run.rows[0].a, run.rows[0].b], [[2000], [2000]]);
});

test("a wait that ends where the range begins is none of it", () => {
  const a = timelineOf({ left: "11##11" });
  const range = { fromNs: 2000, toNs: 4000 };
  assert.deepEqual(sectionsOf(a, a, [range, range]).objects.rows, []);
});

test("a range beyond the end of a run holds nothing of it", () => {
  const a = timelineOf({ left: "##" });
  const b = timelineOf({ left: "########" });
  const range = { fromNs: 4000, toNs: 8000 };
  const { states, run } = sectionsOf(a, b, [range, range]);
  assert.equal(told(states)[0], "Running: 0 → 4");
  assert.deepEqual([run.rows[0].a, run.rows[0].b], [[0], [4000]]);
});

test("threads are matched by name, then by role, then by order, and it is said how", () => {
  const a = timelineOf({ Main: "##", "pay-1": "#", "pay-2": "#", left: "#", extra: "#" });
  const b = timelineOf({ Main: "##", "pay-7": "#", "pay-8": "#", right: "#" });
  const { threads } = sectionsOf(a, b);
  assert.deepEqual(
    threads.rows.map(({ name, note, how }) => [name, note, how]),
    [
      ["Main", "", "name"],
      ["pay-1", "pay-7", "role"],
      ["pay-2", "pay-8", "role"],
      ["left", "right", "order"],
      ["extra", "", "none"],
    ],
  );
  assert.equal(threads.rows[4].b, null, "only A has it: that is not zero");
});

test("what only the second run has stands last", () => {
  const { threads } = sectionsOf(timelineOf({ one: "#" }), timelineOf({ zero: "#", one: "##" }));
  assert.deepEqual(told(threads), ["one: 1 → 2", "zero: – → 1"]);
});

test("objects of one name and kind are one subject", () => {
  const a = timelineOf({ left: "11##", right: "22##" });
  const twice = [{ id: 2, kind: "Lock", name: "lock_1", site: 1, process: 1 }];
  a.apply({ type: "frame", now: 4000, objects: twice });
  const { objects } = sectionsOf(a, timelineOf({ left: "1###" }));
  assert.deepEqual(told(objects, "waited"), ["lock_1: 4 → 1"]);
  assert.equal(objects.rows[0].note, "Lock, 2 in A, 1 in B");
});

test("what was not measured is null, not zero", () => {
  const a = timelineOf({ left: "##" });
  const b = timelineOf({ left: "##" });
  const cost = { events: 5, ns_per_event: 300, dropped: 0, output_dropped: 0, sampler_hz: 0 };
  b.apply({ type: "frame", now: 2000, cost: { ...cost, share: 0.01, program_cpu: 1500 } });
  const { run } = sectionsOf(a, b);
  const processor = run.rows.find(({ key }) => key === "processor");
  assert.deepEqual([processor?.a, processor?.b], [[null], [1500]]);
});

test("per state and per thread the sums are those of the spans, in any range", () => {
  const runs = [3, 8].map((seed) => {
    const timeline = new Timeline();
    timeline.applyAll(syntheticRun({ lanes: 5, spans: 4000, seed, gil: true }));
    return timeline;
  });
  const [a, b] = runs;
  for (let i = 0; i < 60; i += 1) {
    const ranges = runs.map(({ durationNs }) => {
      const fromNs = Math.floor((((i * 7919) % 1000) * durationNs) / 1000);
      return {
        fromNs,
        toNs: fromNs + Math.floor((((i * 104_729) % 1000) * durationNs) / 1500) + 1,
      };
    });
    const { states, threads } = sectionsOf(a, b, [ranges[0], ranges[1]]);
    [a, b].forEach((timeline, side) => {
      const exact = summed(timeline, ranges[side]);
      const key = side === 0 ? "a" : "b";
      const lines = states.rows.reduce(
        (/** @type {number[]} */ sums, row) => {
          const state = STATES.indexOf(row.state ?? "");
          sums[state] += row[key]?.[0] ?? 0;
          return sums;
        },
        STATES.map(() => 0),
      );
      assert.deepEqual(lines.slice(0, 5), exact.slice(0, 5), `states of ${key}, ${i}`);
      const running = threads.rows.reduce((sum, row) => sum + (row[key]?.[0] ?? 0), 0);
      assert.equal(running, exact[0]);
    });
  }
  assert.equal(STATES[RUNNABLE], "runnable");
});

test("waits and holds are those that lie in a range, one by one, and what of them does", () => {
  const runs = [4, 6].map((seed) => {
    const timeline = new Timeline();
    timeline.applyAll(syntheticRun({ lanes: 5, spans: 3000, seed, ended: false }));
    return timeline;
  });
  const [a, b] = runs;
  for (let i = 0; i < 40; i += 1) {
    const ranges = runs.map(({ durationNs }) => {
      const fromNs = Math.floor((((i * 7919) % 1000) * durationNs) / 1000);
      return {
        fromNs,
        toNs: fromNs + Math.floor((((i * 104_729) % 1000) * durationNs) / 1500) + 1,
      };
    });
    const { objects } = sectionsOf(a, b, [ranges[0], ranges[1]]);
    runs.forEach((timeline, side) => {
      const told = objects.rows.map((row) => [row.name, (side === 0 ? row.a : row.b) ?? null]);
      for (const [name, use] of told) {
        const object = [...timeline.objects.values()].find((each) => each.name === name);
        assert.deepEqual(use, object ? usedOneByOne(timeline, object.id, ranges[side]) : null);
      }
    });
  }
});

/** Wait by wait, hold by hold: waited, waits, held, holds.
 *  @param {Timeline} timeline @param {number} id @param {{fromNs: number, toNs: number}} range */
function usedOneByOne(timeline, id, { fromNs, toNs }) {
  const use = [0, 0, 0, 0];
  const until = Math.min(toNs, timeline.durationNs);
  const add = (
    /** @type {number} */ at,
    /** @type {number} */ startNs,
    /** @type {number} */ endNs,
  ) => {
    const ns = Math.min(endNs, until) - Math.max(startNs, fromNs);
    if (ns <= 0 && !(startNs === endNs && startNs > fromNs && startNs < until)) return;
    use[at] += ns;
    use[at + 1] += 1;
  };
  timeline.eachWait(id, fromNs, toNs, (_lane, _index, start, end) => add(0, start, end));
  for (const { startNs, endNs } of timeline.holdsOfObject(id, fromNs, toNs)) add(2, startNs, endNs);
  return use;
}

/** Span by span. @param {Timeline} timeline @param {{fromNs: number, toNs: number}} range */
function summed(timeline, { fromNs, toNs }) {
  const sums = STATES.map(() => 0);
  for (const { id } of timeline.lanes) {
    const spans = timeline.spans(id);
    for (let i = 0; i < spans.length; i += 1) {
      const ns = Math.min(spans.end(i), toNs) - Math.max(spans.start(i), fromNs);
      if (ns > 0) sums[spans.state(i)] += ns;
    }
  }
  return sums;
}

test("of a run that is seen by tiles, the whole is summed up exactly, wherever one looks", () => {
  const { tiles, spans } = tiledRun(randomSpans(random().upTo), [TOP]);
  const lanes = [{ id: 1, process: 1, name: "left", native: 1, daemon: false, parent: 0, site: 0 }];
  const objects = [{ id: 9, kind: "Lock", name: "till", site: 0, process: 1 }];
  const timeline = timelineOf({});
  timeline.apply(
    /** @type {any} */ ({
      type: "frame",
      now: END_NS,
      lanes: lanes.map((lane) => ({ ...lane, begin: 0, end: null, object: 0 })),
      objects,
      spans: {
        lane: [1],
        start: [0],
        duration: [40],
        state: [0],
        object: [0],
        site: [0],
        operation: [0],
        certainty: [0],
      },
    }),
  );
  timeline.part = /** @type {any} */ ({
    single: true,
    stretch: { fromNs: 0, toNs: 40 },
    whole: { of: () => spans },
    far: { uses: readUses([[9, 4, 300, 200, 1, 5, 6, 900, 500, 1, 7]]) },
  });
  const none = timelineOf({});
  tiles.level = 0;

  const { states, objects: used } = sectionsOf(timeline, none);

  const told = states.rows.map(({ a }) => a?.[0] ?? 0).reduce((sum, ns) => sum + ns, 0);
  assert.equal(told, END_NS);
  assert.deepEqual(
    used.rows.map(({ name, a }) => [name, a]),
    [["till", [300, 4, 900, 6]]],
  );
  const part = [
    { fromNs: 0, toNs: 40 },
    { fromNs: 0, toNs: 40 },
  ];
  const here = sectionsOf(timeline, none, /** @type {any} */ (part));
  assert.equal(here.states.rows[0].a?.[0], 40, "of what is here every span is told");
  assert.equal(here.objects.rows.length, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { coresShown, layoutCores } from "../../../static/js/layout/cores.js";
import { hitHold } from "../../../static/js/layout/hit.js";
import { layoutPossession, PossessionLayout } from "../../../static/js/layout/possession.js";
import { Possession } from "../../../static/js/model/possession.js";
import { Steps } from "../../../static/js/model/steps.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { syntheticRun } from "../support/synthetic.js";

const WIDE = 3;

/** @param {[lane: number, start: number, end: number][]} holds */
function possession(holds) {
  const made = new Possession(9, 1);
  for (const [lane, start, end] of holds) made.close(lane, start, end, 0);
  return made;
}

/** @param {Possession} holds @param {number} from @param {number} to @param {number} width
 *  @param {number} sky */
function laidOut(holds, from, to, width, sky) {
  const layout = new PossessionLayout();
  layoutPossession(holds, createScale(from, to, width), to, WIDE, sky, layout);
  /** @type {number[][]} */
  const bars = [];
  for (let at = 0; at < layout.bars.length; at += 4) bars.push(layout.bars.slice(at, at + 4));
  return { rects: layout.rects, bars };
}

test("a wide hold is a rectangle, a gap is a gap", () => {
  const { rects, bars } = laidOut(
    possession([
      [1, 0, 400],
      [2, 600, 1000],
    ]),
    0,
    1000,
    100,
    20,
  );
  assert.deepEqual(rects, [0, 0, 40, 1, 60, 100]);
  assert.deepEqual(bars, []);
});

test("a narrow hold that goes on after the live head ends the lane", () => {
  // The second began before the head, which is where its column begins, and goes on after it.
  const layout = new PossessionLayout();
  const holds = possession([
    [1, 0, 90],
    [2, 90, 120],
  ]);
  layoutPossession(holds, createScale(0, 10_000, 100), 100, WIDE, 20, layout);
  assert.deepEqual(layout.bars.slice(0, 1), [0]);
  layoutPossession(holds, createScale(0, 10_000, 100), 95, WIDE, 20, layout);
  assert.deepEqual(layout.bars.slice(0, 1), [0]);
});

test("narrow holds are stacked by their share of the column, not the last over the others", () => {
  // In every 100 ns: 50 of lane 1, 25 of lane 2, 25 of nobody.
  const holds = possession(
    Array.from({ length: 40 }, (_, i) => i * 100).flatMap((t) => [
      /** @type {[number, number, number]} */ ([1, t, t + 50]),
      /** @type {[number, number, number]} */ ([2, t + 50, t + 75]),
    ]),
  );
  const { rects, bars } = laidOut(holds, 0, 4000, 4, 20);
  assert.deepEqual(rects, []);
  assert.deepEqual(
    bars.filter(([column]) => column === 2),
    [
      [2, 0, 0, 10],
      [2, 1, 10, 5],
    ],
  );
});

test("a hold too short for a pixel is one, where nobody else had the GIL", () => {
  const { bars } = laidOut(possession([[1, 500, 501]]), 0, 100_000, 10, 20);
  assert.deepEqual(bars, [[0, 0, 0, 1]]);
});

test("columns hold the exact sums, however many holds are in them", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 5, spans: 30_000, seed: 2, gil: true }));
  const [gil] = timeline.gils.byObject.values();
  const end = timeline.durationNs;
  const sky = 1000;
  for (const width of [3, 7, 50]) {
    const { bars } = laidOut(gil, 0, end, width, sky);
    for (let column = 0; column < width; column += 1) {
      const exact = gil.shares((column * end) / width, ((column + 1) * end) / width);
      for (let slot = 0; slot < gil.slotCount; slot += 1) {
        const drawn = bars.find(([at, of]) => at === column && of === slot)?.[3] ?? 0;
        const share = (exact[slot] / (end / width)) * sky;
        assert.ok(Math.abs(drawn - share) <= 1.01, `${column} of ${width}: ${drawn} for ${share}`);
      }
    }
  }
});

test("a short turn between two long ones is seen, and its column is all of theirs", () => {
  const { rects, bars } = laidOut(
    possession([
      [1, 0, 507],
      [2, 508, 509],
      [1, 510, 1000],
    ]),
    0,
    1000,
    100,
    20,
  );
  assert.deepEqual(rects, [0, 0, 50, 2, 51, 100]);
  assert.deepEqual(bars, [
    [50, 0, 0, 14],
    [50, 1, 14, 2],
  ]);
});

test("a thread that had it shortly has a pixel, at the cost of who had it longest", () => {
  const { bars } = laidOut(
    possession([
      [1, 0, 990],
      [2, 990, 1000],
    ]),
    -1000,
    2000,
    3,
    20,
  );
  assert.deepEqual(bars, [
    [1, 0, 0, 19],
    [1, 1, 19, 1],
  ]);
});

test("nothing is drawn after the head", () => {
  const layout = new PossessionLayout();
  const scale = createScale(0, 1000, 100);
  layoutPossession(possession([[1, 0, 1000]]), scale, 300, WIDE, 20, layout);
  assert.deepEqual(layout.rects, [0, 0, 30]);
});

test("the pointer finds a hold, many, or nobody", () => {
  const scale = createScale(0, 1000, 100);
  const wide = possession([[1, 0, 400]]);
  assert.deepEqual(hitHold(wide, scale, 20, 1000), { kind: "hold", index: 0 });
  assert.equal(hitHold(wide, scale, 60, 1000), null);
  // Between two wide ones, the nearer is meant: they are not too short to tell apart.
  const gap = possession([
    [1, 0, 400],
    [2, 410, 900],
  ]);
  assert.deepEqual(hitHold(gap, scale, 40.2, 1000), { kind: "hold", index: 0 });
  assert.deepEqual(hitHold(gap, scale, 40.8, 1000), { kind: "hold", index: 1 });
  const dense = possession(
    Array.from(
      { length: 100 },
      (_, i) => /** @type {[number, number, number]} */ ([1 + (i % 2), i * 10, i * 10 + 8]),
    ),
  );
  const hit = hitHold(dense, scale, 50, 1000);
  assert.equal(hit?.kind, "shared");
  assert.ok(hit?.kind === "shared" && hit.shares.length === 2 && hit.count >= 3);
});

test("a column of the lane of processors is the mean by time, and nothing where none is known", () => {
  const counter = new Steps();
  counter.add(100, 1000);
  counter.add(200, 500);
  counter.add(300, 0);
  const columns = layoutCores(counter, createScale(0, 400, 4), 350);
  assert.deepEqual([...columns], [Number.NaN, 1000, 500, 0]);
});

test("few cores are all shown, of many as many as were of use", () => {
  assert.equal(coresShown(980, 2), 2);
  assert.equal(coresShown(980, 64), 1);
  assert.equal(coresShown(3200, 64), 4);
  assert.equal(coresShown(3200, 0), 4);
});

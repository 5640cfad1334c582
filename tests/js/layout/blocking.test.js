/** That somebody keeps others waiting is seen at every zoom, as long as it was, no longer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { eachBlocking } from "../../../static/js/layout/blocking.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { View } from "../../../static/js/model/view.js";
import { blocking } from "../../../static/js/render/layers/blocking.js";
import { drawn, sceneOf, written } from "../support/canvas.js";
import { deltas, linesOf, timelineOf } from "../support/lines.js";
import { randomFrom } from "../support/seeded.js";

/** @typedef {[left: number, right: number, share: number]} Column */

/** @param {Timeline} timeline @param {number} lane @param {number} from @param {number} to
 *  @param {number} widthPx */
function seen(timeline, lane, from, to, widthPx) {
  const view = new View();
  view.show(from, to);
  const scene = sceneOf(timeline, view, { widthPx });
  const on = scene.lanes.find(({ id }) => id === lane);
  /** @type {Column[]} */
  const columns = [];
  if (on) eachBlocking(scene, on, (...column) => columns.push(column));
  return columns;
}

test("a hold that nobody waits for blocks nobody", () => {
  const timeline = timelineOf({ left: "######" }, { holds: [[1, 1, 0, 5]] });
  assert.deepEqual(seen(timeline, 1, 0, 6000, 60), []);
});

test("the part of a hold in which another waits is itself", () => {
  const timeline = timelineOf({ left: "######", right: "##11##" }, { holds: [[1, 1, 1, 4]] });
  assert.deepEqual(seen(timeline, 1, 0, 6000, 60), [[20, 40, 1]]);
  assert.deepEqual(seen(timeline, 2, 0, 6000, 60), []);
});

test("who waits for what it holds itself blocks nobody, unless another waits, too", () => {
  const own = timelineOf({ left: "##11##" }, { holds: [[1, 1, 0, 6]] });
  assert.deepEqual(seen(own, 1, 0, 6000, 60), []);
  const both = timelineOf({ left: "##11##", right: "###1##" }, { holds: [[1, 1, 0, 6]] });
  assert.deepEqual(seen(both, 1, 0, 6000, 60), [[30, 40, 1]]);
});

test("what is still held is seen while somebody waits", () => {
  const timeline = new Timeline();
  timeline.applyAll(linesOf({ left: "######", right: "###111" }, { open: true }));
  timeline.apply({ type: "frame", now: 6000, held: [[1, 1, 1000, 1]] });
  const columns = seen(timeline, 1, 0, 6000, 6);
  assert.deepEqual(columns, [
    [3, 4, 1],
    [4, 5, 1],
    [5, 6, 1],
  ]);
});

test("a hold is read again when it is over, and one told late finds its place", () => {
  const timeline = new Timeline();
  timeline.applyAll(linesOf({ left: "#########", right: "22#111###" }));
  const nobody = { object: [], lane: [], start: [], duration: [], site: [] };
  timeline.apply({ type: "frame", now: 9000, held: [[1, 1, 2000, 1]], holds: nobody });
  assert.equal(seen(timeline, 1, 0, 9000, 9).length, 3);
  timeline.apply({ type: "frame", now: 9000, holds: one(1, 1, 2000, 2000) });
  assert.deepEqual(seen(timeline, 1, 0, 9000, 9), [[3, 4, 1]]);
  timeline.apply({ type: "frame", now: 9000, holds: one(2, 1, 0, 1000) });
  assert.deepEqual(seen(timeline, 1, 0, 9000, 9), [
    [0, 1, 1],
    [3, 4, 1],
  ]);
});

/** @param {number} object @param {number} lane @param {number} start @param {number} duration */
function one(object, lane, start, duration) {
  return { object: [object], lane: [lane], start: [start], duration: [duration], site: [1] };
}

/** A lane that takes a lock again and again, among others that sometimes wait for it.
 *  @param {number} seed */
function contendedRun(seed) {
  const random = randomFrom(seed);
  const holds = { object: [], lane: [], start: [], duration: [], site: [] };
  const spans = {
    ...{ lane: [], start: [], duration: [], state: [] },
    ...{ object: [], site: [], operation: [], certainty: [] },
  };
  /** @type {[number, number][]} */
  const blocked = [];
  let now = 0;
  const add = (/** @type {any} */ into, /** @type {any} */ row) => {
    for (const [name, value] of Object.entries(row)) into[name].push(value);
  };
  for (let round = 0; round < 2000; round += 1) {
    const free = Math.ceil(10 ** (random() * 5));
    const held = Math.ceil(10 ** (random() * 5));
    const waits = random() < 0.3 ? Math.ceil(random() * held) : 0;
    const start = now + free;
    add(holds, { object: 1, lane: 1, start, duration: held, site: 1 });
    now = start + held;
    if (waits === 0) continue;
    blocked.push([now - waits, now]);
    const row = { lane: 2, start: now - waits, duration: waits, state: 2, object: 1 };
    add(spans, { ...row, site: 0, operation: 1, certainty: 0 });
  }
  add(spans, {
    lane: 1,
    start: 0,
    duration: now,
    state: 0,
    object: 0,
    site: 0,
    operation: 0,
    certainty: 0,
  });
  const timeline = new Timeline();
  const lane = { process: 1, name: "x", native: 0, daemon: false, parent: 0, site: 0, begin: 0 };
  const columns = (/** @type {any} */ rows) => ({ ...rows, start: deltas(rows.start) });
  timeline.apply({
    ...{ type: "frame", now },
    lanes: [1, 2].map((id) => ({ ...lane, id, end: null, object: 0 })),
    ...{ spans: columns(spans), holds: columns(holds) },
  });
  return { timeline, blocked, now, random };
}

test("every wait for what a lane holds is seen under the holder, at any zoom", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { timeline, blocked, now, random } = contendedRun(seed);
    for (const widthPx of [1, 40, 640]) {
      const from = random() * now * 0.5;
      const to = from + Math.max(1000, now * 10 ** (-4 * random()));
      const columns = seen(timeline, 1, from, to, widthPx);
      const nsPerPx = (to - from) / widthPx;
      for (const [start, end] of blocked) {
        const until = Math.min(to, end) - nsPerPx / 2;
        if (end - nsPerPx / 2 <= from || start >= until) continue;
        const px = (Math.max(from, start) - from) / nsPerPx;
        const near = columns.some(([left, right]) => left - 1 <= px && right + 1 >= px);
        assert.ok(near, `seed ${seed}, ${from}–${to} on ${widthPx} px: ${start}–${end}`);
      }
    }
  }
});

test("all columns together are the time in which others waited", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { timeline, blocked, now } = contendedRun(seed);
    // Wide enough a pixel that no wait is one by itself.
    const columns = seen(timeline, 1, 0, now, 3);
    const told = columns.reduce((sum, [, , share]) => sum + (share * now) / 3, 0);
    const exact = blocked.reduce((sum, [start, end]) => sum + end - start, 0);
    assert.ok(Math.abs(told - exact) < 0.5, `seed ${seed}: ${told} ≠ ${exact}`);
  }
});

test("what was read a few holds at a time is what is read at once", () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const { timeline, now } = contendedRun(seed);
    const other = contendedRun(seed).timeline;
    let rests = 0;
    while (!other.readContended(1, 64)) rests += 1;
    assert.equal(rests, Math.floor((2000 - 1) / 64));
    assert.ok(other.readContended(2, 64), "who holds nothing has nothing to be read");
    assert.deepEqual(seen(other, 1, 0, now, 640), seen(timeline, 1, 0, now, 640));
  }
});

test("many stretches are pixels, on the ground and the grid, as long and high as each would be", () => {
  const timeline = timelineOf(
    { left: "##".repeat(60), right: "#1".repeat(60) },
    { holds: [[1, 1, 0, 120]] },
  );
  const view = new View();
  view.show(0, timeline.now);
  const scene = sceneOf(timeline, view, { widthPx: 360 });
  const log = drawn(blocking, scene);
  assert.deepEqual(written(log, "fillRect"), []);
  const [{ args }, ...more] = log.filter(({ call }) => call === "putImageData");
  const [image, left, top, from, , width, height] = args;
  const { baseline, strip } = scene.lanes[0].box;
  assert.deepEqual([left, top, from, width, height], [0, baseline, 3, 357, strip]);
  assert.equal(more.length, 0);
  const pixels = new Uint32Array(image.data.buffer);
  const ticks = new Set(scene.axis.ticks.map(({ ns }) => Math.round(scene.scale.timeToPx(ns))));
  for (let at = 3; at < pixels.length; at += 1) {
    const x = at % 360;
    const ground = ticks.has(x) ? 102 : 100;
    assert.equal(pixels[at], x % 6 < 3 ? ground : 103, `column ${x}`);
  }
});

test("a column is as high as its share, and never nothing", () => {
  const timeline = timelineOf(
    { left: "####################", right: "#####1##############" },
    { holds: [[1, 1, 4, 8]] },
  );
  const view = new View();
  view.show(0, 20_000);
  const log = drawn(blocking, sceneOf(timeline, view, { widthPx: 1 }));
  const heights = written(log, "fillRect").map((text) => Number(text.split(" ").at(-1)));
  assert.deepEqual(heights, [1]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Overlap } from "../../../static/js/model/overlap.js";
import { Steps } from "../../../static/js/model/steps.js";
import { random } from "../support/random.js";

/** @param {[time: number, value: number][]} all */
function stepsOf(all) {
  const steps = new Steps();
  for (const [time, value] of all) steps.add(time, value);
  return steps;
}

test("a mean is weighed by time, and knows the least and the most of the range", () => {
  const steps = stepsOf([
    [10, 1],
    [20, 5],
    [30, 0],
  ]);
  assert.deepEqual(steps.over(15, 40), { ns: 25, area: 55, mean: 2.2, least: 0, most: 5 });
  assert.equal(steps.over(0, 10), null, "nothing is known before the first step");
  assert.deepEqual(steps.over(0, 12), { ns: 2, area: 2, mean: 1, least: 1, most: 1 });
  assert.equal(steps.at(9), null);
  assert.equal(steps.at(29), 5);
});

test("a value that lasted no time was never the case, but is remembered as the highest", () => {
  const steps = stepsOf([
    [0, 0],
    [10, 9],
    [10, 1],
  ]);
  assert.deepEqual(steps.over(5, 15), { ns: 10, area: 5, mean: 0.5, least: 0, most: 1 });
  assert.equal(steps.most, 9);
});

test("a value that another replaced at once is forgotten also where a block of steps ends", () => {
  const steps = stepsOf(Array.from({ length: 63 }, (_, i) => [i * 10, 1]));
  steps.add(630, 9);
  assert.equal(steps.over(0, 2000)?.most, 9);
  for (let i = 0; i < 70; i += 1) steps.add(630 + i * 10, 1);
  assert.equal(steps.over(0, 2000)?.most, 1);
});

test("the area of any range is the exact sum, also after a step that came late", () => {
  const { seed, upTo } = random();
  const steps = new Steps();
  /** @type {[number, number][]} */
  const all = [];
  const check = () => {
    const sorted = all.toSorted((a, b) => a[0] - b[0]);
    for (let n = 0; n < 40; n += 1) {
      const from = upTo(9000);
      const to = from + 1 + upTo(4000);
      const parts = sorted.map(([time, value], i) => {
        const end = sorted[i + 1]?.[0] ?? Infinity;
        return { ns: Math.max(0, Math.min(to, end) - Math.max(from, time)), value };
      });
      const lasted = parts.filter(({ ns }) => ns > 0);
      const over = steps.over(from, to);
      const area = lasted.reduce((sum, { ns, value }) => sum + ns * value, 0);
      assert.equal(over?.area ?? 0, area, seed);
      if (!over) continue;
      assert.equal(over.least, Math.min(...lasted.map(({ value }) => value)), seed);
      assert.equal(over.most, Math.max(...lasted.map(({ value }) => value)), seed);
    }
  };
  for (let round = 0; round < 8; round += 1) {
    for (let n = 0; n < 100; n += 1) {
      const late = upTo(20) === 0;
      const time = late ? upTo(9000) : round * 1000 + n * 10 + upTo(9);
      if (all.some(([known]) => known === time)) continue;
      const value = upTo(7);
      all.push([time, value]);
      steps.add(time, value);
    }
    check();
  }
});

test("as many overlap at a time as have begun and not ended, while they come in any order", () => {
  const { seed, upTo } = random();
  const overlap = new Overlap();
  /** @type {[number, number][]} */
  const closed = [];
  /** @type {number[]} */
  let open = [];
  for (let now = 100; now < 6000; now += 100) {
    for (let n = upTo(6); n > 0; n -= 1) {
      const start = Math.max(1, now - upTo(upTo(10) === 0 ? 3000 : 150));
      const end = Math.min(now, start + 1 + upTo(200));
      closed.push([start, end]);
      overlap.add(start, end);
    }
    open = [...open.filter(() => upTo(3) > 0), now - upTo(99)];
    overlap.setOpen([...open]);
    const from = upTo(now);
    const to = from + 1 + upTo(500);
    const all = [...closed, ...open.map((start) => [start, Infinity])];
    const lasting = (/** @type {number[]} */ [start, end]) =>
      Math.max(0, Math.min(to, end) - Math.max(from, start));
    const area = all.reduce((sum, each) => sum + lasting(each), 0);
    assert.equal(overlap.steps.over(from, to)?.area ?? 0, area, seed);
    assert.equal(overlap.endedBefore(from), closed.filter(([, end]) => end < from).length, seed);
    assert.equal(overlap.beginAfter(to), all.filter(([start]) => start > to).length, seed);
  }
});

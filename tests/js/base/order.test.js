import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf, placesInOrder } from "../../../static/js/base/order.js";
import { inSlices } from "../../../static/js/base/slices.js";

/** @param {number[]} keys */
const ordered = (keys) => [...placesInOrder(Float64Array.from(keys))];

/** @param {number} seed @param {number} length @param {number} range */
function numbers(seed, length, range) {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % range;
  });
}

for (const length of [0, 1, 15, 16, 17, 33, 1000, 40_000]) {
  for (const range of [3, 2 ** 31]) {
    test(`${length} numbers below ${range} are ordered, equal ones as they came`, () => {
      const keys = numbers(length + range, length, range);
      const right = keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b);
      // No diff of forty thousand numbers: where the first one differs says enough.
      const wrong = ordered(keys).findIndex((place, i) => place !== right[i]);
      assert.equal(wrong, -1);
    });
  }
}

test("what is in order already stays, and what is in reverse is turned round", () => {
  const up = Array.from({ length: 50_000 }, (_, i) => i);
  assert.deepEqual(ordered(up), up);
  assert.deepEqual(ordered(up.map((i) => -i)), up.toReversed());
});

test("a sort rests between steps that are a small part of it", () => {
  const work = orderOf(Float64Array.from(numbers(7, 200_000, 2 ** 31)));
  let rests = 0;
  while (!work.next().done) rests += 1;
  assert.ok(rests > 100, `${rests} rests`);
});

test("work goes on in slices of a few milliseconds, and the page has its turn between", async () => {
  let ms = 0;
  let turns = 0;
  function* work() {
    for (let i = 0; i < 10; i += 1) {
      ms += 3;
      yield;
    }
    return "done";
  }
  const rest = async () => {
    turns += 1;
  };
  assert.equal(await inSlices(work(), { sliceMs: 8, now: () => ms, rest }), "done");
  assert.equal(turns, 3);
});

test("work that nobody wants any more is dropped where it rests", async () => {
  const stop = new AbortController();
  let steps = 0;
  function* work() {
    for (;;) {
      steps += 1;
      yield;
    }
  }
  const rest = async () => stop.abort();
  const came = await inSlices(work(), { signal: stop.signal, now: () => steps * 100, rest });
  assert.equal(came, null);
  assert.equal(steps, 1);
});

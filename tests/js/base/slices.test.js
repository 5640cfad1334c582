import assert from "node:assert/strict";
import { test } from "node:test";
import { afterFrame, inSlices } from "../../../static/js/base/slices.js";

/** @param {number} steps each of which takes 3 ms @param {{ms: number}} clock */
function* work(steps, clock) {
  for (let step = 0; step < steps; step += 1) {
    clock.ms += 3;
    yield;
  }
  return "done";
}

test("work rests after each slice, and tells what came of it", async () => {
  const clock = { ms: 0 };
  /** @type {number[]} */
  const rests = [];
  const rest = async () => void rests.push(clock.ms);

  const result = await inSlices(work(7, clock), { now: () => clock.ms, rest });

  assert.equal(result, "done");
  assert.deepEqual(rests, [9, 18]);
});

test("work that is given up while it rests is not gone on with", async () => {
  const clock = { ms: 0 };
  const giveUp = new AbortController();
  const rest = async () => giveUp.abort();

  const how = { now: () => clock.ms, rest, signal: giveUp.signal };
  assert.equal(await inSlices(work(7, clock), how), null);
  assert.equal(clock.ms, 9);
});

test("what is in no hurry goes on after a frame, or soon where nobody sees any", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {(() => void)[]} */
  const frames = [];
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ frame) => frames.push(frame),
    cancelAnimationFrame: (/** @type {number} */ id) => delete frames[id - 1],
  });
  let went = 0;
  const turns = () => new Promise((resolve) => setImmediate(resolve));

  afterFrame().then(() => (went += 1));
  await turns();
  assert.equal(went, 0);
  frames.pop()?.();
  await turns();
  await turns();
  assert.equal(went, 1);

  afterFrame().then(() => (went += 1));
  t.mock.timers.tick(100);
  await turns();
  await turns();
  assert.equal(went, 2);
});

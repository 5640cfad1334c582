import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveHead } from "../../../static/js/base/head.js";

test("the head never passes what was observed, however unevenly frames come", () => {
  const head = new LiveHead();
  let at = 0;
  let now = 0;
  let before = 0;
  for (let i = 0; i < 500; i += 1) {
    at += 1 + ((i * 7919) % 97);
    if (i % 3 === 0) {
      now += ((i * 31) % 11) * 1e6;
      head.arrive(now, at);
    }
    const ns = head.at(at);
    assert.ok(ns <= now && ns >= before, `at ${at}`);
    before = ns;
  }
});

test("between two frames the head travels smoothly", () => {
  const head = new LiveHead();
  head.arrive(10e6, 0);
  head.arrive(50e6, 40);
  assert.deepEqual(
    [40, 50, 60, 80, 200].map((ms) => head.at(ms)),
    [10e6, 20e6, 30e6, 50e6, 50e6],
  );
  assert.equal(head.moving(60), true);
  assert.equal(head.moving(81), false);
});

test("when the run has ended the head is at its end at once", () => {
  const head = new LiveHead();
  head.arrive(10e6, 0);
  head.arrive(50e6, 40);
  head.stop(60e6);
  assert.equal(head.at(41), 60e6);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Walk } from "../../../static/js/model/walk.js";

/** Causes and effects that do not lead back: b comes from a, but also from x, the later one. */
const ARROWS = /** @type {Record<string, Record<number, string>>} */ ({
  a: { 1: "b" },
  b: { 1: "c", [-1]: "x" },
  c: { [-1]: "y" },
});

function walker() {
  const walk = new Walk((/** @type {string} */ place) => place);
  return (/** @type {string} */ here, /** @type {1 | -1} */ step) =>
    walk.step(here, step, () => ARROWS[here]?.[step] ?? null);
}

test("going forth and back returns to the same places, whatever other arrows there are", () => {
  const step = walker();
  assert.equal(step("a", 1), "b");
  assert.equal(step("b", 1), "c");
  assert.equal(step("c", -1), "b");
  assert.equal(step("b", -1), "a");
  assert.equal(step("a", 1), "b");
});

test("going back first, the way forth leads to where one began", () => {
  const step = walker();
  assert.equal(step("b", -1), "x");
  assert.equal(step("x", 1), "b");
});

test("a walk begins anew where somebody stands by another way", () => {
  const step = walker();
  step("a", 1);
  assert.equal(step("c", -1), "y", "nobody walked to c");
});

test("where no arrow leads on one stays, and the way back is still known", () => {
  const step = walker();
  step("b", 1);
  assert.equal(step("c", 1), null);
  assert.equal(step("c", -1), "b");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { GLIDE_MS, Glide } from "../../../static/js/base/glide.js";

const HERE = { fromNs: 0, toNs: 1000 };
const THERE = { fromNs: 400, toNs: 500 };

test("a glide begins where the window is and ends exactly at its target", () => {
  const glide = new Glide();
  glide.go(HERE, THERE, 0);
  assert.deepEqual(glide.at(0), HERE);
  assert.deepEqual(glide.at(GLIDE_MS), THERE);
  assert.equal(glide.moving, false);
  assert.equal(glide.at(GLIDE_MS + 1), null);
});

test("a new target in mid-flight does not make the window jump", () => {
  const glide = new Glide();
  glide.go(HERE, THERE, 0);
  const middle = glide.at(50);
  assert.ok(middle);
  glide.go(middle, HERE, 50);
  assert.deepEqual(glide.at(50), middle);
});

test("every window on the way contains the target while zooming in", () => {
  const glide = new Glide();
  glide.go(HERE, THERE, 0);
  for (let ms = 0; ms < GLIDE_MS; ms += 10) {
    const window = glide.at(ms);
    assert.ok(window && window.fromNs <= THERE.fromNs && window.toNs >= THERE.toNs, `${ms} ms`);
  }
});

test("a pan keeps its width", () => {
  const glide = new Glide();
  glide.go(HERE, { fromNs: 200, toNs: 1200 }, 0);
  const window = glide.at(60);
  assert.ok(window);
  assert.equal(Math.round(window.toNs - window.fromNs), 1000);
});

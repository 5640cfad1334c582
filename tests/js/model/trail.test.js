import assert from "node:assert/strict";
import { test } from "node:test";
import { Trail } from "../../../static/js/model/trail.js";

/** @param {...[number, number]} windows */
function trailOf(...windows) {
  const trail = new Trail();
  for (const [fromNs, toNs] of windows) trail.rest({ fromNs, toNs }, 1000);
  return trail.crumbs.map(({ fromNs, toNs }) => `${fromNs}–${toNs}`);
}

test("each zoom into the one before is a crumb", () => {
  assert.deepEqual(trailOf([100, 400], [200, 300], [210, 220]), ["100–400", "200–300", "210–220"]);
});

test("going back to a crumb forgets those within it", () => {
  assert.deepEqual(trailOf([100, 400], [200, 300], [210, 220], [100, 400]), ["100–400"]);
  assert.deepEqual(trailOf([100, 400], [0, 1000]), []);
});

test("small steps of a wheel are one crumb, and the zoom before them stays another", () => {
  assert.deepEqual(trailOf([100, 400], [150, 350], [180, 330], [190, 240]), [
    "100–400",
    "180–330",
    "190–240",
  ]);
});

test("a pan within the wider window keeps the way back, a pan out of it does not", () => {
  assert.deepEqual(trailOf([100, 400], [150, 200], [300, 350]), ["100–400", "300–350"]);
  assert.deepEqual(trailOf([100, 400], [150, 200], [600, 650]), ["600–650"]);
});

test("what sticks out by a hair still lies within", () => {
  assert.deepEqual(trailOf([100, 400], [97, 150]), ["100–400", "97–150"]);
});

test("almost the whole run is the whole run", () => {
  assert.deepEqual(trailOf([5, 995]), []);
});

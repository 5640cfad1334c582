import assert from "node:assert/strict";
import { test } from "node:test";
import { TallScroll } from "../../../static/js/base/tall_scroll.js";

/** @param {number} count @param {number} [rowPx] */
function scrollOver(count, rowPx = 28) {
  const scroll = new TallScroll();
  scroll.resize({ count, rowPx, viewPx: 700 });
  return scroll;
}

test("few rows are scrolled over pixel by pixel", () => {
  const scroll = scrollOver(1000);
  assert.equal(scroll.contentPx, 28_000);
  scroll.scrolled(1414);
  assert.deepEqual(scroll.inSight, { first: 50, after: 76, shiftPx: -14 });
  scroll.scrolled(27_300);
  assert.equal(scroll.inSight.after, 1000);
});

test("a million rows lie on a bar that every browser can scroll", () => {
  assert.ok(scrollOver(1e6).contentPx <= 8e6);
  assert.ok(scrollOver(5e6, 56).contentPx <= 8e6);
});

test("of a million rows a wheel moves as many pixels as it was turned", () => {
  const scroll = scrollOver(1e6);
  for (let turn = 1; turn <= 10; turn += 1) scroll.scrolled(turn * 100);
  assert.equal(scroll.topPx, 1000);
});

test("the thumb of the bar reaches every row: half way is the middle, the end is the last", () => {
  const scroll = scrollOver(1e6);
  const range = scroll.contentPx - 700;
  scroll.scrolled(range / 2);
  assert.ok(Math.abs(scroll.inSight.first - 500_000) < 30);
  scroll.scrolled(range);
  assert.equal(scroll.inSight.after, 1e6);
  scroll.scrolled(0);
  assert.equal(scroll.inSight.first, 0);
});

test("when all is still the bar stands where the rows are, and the rows do not move", () => {
  const scroll = scrollOver(1e6);
  scroll.scrolled(600);
  const bar = scroll.settle();
  assert.ok(Math.abs(bar - (600 * 8e6) / 28e6) < 1);
  scroll.scrolled(bar);
  assert.equal(scroll.topPx, 600);
});

test("a row is brought into sight by as little as needed", () => {
  const scroll = scrollOver(1e6);
  scroll.reveal(900_000);
  assert.equal(scroll.topPx, 900_001 * 28 - 700);
  scroll.reveal(899_990);
  assert.equal(scroll.topPx, 900_001 * 28 - 700, "it was in sight already");
  scroll.reveal(10);
  assert.equal(scroll.topPx, 280);
});

test("with larger text the same rows stay in sight, and with fewer rows there is no void", () => {
  const scroll = scrollOver(1e6);
  scroll.reveal(500_024);
  const { first } = scroll.inSight;
  scroll.resize({ count: 1e6, rowPx: 56, viewPx: 700 });
  assert.equal(scroll.inSight.first, first);
  scroll.resize({ count: 3, rowPx: 56, viewPx: 700 });
  assert.deepEqual(scroll.inSight, { first: 0, after: 3, shiftPx: 0 });
});

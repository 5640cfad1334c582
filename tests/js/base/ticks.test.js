import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutAxis, layoutAxisFrom, stepAbove } from "../../../static/js/base/ticks.js";

/** @param {string} text */
const plain = (text) => text.replaceAll("\u2009", "_");

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual(
    [0.3, 1, 1.1, 3, 6, 99, 100, 101].map(stepAbove),
    [1, 1, 2, 5, 10, 100, 100, 200],
  );
});

test("ticks are at least the asked gap apart, at any zoom", () => {
  for (let widthNs = 50; widthNs < 1e13; widthNs *= 1.37) {
    const { stepNs } = layoutAxis(1e9, 1e9 + widthNs, 1200);
    assert.ok((stepNs / widthNs) * 1200 >= 109.9 || stepNs === 1, `${widthNs} ns`);
  }
});

test("labels of one axis are equally wide while panning", () => {
  for (let pan = 0; pan < 50; pan += 1) {
    const from = 1.1e9 + pan * 777_777;
    const widths = layoutAxis(from, from + 11.2e6, 1200).ticks.map(({ label }) => label.length);
    assert.deepEqual(new Set(widths), new Set([7]));
  }
});

test("a tick is written with as many decimals as its step needs", () => {
  const labels = layoutAxis(0.6235e9, 0.6335e9, 700).ticks.map(({ label }) => plain(label));
  assert.deepEqual(labels, ["624_ms", "626_ms", "628_ms", "630_ms", "632_ms"]);
  const seconds = layoutAxis(1.1e9, 1.11e9, 300).ticks.map(({ label }) => plain(label));
  assert.deepEqual(seconds, ["1.100_s", "1.105_s", "1.110_s"]);
});

test("a narrow window far into the run has a base, and ticks count from it", () => {
  const { base, ticks } = layoutAxis(629_501_867, 629_502_867, 1200);
  assert.equal(plain(base?.label ?? ""), "0.629_501_000_s");
  assert.equal(plain(ticks[0].label), "+900_ns");
});

test("the base stays the same over small pans", () => {
  const bases = [0, 50, 100].map((pan) => layoutAxis(5e8 + pan, 5e8 + 1000 + pan, 1200).base?.ns);
  assert.equal(new Set(bases).size, 1);
});

test("no tick lies before the run", () => {
  assert.ok(layoutAxis(-1e6, 1e6, 1200).ticks.every(({ ns }) => ns >= 0));
});

test("an axis that counts from a moment of the run has time before it", () => {
  const { ticks } = layoutAxisFrom(1e6, 7e6, 600, 3e6);
  assert.deepEqual(
    ticks.map(({ ns, label }) => [ns, plain(label)]),
    [
      [1e6, "−2_ms"],
      [3e6, "0_ms"],
      [5e6, "2_ms"],
      [7e6, "4_ms"],
    ],
  );
});

test("far before zero the base is written with its sign", () => {
  const { base, ticks } = layoutAxisFrom(629_501_867, 629_502_867, 1200, 700_000_000);
  assert.equal(plain(base?.label ?? ""), "−0.070_499_000_s");
  assert.equal(plain(ticks[0].label), "+900_ns");
  assert.equal(ticks[0].ns, 629_501_900);
});

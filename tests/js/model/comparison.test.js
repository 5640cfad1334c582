import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeComparison,
  encodeComparison,
  zerosOf,
} from "../../../static/js/model/comparison.js";

const A = "a".repeat(32);
const B = "b".repeat(32);

test("a link carries what lies beside what, where one looks and what is selected on each side", () => {
  const comparison = {
    a: A,
    b: B,
    align: /** @type {const} */ ([1500, 0]),
    window: { fromNs: -1200, toNs: 900 },
    range: { fromNs: -7, toNs: 5 },
    playheadNs: -3,
    sides: /** @type {const} */ (["v=1&sel=3.900&hide=1.2", "v=1&sel=2.100"]),
  };
  const text = encodeComparison(comparison);
  assert.equal(
    text,
    `v=1&a=${A}&b=${B}&align=1500.0&from=-1200&to=900&range=-7_5&at=-3&a.sel=3.900&a.hide=1.2&b.sel=2.100`,
  );
  assert.deepEqual(decodeComparison(`#${text}`), { comparison, problem: null });
});

test("what the sides have in common is not carried twice", () => {
  const text = encodeComparison({
    a: A,
    b: B,
    align: "start",
    window: null,
    range: null,
    playheadNs: null,
    sides: ["v=1&from=1&to=2&range=1-2&at=9", ""],
  });
  assert.equal(text, `v=1&a=${A}&b=${B}&align=start`);
});

test("keys that this page does not know belong to nobody or to the view they are told of", () => {
  const { comparison, problem } = decodeComparison(`v=1&a=${A}&what=7&b.new=2`);
  assert.equal(problem, null);
  assert.deepEqual([comparison.a, comparison.b, comparison.sides], [A, "", ["", "v=1&new=2"]]);
});

test("what cannot be read is said, not guessed", () => {
  for (const [part, key] of [
    ["a=../../etc", "a"],
    [`a=${A}&align=end`, "align"],
    [`a=${A}&align=-4.3`, "align"],
    [`a=${A}&from=1e3&to=2`, "from"],
    [`a=${A}&from=9&to=2`, "from"],
    [`a=${A}&range=2_1`, "range"],
  ]) {
    const { problem } = decodeComparison(`v=1&${part}`);
    assert.match(problem ?? "", new RegExp(`“${key}”`), part);
  }
  assert.match(decodeComparison(`v=9&a=${A}`).problem ?? "", /version/);
  assert.equal(decodeComparison("").problem, null);
});

test("both starts are zero, or a moment of each", () => {
  assert.deepEqual(zerosOf("start"), [0, 0]);
  assert.deepEqual(zerosOf([5, 7]), [5, 7]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { colouredLines } from "../../../static/js/panels/python.js";

const kinds = (/** @type {string} */ source) =>
  colouredLines(source).map((pieces) =>
    pieces.filter(({ kind }) => kind).map(({ text, kind }) => `${kind}:${text}`),
  );

test("the pieces of a line are the line", () => {
  const source =
    "def f(a, *, b=\"x # y\"):  # why\n    return f\"{a}\" + '''z\n  def \"q\" ''' + 1_000\n";
  const joined = colouredLines(source)
    .map((pieces) => pieces.map(({ text }) => text).join(""))
    .join("\n");
  assert.equal(joined, source);
});

test("keywords, names, strings, numbers and comments are told apart", () => {
  assert.deepEqual(kinds("def transfer(a=3):  # move"), [
    ["keyword:def", "name:transfer", "number:3", "comment:# move"],
  ]);
  assert.deepEqual(kinds('x = rb"a" if y else 0x'), [
    ['string:rb"a"', "keyword:if", "keyword:else"],
  ]);
  assert.deepEqual(kinds("defined = iffy"), [[]]);
});

test("a string of three quotes goes on over lines and ends where it ends", () => {
  assert.deepEqual(kinds('"""Watch for\nif and while"""; import os'), [
    ['string:"""Watch for'],
    ['string:if and while"""', "keyword:import"],
  ]);
});

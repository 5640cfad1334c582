import assert from "node:assert/strict";
import { test } from "node:test";
import { fitLabel, shorten, shortenMiddle } from "../../../static/js/base/label.js";

test("a label that does not fit ends in an ellipsis", () => {
  assert.equal(shorten("balance_lock", 12), "balance_lock");
  assert.equal(shorten("balance_lock", 6.9), "balan…");
  assert.equal(shorten("balance_lock", 3), "");
  assert.equal(shorten("f", 1), "f");
});

test("the duration is given up before a letter of the name", () => {
  assert.deepEqual(fitLabel("handle", "1.4 ms", 13), { name: "handle", duration: "1.4 ms" });
  assert.deepEqual(fitLabel("handle", "1.4 ms", 12), { name: "handle", duration: "" });
  assert.deepEqual(fitLabel("handle", "1.4 ms", 4), { name: "han…", duration: "" });
});

test("threads of one kind are still told apart when their names are shortened", () => {
  assert.equal(shortenMiddle("together 3", 10), "together 3");
  assert.equal(shortenMiddle("together 3", 7), "tog…r 3");
  assert.equal(shortenMiddle("together 3", 4), "to…3");
  assert.equal(shortenMiddle("together 3", 3), "");
});

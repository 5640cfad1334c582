import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsText, readValue } from "../../../static/js/panels/form.js";

/** @import {Parameter} from "../../../static/js/panels/form.js" */

/** @type {Parameter} */
const rounds = { name: "rounds", type: "int", default: 3, min: 1, max: 20 };
/** @type {Parameter} */
const pause = { name: "pause", type: "float", default: 0.5, min: 0, max: null };

test("a whole number within its bounds is its value", () => {
  assert.deepEqual(readValue(rounds, " 20 "), { value: 20 });
  assert.deepEqual(readValue(pause, "1e-3"), { value: 0.001 });
});

test("a mistake is quoted, with what would be right", () => {
  assert.equal(
    readValue(rounds, "many").problem,
    "“many” is not a whole number. Enter a whole number, 1 to 20.",
  );
  assert.equal(
    readValue(rounds, "2.5").problem,
    "“2.5” is not a whole number. Enter a whole number, 1 to 20.",
  );
  assert.equal(
    readValue(rounds, "21").problem,
    "21 is out of range. Enter a whole number, 1 to 20.",
  );
  assert.equal(readValue(pause, "").problem, "Enter a number, at least 0.");
  assert.equal(
    readValue(pause, "Infinity").problem,
    "“Infinity” is not a number. Enter a number, at least 0.",
  );
});

test("a choice is one of the list, of its own type", () => {
  /** @type {Parameter} */
  const size = { name: "size", type: "choice", default: 4, choices: [4, "all"] };
  assert.deepEqual(readValue(size, "4"), { value: 4 });
  assert.deepEqual(readValue(size, "all"), { value: "all" });
  assert.ok(readValue(size, "none").problem);
});

test("bounds are said only where there are any", () => {
  assert.equal(boundsText(rounds), "1 to 20");
  assert.equal(boundsText(pause), "at least 0");
  assert.equal(boundsText({ name: "x", type: "int", default: 0, max: 9 }), "at most 9");
  assert.equal(boundsText({ name: "x", type: "str", default: "" }), "");
});

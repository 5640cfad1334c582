import assert from "node:assert/strict";
import { test } from "node:test";
import { target } from "../../../static/js/panels/playhead.js";

/** Where keys take a playhead that stands at 500 of a run of 1000, with a window of 200.
 *  @param {number} step */
const targets = (step) =>
  ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "Home", "End", "x"]
    .map((key) => target(key, 500, step, 200, 1000))
    .join(" ");

test("keys move the playhead by parts of the window, as those of any slider", () => {
  assert.equal(targets(0.01), "502 502 498 498 520 480 0 1000 ");
  assert.equal(targets(0.1), "520 520 480 480 520 480 0 1000 ");
});

test("a step is a nanosecond at least", () => {
  assert.equal(target("ArrowRight", 500, 0.01, 20, 1000), 501);
});

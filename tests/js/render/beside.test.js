import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../static/js/model/view.js";
import { ground } from "../../../static/js/render/layers/ground.js";
import { drawn, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

/** What is shaded of a run of 4 µs in a window of 8 µs that begins 2 µs before it, 100 px wide.
 *  @param {number | null} zeroNs @param {{open?: boolean}} [more] */
function shaded(zeroNs, more = {}) {
  const timeline = timelineOf({ left: "####" }, more);
  if (!more.open) {
    timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: 4000 });
  }
  const view = new View();
  view.show(-2000, 6000);
  const fills = written(drawn(ground, { ...sceneOf(timeline, view), zeroNs }), "fillRect");
  return fills.filter((fill) => fill.startsWith("panel"));
}

test("beside another run, time in which this one was not is shaded", () => {
  assert.deepEqual(shaded(0), ["panel 0 0 25 46", "panel 75 0 25 46"]);
});

test("what a run has not lived yet is not time in which it was not", () => {
  assert.deepEqual(shaded(0, { open: true }), ["panel 0 0 25 46"]);
});

test("a run by itself has no shade", () => {
  assert.deepEqual(shaded(null), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../static/js/model/view.js";
import { traced } from "../../../static/js/render/layers/traced.js";
import { drawn, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

// In these drawings running spans come from line 12 of file 1, all others from nowhere.

/** @param {Record<string, string>} lanes @param {number} [widthPx] @param {boolean} [open] */
function scene(lanes, widthPx = 100, open = false) {
  const timeline = timelineOf(lanes, { open });
  const view = new View();
  view.show(0, timeline.now);
  view.setLine({ file: 1, line: 12 });
  return sceneOf(timeline, view, { widthPx });
}

/** Left and right edges of what stays lit. @param {ReturnType<typeof scene>} of */
const lit = (of) =>
  drawn(traced, of)
    .filter(({ call }) => call === "clearRect")
    .map(({ args: [x, , width] }) => `${x}-${x + width}`)
    .join(" ");

test("without a line nothing is dimmed", () => {
  const dark = scene({ left: "##11######" });
  dark.view.setLine(null);
  assert.deepEqual(drawn(traced, dark), []);
});

test("the spans of the line stay, all else is dimmed, with an edge on top", () => {
  const log = drawn(traced, scene({ left: "##11##1111", right: "1111111111" }));
  assert.equal(lit(scene({ left: "##11##1111", right: "1111111111" })), "0-20 40-60");
  assert.deepEqual(written(log, "fillRect"), [
    "ground 0 0 100 92",
    "ink 0 0 20 2",
    "ink 40 0 20 2",
  ]);
});

test("a span however short is seen", () => {
  assert.equal(lit(scene({ left: `${"1".repeat(500)}#${"1".repeat(499)}` })), "50-52");
});

test("where many fall on the same pixels they are one, and the gaps between stay dim", () => {
  const crowd = "#1".repeat(100);
  assert.equal(lit(scene({ left: `${crowd}${"1".repeat(800)}` })), "0-20");
  assert.equal(lit(scene({ left: `${crowd}${"1".repeat(600)}${crowd}` })), "0-20 80-100");
});

test("the light goes as far as the open span", () => {
  assert.equal(lit(scene({ left: "11111#####" }, 100, true)), "50-100");
});

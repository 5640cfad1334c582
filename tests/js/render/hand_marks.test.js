import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../static/js/model/view.js";
import { drawAxisMarks } from "../../../static/js/render/axis_marks.js";
import { handMarks } from "../../../static/js/render/layers/hand_marks.js";
import { drawn, loggingContext, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

/** Ten microseconds on 500 pixels. @param {...[ns: number, name?: string]} marks */
function scene(...marks) {
  const timeline = timelineOf({ left: "##########" });
  const view = new View();
  view.show(0, 10_000);
  view.setMarks(marks.map(([ns, name = ""]) => ({ ns, name })));
  return sceneOf(timeline, view, { widthPx: 500 });
}

/** @param {...[ns: number, name?: string]} marks */
function onAxis(...marks) {
  const { ctx, log } = loggingContext();
  drawAxisMarks(ctx, scene(...marks));
  return written(log, "fillText");
}

test("a mark is a line through all lanes", () => {
  const log = drawn(handMarks, scene([2000], [6000]));
  const lines = log.filter(({ call }) => call === "moveTo").map(({ args }) => args[0]);
  assert.deepEqual(lines, [100.5, 300.5]);
});

test("between neighbours stands how far apart they are, where there is room for it", () => {
  const texts = (/** @type {[number][]} */ ...marks) =>
    drawn(handMarks, scene(...marks))
      .filter(({ call }) => call === "fillText")
      .map(({ args }) => args[0]);
  assert.deepEqual(texts([2000], [6000]), ["4\u2009µs"]);
  assert.deepEqual(texts([2000], [2400]), [], "too narrow");
  assert.deepEqual(texts([2000], [60_000]), ["58\u2009µs"], "in the part in sight");
});

test("without marks nothing is drawn", () => {
  assert.deepEqual(drawn(handMarks, scene()), []);
});

test("on the axis a mark is called by its number, and by its name as far as there is room", () => {
  const [second, first] = onAxis([2000], [6000, "when the oven opens"]);
  assert.match(first, /1 /);
  assert.match(second, /2 when the ov…/);
});

test("a mark far out of sight is not drawn on the axis", () => {
  assert.deepEqual(onAxis([50_000]), []);
});

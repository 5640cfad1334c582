import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../static/js/model/view.js";
import { arrows } from "../../../static/js/render/layers/arrows.js";
import { columns } from "../../../static/js/render/layers/columns.js";
import { ground } from "../../../static/js/render/layers/ground.js";
import { head } from "../../../static/js/render/layers/head.js";
import { holds } from "../../../static/js/render/layers/holds.js";
import { LANE_LAYERS, OVERLAY_LAYERS } from "../../../static/js/render/layers/index.js";
import { labels } from "../../../static/js/render/layers/labels.js";
import { lit } from "../../../static/js/render/layers/lit.js";
import { marks } from "../../../static/js/render/layers/marks.js";
import { outlines } from "../../../static/js/render/layers/outlines.js";
import { playhead } from "../../../static/js/render/layers/playhead.js";
import { spans } from "../../../static/js/render/layers/spans.js";
import { drawn, loggingContext, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

// node has no ImageData; the layer needs nothing of it but its numbers.
globalThis.ImageData ??= /** @type {any} */ (
  class {
    /** @param {number} width @param {number} height */
    constructor(width, height) {
      this.width = width;
      this.height = height;
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  }
);

/**
 * @param {Parameters<typeof timelineOf>[0]} lanes @param {Parameters<typeof timelineOf>[1]} [more]
 * @param {Parameters<typeof sceneOf>[2]} [options]
 */
function scene(lanes, more, options) {
  const timeline = timelineOf(lanes, more);
  const view = new View();
  view.show(0, timeline.now);
  return sceneOf(timeline, view, { widthPx: 200, ...options });
}

test("states differ in height as well as in colour", () => {
  const log = drawn(spans, scene({ left: "##11rrzz~~" }));
  const fills = written(log, "fillRect").filter((line) => !/ground|Edge/.test(line));
  assert.deepEqual(fills, [
    "running 0 4 39 35",
    "runnable 80 17 39 22",
    "sleeping 120 32 39 7",
    "io 160 24 39 15",
    "blocked-hatch 40 17 39 22",
  ]);
});

test("waiting for the GIL has an outlined top", () => {
  assert.deepEqual(
    written(drawn(spans, scene({ left: "rr" })), "fillRect")[1],
    "runnableEdge 0 17 199 2",
  );
});

test("a span that no event showed has a softened top, an exact one has not", () => {
  /** @param {string} lane */
  const softened = (lane) => drawn(spans, scene({ lane })).filter(({ alpha }) => alpha < 1).length;
  assert.equal(softened("##"), 3);
  assert.equal(softened("11"), 0);
});

test("spans too narrow for a hatch look as they would in a column", () => {
  const log = written(
    drawn(spans, scene({ left: `${"1".repeat(5)}${"#".repeat(195)}` })),
    "fillRect",
  );
  assert.ok(log.includes("blocked 0 17 5 22"), log.join("\n"));
});

test("a label is name and duration, then the name, then nothing", () => {
  /** @param {string} drawing */
  const text = (drawing) =>
    drawn(labels, scene({ left: drawing }))
      .filter(({ call }) => call === "fillText")
      .map(({ args }) => args[0].replace("\u2009", " "));
  assert.deepEqual(text("##########"), ["transfer", "10 µs"]);
  assert.deepEqual(text("###1111111"), ["transfer", "lock_1", "7 µs"]);
  assert.deepEqual(text("#111111111"), ["lock_1", "9 µs"]);
});

test("the label of a span that began off screen stays at the left edge", () => {
  const timeline = timelineOf({ left: "####################" });
  const view = new View();
  view.show(10_000, 20_000);
  const [name] = drawn(labels, sceneOf(timeline, view)).filter(({ call }) => call === "fillText");
  assert.deepEqual(name.args.slice(0, 2), ["transfer", 5]);
});

test("what others wait for is a thick under-edge, what nobody waits for a thin one", () => {
  const log = written(
    drawn(holds, scene({ left: "##########", right: "###111####" }, { holds: [[1, 1, 1, 6]] })),
    "fillRect",
  );
  assert.deepEqual(log, ["inkSoft 20 40 100 2", "hold 60 39 60 6"]);
});

test("a running span names what it holds", () => {
  const log = drawn(holds, scene({ left: "##########" }, { holds: [[2, 1, 2, 9]] }));
  const text = log.filter(({ call }) => call === "fillText").map(({ args }) => args[0]);
  assert.deepEqual(text, ["holds lock_2"]);
});

test("a dense lane is written as pixels: running below, waits above, both in proportion", () => {
  const dense = scene({ left: "#1".repeat(2000) }, {}, { widthPx: 100 });
  const [put] = drawn(columns, dense).filter(({ call }) => call === "putImageData");
  const [image] = put.args;
  const pixels = new Uint32Array(image.data.buffer);
  const column = Array.from({ length: image.height }, (_, y) => pixels[y * image.width + 50]);
  const count = (/** @type {number} */ pixel) => column.filter((each) => each === pixel).length;
  assert.deepEqual([count(1), count(3)], [18, 10]);
  assert.equal(column[image.height - 1], 1);
});

test("a few columns are drawn as rectangles", () => {
  const few = scene({ left: `${"#".repeat(500)}1${"#".repeat(500)}` });
  const log = drawn(columns, few);
  assert.deepEqual(written(log, "fillRect"), ["blocked-dense 100 17 1 22"]);
});

test("an exception is drawn over the output of the same moment", () => {
  const log = drawn(
    marks,
    scene(
      { left: "####" },
      {
        instants: [
          [1, 2, 2, "ValueError"],
          [1, 2, 0, "hello"],
        ],
      },
    ),
  );
  assert.equal(log[log.length - 1].style, "error");
});

test("many lines of output in one pixel are one mark", () => {
  const instants = Array.from(
    { length: 50 },
    (_, i) => /** @type {[number, number, number, string]} */ ([1, 2, 0, `${i}`]),
  );
  const log = drawn(marks, scene({ left: "####" }, { instants }));
  assert.equal(log.length, 2);
});

test("where no thread lives there is a dotted line", () => {
  const log = drawn(ground, scene({ left: "     #####", right: "##########" }));
  const dotted = log.filter(({ call }) => call === "lineTo").map(({ args }) => args[0]);
  assert.deepEqual(dotted, [100]);
});

test("light on an object dims all and clears its waits and holds", () => {
  const timeline = timelineOf(
    { left: "##########", right: "###1111###" },
    { holds: [[1, 1, 0, 7]] },
  );
  const view = new View();
  view.show(0, timeline.now);
  assert.deepEqual(drawn(lit, sceneOf(timeline, view)), []);
  view.setHover({ lane: 2, start: 3000 });
  const log = drawn(lit, sceneOf(timeline, view));
  assert.deepEqual(
    written(log, "clearRect").map((line) => line.split(" ").slice(1).join(" ")),
    ["30 63 40 22", "0 4 70 41"],
  );
});

test("a selected span is outlined where it stands", () => {
  const timeline = timelineOf({ left: "####11####" });
  const view = new View();
  view.show(0, timeline.now);
  view.select({ lane: 1, start: 4000 });
  assert.deepEqual(written(drawn(outlines, sceneOf(timeline, view)), "strokeRect"), [
    "ground 39 16 22 24",
    "selection 39 16 22 24",
  ]);
});

test("arrows have a head at the effect and a dot at the cause", () => {
  const timeline = timelineOf({ a: "##########", b: "##1111####" }, { flows: [[2, 1, 6, 2, 6]] });
  const view = new View();
  view.show(0, timeline.now);
  view.select({ lane: 2, start: 2000 });
  const calls = drawn(arrows, sceneOf(timeline, view, { widthPx: 400 })).map(({ call }) => call);
  assert.ok(calls.includes("arc") && calls.includes("fill") && calls.includes("stroke"));
  // The ground and four labels are cut out of the lines, not out of heads and dots.
  assert.equal(calls.filter((call) => call === "rect").length, 5);
  assert.ok(calls.indexOf("clip") < calls.indexOf("stroke"));
  assert.ok(calls.indexOf("restore") < calls.indexOf("fill"));
});

test("the head of a live run is a line, a finished run has none", () => {
  const live = scene({ left: "####" }, { open: true }, { headNs: 2000 });
  assert.deepEqual(written(drawn(head, live), "fillRect"), ["accent 100 0 1 46"]);
  live.timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: 4000 });
  assert.deepEqual(drawn(head, live), []);
});

test("the playhead is drawn only when there is one", () => {
  const timeline = timelineOf({ left: "####" });
  const view = new View();
  view.show(0, timeline.now);
  assert.deepEqual(drawn(playhead, sceneOf(timeline, view)), []);
  view.setPlayhead(2000);
  assert.deepEqual(written(drawn(playhead, sceneOf(timeline, view)), "fillRect"), [
    "selection 50 0 1 46",
  ]);
});

test("layers have names of their own, and labels lie over spans", () => {
  const ids = [...LANE_LAYERS, ...OVERLAY_LAYERS].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.indexOf("labels") > ids.indexOf("spans"));
});

test("a layer leaves the canvas as opaque as it found it", () => {
  const timeline = timelineOf({ a: "#1".repeat(200), b: "rrzz~~11##" }, { holds: [[1, 1, 0, 7]] });
  const view = new View();
  view.show(0, 10_000);
  view.select({ lane: 1, start: 1000 });
  view.setRange({ fromNs: 1000, toNs: 2000 });
  for (const layer of [...LANE_LAYERS, ...OVERLAY_LAYERS]) {
    const { ctx } = loggingContext();
    layer.draw(ctx, sceneOf(timeline, view));
    assert.equal(ctx.globalAlpha, 1, layer.id);
  }
});

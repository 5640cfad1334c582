import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutArrows } from "../../../static/js/layout/arrows.js";
import { View } from "../../../static/js/model/view.js";
import { arrows } from "../../../static/js/render/layers/arrows.js";
import { columns } from "../../../static/js/render/layers/columns.js";
import { cores } from "../../../static/js/render/layers/cores.js";
import { gil } from "../../../static/js/render/layers/gil.js";
import { gilNames } from "../../../static/js/render/layers/gil_names.js";
import { ground } from "../../../static/js/render/layers/ground.js";
import { head } from "../../../static/js/render/layers/head.js";
import { holds } from "../../../static/js/render/layers/holds.js";
import {
  OVERLAY_LAYERS,
  SIGHT_LAYERS,
  STRIP_LAYERS,
} from "../../../static/js/render/layers/index.js";
import { labels } from "../../../static/js/render/layers/labels.js";
import { lit } from "../../../static/js/render/layers/lit.js";
import { marks } from "../../../static/js/render/layers/marks.js";
import { outlines } from "../../../static/js/render/layers/outlines.js";
import { playhead } from "../../../static/js/render/layers/playhead.js";
import { spans } from "../../../static/js/render/layers/spans.js";
import { drawn, loggingContext, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

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

test("many spans are pixels, and look as each would by itself", () => {
  const drawing = scene({ left: "#1rz~111111".repeat(40) }, {}, { widthPx: 1760 });
  const [lane] = drawing.lanes;
  assert.deepEqual(written(drawn(spans, drawing), "fillRect").filter(isOpaque), []);
  const [put] = drawn(columns, drawing).filter(({ call }) => call === "putImageData");
  const [image, , top, from, , width, height] = put.args;
  assert.deepEqual([top, from, width, height], [lane.box.baseline - 36, 0, 1759, 36]);
  const pixels = new Uint32Array(image.data.buffer);
  const ticks = new Set(drawing.axis.ticks.map(({ ns }) => Math.round(drawing.scale.timeToPx(ns))));
  /** From the ground up: which pixel, how often. @param {number} x */
  const runs = (x) => {
    const column = Array.from({ length: 36 }, (_, up) => pixels[(35 - up) * image.width + x]);
    return column.reduce((/** @type {number[][]} */ all, pixel) => {
      if (all.at(-1)?.[0] === pixel) all[all.length - 1][1] += 1;
      else all.push([pixel, 1]);
      return all;
    }, []);
  };
  const above = ticks.has(0) ? 102 : 100;
  assert.deepEqual(runs(0), [
    [11, 35],
    [above, 1],
  ]);
  assert.deepEqual(runs(4).slice(0, 1), [[13, 22]], "too narrow for a hatch");
  assert.deepEqual(
    runs(8).slice(0, 2),
    [
      [12, 20],
      [104, 2],
    ],
    "waits for the GIL",
  );
  assert.deepEqual(
    [runs(12)[0], runs(16)[0]],
    [
      [14, 7],
      [15, 15],
    ],
  );
  // The tile begins at the top left of the canvas.
  const bottom = lane.box.baseline - 1;
  const hatched = [20, 21, 42].map((x) => pixels[35 * image.width + x]);
  assert.deepEqual(
    hatched,
    [20, 21, 42].map((x) => 31 + (bottom % 2) * 2 + (x % 2)),
  );
  assert.notEqual(runs(43)[0][0], runs(42)[0][0], "a gap after what is wide");
});

/** Softened tops are drawn over the pixels. @param {string} line */
const isOpaque = (line) => !line.startsWith("ground");

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

test("a hold of the GIL is drawn in the look of its thread, with its name", () => {
  const drawing = scene({ left: "#####ggggg", right: "gggggg####" }, { gil: "11111-222." });
  const log = drawn(gil, drawing);
  assert.deepEqual(written(log, "fillRect"), ["thread-1 0 3 99 20", "thread-2 120 3 59 20"]);
  assert.deepEqual(
    drawn(gilNames, drawing)
      .filter(({ call }) => call === "fillText")
      .map(({ args, style }) => `${style} ${args[0]}`),
    ["thread-1-label left 5\u2009µs", "thread-2-label right 3\u2009µs"],
  );
});

test("a hold that was only seen from outside has a soft top", () => {
  const drawing = scene({ left: "####" }, { gil: "1111" });
  assert.equal(drawn(gil, drawing).filter(({ alpha }) => alpha < 1).length, 0);
  const [row] = drawing.timeline.gils.byObject.values();
  row.open(1, 4000, 1);
  drawing.timeline.apply({ type: "frame", now: 8000 });
  drawing.view.show(0, 8000);
  const sampled = sceneOf(drawing.timeline, drawing.view, { widthPx: 200 });
  assert.equal(drawn(gil, sampled).filter(({ alpha }) => alpha < 1).length, 2);
});

test("from the seventh thread on they are striped, and names lie on plain patches", () => {
  const lanes = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`t${i}`, "#######"]));
  const striped = scene(lanes, { gil: "7777777" });
  assert.match(written(drawn(gil, striped), "fillRect")[0], /^thread-7 /);
  assert.match(written(drawn(gilNames, striped), "fillRect")[0], /^thread-7-patch /);
});

test("a dense GIL lane is a stack of shares, and ground where nobody had it", () => {
  const dense = scene({ a: "##", b: "##" }, { gil: "112.".repeat(1000) }, { widthPx: 40 });
  dense.view.show(0, 4_000_000);
  const at = sceneOf(dense.timeline, dense.view, { widthPx: 40, headNs: 4_000_000 });
  const [put] = drawn(gil, at).filter(({ call }) => call === "putImageData");
  const [image] = put.args;
  const pixels = new Uint32Array(image.data.buffer);
  const column = Array.from({ length: image.height }, (_, y) => pixels[y * image.width + 20]);
  const count = (/** @type {number} */ pixel) => column.filter((each) => each === pixel).length;
  assert.deepEqual([count(201), count(202), count(100)], [10, 5, 5]);
  assert.equal(column[image.height - 1], 201, "the first thread lies below");
});

test("cores in use are an area under a line, one rectangle a step", () => {
  const timeline = timelineOf({ a: "##########" });
  timeline.apply({
    type: "frame",
    now: 10_000,
    objects: [{ id: 20, kind: "Processors", name: "cores busy", site: 0, process: 0 }],
    counters: { object: [20, 20], time: [0, 5000], value: [1000, 2000] },
  });
  const view = new View();
  view.show(0, 10_000);
  assert.deepEqual(written(drawn(cores, sceneOf(timeline, view)), "fillRect"), [
    "line 0 13 100 1",
    "running-dense 0 13 50 10",
    "running-dense 0 13 50 2",
    "running-dense 50 3 50 20",
    "running-dense 50 3 50 2",
  ]);
  view.toggleExtra("cores");
  assert.deepEqual(drawn(cores, sceneOf(timeline, view)), []);
});

test("a running span points out its hold of the GIL, a hold its running spans", () => {
  const timeline = timelineOf({ a: "##gg", b: "gg##" }, { gil: "1122" });
  const view = new View();
  view.show(0, 4000);
  const outlined = () =>
    written(drawn(outlines, sceneOf(timeline, view)), "strokeRect").filter(
      (line) => !line.startsWith("ground"),
    );
  view.setHover({ lane: 2, start: 2000 });
  assert.deepEqual(outlined(), ["ink 49.5 2.5 51 21", "ink 49 75 52 37"]);
  view.setHoverHold({ object: 9, start: 0 });
  assert.deepEqual(outlined(), ["ink -0.5 29.5 51 36", "ink -1 2 52 22"]);
  // Who wants it is shown who had it meanwhile.
  view.setHover({ lane: 2, start: 0 });
  assert.equal(outlined()[0], "ink -0.5 2.5 51 21");
});

test("a hand-over is an arrow from the giver's lane to the taker's", () => {
  const timeline = timelineOf({ a: "##gg", b: "gg##" }, { gil: "11-2" });
  const view = new View();
  view.show(0, 4000);
  const ends = () =>
    layoutArrows(sceneOf(timeline, view)).map(({ fromX, toX, flow }) => [
      fromX,
      toX,
      flow.fromLane,
      flow.toLane,
    ]);
  assert.deepEqual(ends(), []);
  view.selectHold({ object: 9, start: 3000 });
  assert.deepEqual(ends(), [[50, 75, 1, 2]]);
  view.select({ lane: 1, start: 0 });
  assert.deepEqual(ends(), [[50, 75, 1, 2]], "also from the span that gave it");
  view.select(null);
  view.setArrows("all");
  assert.deepEqual(ends(), [], "the lane of the GIL shows them all anyway");
});

test("what was let go of the past is shaded up to its edge", () => {
  const timeline = timelineOf({ a: "##########" });
  timeline.apply({ type: "frame", now: 10_000, begins: { at: 4000, line: 7 } });
  const view = new View();
  view.show(0, 10_000);
  const fills = written(drawn(ground, sceneOf(timeline, view)), "fillRect");
  assert.ok(fills.includes("panel 0 0 40 46") && fills.includes("inkSoft 39 0 1 46"), `${fills}`);
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
  const ids = [...STRIP_LAYERS, ...SIGHT_LAYERS, ...OVERLAY_LAYERS].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.indexOf("labels") > ids.indexOf("spans"));
});

test("a layer leaves the canvas as opaque as it found it", () => {
  const timeline = timelineOf({ a: "#1".repeat(200), b: "rrzz~~11##" }, { holds: [[1, 1, 0, 7]] });
  const view = new View();
  view.show(0, 10_000);
  view.select({ lane: 1, start: 1000 });
  view.setRange({ fromNs: 1000, toNs: 2000 });
  for (const layer of [...STRIP_LAYERS, ...SIGHT_LAYERS, ...OVERLAY_LAYERS]) {
    const { ctx } = loggingContext();
    layer.draw(ctx, sceneOf(timeline, view));
    assert.equal(ctx.globalAlpha, 1, layer.id);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../../static/js/model/view.js";
import { objects } from "../../../static/js/render/layers/objects.js";
import { drawn, sceneOf, written } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

/** @param {Parameters<typeof timelineOf>[0]} lanes @param {Parameters<typeof timelineOf>[1]} more
 *  @param {{fromNs?: number, toNs?: number, widthPx?: number}} [window] */
function logOf(lanes, more, { fromNs = 0, toNs, widthPx = 100 } = {}) {
  const timeline = timelineOf(lanes, more);
  const view = new View();
  view.setMode("objects");
  view.show(fromNs, toNs ?? timeline.now);
  return drawn(objects, sceneOf(timeline, view, { widthPx }));
}

test("who holds a lock is drawn in the look of the thread, and named where there is room", () => {
  const log = logOf(
    { left: "##########", right: "##########" },
    {
      holds: [
        [1, 1, 0, 6],
        [1, 2, 6, 10],
      ],
    },
  );
  const [first, second] = written(log, "fillRect").filter((line) => line.startsWith("thread-"));
  assert.match(first, /^thread-1 0 \d+ 59 /);
  assert.match(second, /^thread-2 60 \d+ 39 /);
  const names = written(log, "fillText").map((line) => line.split(" ")[1]);
  assert.ok(names.includes("left"), `${names}`);
});

test("a level is full to its least, lighter to its mean, lightest to what it reached", () => {
  const log = logOf({ left: "#1########", right: "##########" }, {}, { widthPx: 1 });
  const waits = written(log, "fillRect").filter((line) => line.startsWith("blocked-dense"));
  // It stood at nothing for most of the column: the mean is a line, the peak all of the height.
  const heights = waits.map((line) => Number(line.split(" ")[4]));
  assert.equal(heights.length, 2);
  assert.ok(heights[0] < 12 && heights[1] > 60, `${heights}`);
});

test("what the height of a level stands for is written on it", () => {
  const log = logOf({ left: "#111######", right: "##11######" }, {});
  assert.ok(
    written(log, "fillText").some((line) => line.includes("≤ 2 waiting")),
    `${written(log, "fillText")}`,
  );
});

test("those who wait to put something in are striped across, and both are named", () => {
  const queue = {
    kinds: { 1: "Queue" },
    counters: /** @type {[number, number, number][]} */ ([[1, 0, 1]]),
  };
  const log = (/** @type {string} */ doing) =>
    logOf({ left: "#1111#####", right: "##########" }, { ...queue, doing: { 1: doing } });
  const stripes = (/** @type {string} */ doing) =>
    written(log(doing), "fillRect").filter((line) => line.startsWith("ground 10 "));
  assert.deepEqual(stripes("get"), []);
  assert.ok(stripes("put").length > 2, `${stripes("put")}`);
  assert.ok(written(log("get"), "fillText").some((line) => line.includes("≤ 1 waiting to get")));
  assert.ok(written(log("put"), "fillText").some((line) => line.includes("≤ 1 waiting to put")));
});

test("what a worker ran is named on its row, and on rows too low for letters nothing is", () => {
  const pool = (/** @type {Record<string, string>} */ lanes) =>
    logOf(
      { main: "##########", ...lanes },
      {
        kinds: { 1: "Executor" },
        flows: Object.keys(lanes).map((_, at) => [6, 1, 1, at + 2, 2]),
      },
      { widthPx: 400 },
    );
  const names = (/** @type {any} */ log) =>
    written(log, "fillText").filter((line) => line.includes("transfer"));
  assert.match(names(pool({ worker: "11########" }))[0], /worker: transfer 8/);
  const crowd = Object.fromEntries("abcdefgh".split("").map((name) => [name, "11########"]));
  assert.deepEqual(names(pool(crowd)), []);
});

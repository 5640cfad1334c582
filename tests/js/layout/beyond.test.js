import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, layoutBeyond } from "../../../static/js/layout/beyond.js";
import { layoutLit } from "../../../static/js/layout/lit.js";
import { nextOf } from "../../../static/js/lit_steps.js";
import { View } from "../../../static/js/model/view.js";
import { sceneOf } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";
import { random } from "../support/random.js";

test("what ended before the window is earlier, what begins after it later, the rest in it", () => {
  const timeline = timelineOf(
    { left: "11##1111##11", right: "############" },
    {
      holds: [
        [1, 2, 0, 2],
        [1, 2, 3, 9],
        [1, 2, 10, 11],
      ],
    },
  );
  assert.deepEqual(beside(timeline, 1, 4500, 8500), { earlier: 2, later: 2 });
  assert.deepEqual(beside(timeline, 1, 0, 12_000), { earlier: 0, later: 0 });
});

test("earlier, in the window and later are all there are, of any run and window", () => {
  const { seed, upTo } = random();
  const drawing = () => Array.from({ length: 60 }, () => "##112"[upTo(5)]).join("");
  const lanes = { a: drawing(), b: drawing(), c: drawing() };
  for (const open of [false, true]) {
    const timeline = timelineOf(lanes, { open });
    /** @type {[number, number][]} */
    const waits = [];
    timeline.eachWait(1, -Infinity, Infinity, (_lane, _index, start, end) => {
      waits.push([start, end]);
    });
    for (let n = 0; n < 40; n += 1) {
      const from = upTo(60_000) + 0.5;
      const to = from + 1 + upTo(20_000);
      const { earlier, later } = beside(timeline, 1, from, to);
      assert.equal(earlier, waits.filter(([, end]) => end < from).length, seed);
      assert.equal(later, waits.filter(([start]) => start > to).length, seed);
    }
  }
});

/** Lanes a to f, of which two are in sight. @param {number} object */
function scrolled(object) {
  const wait = `##${object}###`;
  const timeline = timelineOf({ a: wait, b: "######", c: wait, d: "######", e: wait, f: wait });
  const view = new View();
  view.show(0, timeline.now);
  view.setHighlight(object);
  const scene = sceneOf(timeline, view);
  const lanes = scene.lanes.slice(2, 4);
  const sight = { ...scene, lanes };
  return { ...sight, light: layoutLit(sight) };
}

test("lanes out of sight are counted above and below, and the nearest of each is known", () => {
  const beyond = layoutBeyond(scrolled(1));
  assert.deepEqual(
    [beyond?.above, beyond?.nearestAbove, beyond?.below, beyond?.nearestBelow],
    [1, 1, 2, 5],
  );
});

test("where nothing is lit nothing is beyond", () => {
  const timeline = timelineOf({ left: "##11##" });
  assert.equal(layoutBeyond(sceneOf(timeline, new View())), null);
});

test("what touches on a lane is one light, and every pixel of it is in one", () => {
  const timeline = timelineOf(
    { left: `${"1#".repeat(40)}`, right: "#".repeat(80) },
    { tickNs: 100 },
  );
  const view = new View();
  view.show(0, timeline.now);
  view.setHoverObject(1);
  const wide = layoutLit(sceneOf(timeline, view, { widthPx: 160 }));
  assert.equal(wide?.lit.length, 40);
  const narrow = layoutLit(sceneOf(timeline, view, { widthPx: 20 }));
  assert.equal(narrow?.lit.length, 1);
  const [{ box }] = narrow?.lit ?? [];
  assert.ok(box.x === 0 && box.width >= 20);
});

test("steps along an object go from its holds to its waits and back, in order of time", () => {
  const timeline = timelineOf(
    { left: "####11####", right: "##########" },
    {
      holds: [
        [1, 2, 1, 6],
        [1, 2, 8, 9],
      ],
    },
  );
  /** @type {string[]} */
  const met = [];
  let ns = 0;
  for (let item = nextOf(timeline, 1, ns, 1); item; item = nextOf(timeline, 1, ns, 1)) {
    met.push(`${"hold" in item ? "hold" : "wait"} ${item.start}`);
    ns = item.start;
  }
  assert.deepEqual(met, ["hold 1000", "wait 4000", "hold 8000"]);
  const back = nextOf(timeline, 1, 8000, -1);
  assert.deepEqual(back && "lane" in back && [back.lane, back.start], [1, 4000]);
  assert.equal(nextOf(timeline, 1, 1000, -1), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutHolds } from "../../../static/js/layout/holds.js";
import { View } from "../../../static/js/model/view.js";
import { sceneOf } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

/** @param {Parameters<typeof timelineOf>[0]} lanes @param {Parameters<typeof timelineOf>[1]} more */
function lines(lanes, more) {
  const timeline = timelineOf(lanes, more);
  const view = new View();
  view.show(0, timeline.now);
  return layoutHolds(sceneOf(timeline, view));
}

test("a hold is contended while another lane waits for it, and only then", () => {
  const all = lines({ left: "##########", right: "###1111###" }, { holds: [[1, 1, 1, 7]] });
  assert.deepEqual(all.get(1), [
    { object: 1, left: 10, right: 70, level: 0, contended: [{ left: 30, right: 70 }] },
  ]);
  assert.deepEqual(all.get(2), []);
});

test("several waiters at once are one stretch", () => {
  const all = lines(
    { a: "##########", b: "#111######", c: "##1111####" },
    { holds: [[1, 1, 0, 8]] },
  );
  assert.deepEqual(all.get(1)?.[0].contended, [{ left: 10, right: 60 }]);
});

test("a lane that waits for what it holds itself keeps no other waiting", () => {
  const all = lines({ alone: "###1111###" }, { holds: [[1, 1, 1, 10]] });
  assert.deepEqual(all.get(1)?.[0].contended, []);
});

test("a wait that is still open counts", () => {
  const all = lines(
    { left: "##########", right: "####111111" },
    { holds: [[1, 1, 0, 10]], open: true },
  );
  assert.deepEqual(all.get(1)?.[0].contended, [{ left: 40, right: 100 }]);
});

test("a hold within a hold lies on a second level", () => {
  const all = lines(
    { left: "##########" },
    {
      holds: [
        [1, 1, 0, 9],
        [2, 1, 2, 4],
      ],
    },
  );
  assert.deepEqual(
    all.get(1)?.map(({ level }) => level),
    [0, 1],
  );
});

test("nothing is said of the time after the head: the page has not shown it yet", () => {
  const timeline = timelineOf(
    { left: "##########", right: "####111111" },
    { holds: [[1, 1, 0, 10]], open: true },
  );
  const view = new View();
  view.show(0, timeline.now);
  const headNs = timeline.now * 0.7;
  const all = layoutHolds({ ...sceneOf(timeline, view), headNs });
  assert.deepEqual(all.get(1), [
    { object: 1, left: 0, right: 70, level: 0, contended: [{ left: 40, right: 70 }] },
  ]);
});

test("more holds than can be told apart are no lines at all, and are not even looked at", () => {
  const many = Array.from({ length: 2550 }, (_, i) => [1, 1, i, i + 1]);
  const timeline = timelineOf(
    { left: "#".repeat(2600), right: "##" },
    { holds: /** @type {[number, number, number, number][]} */ (many) },
  );
  const view = new View();
  view.show(0, timeline.now);
  const scene = sceneOf(timeline, view);
  let looked = 0;
  const holdsOfLane = timeline.holdsOfLane.bind(timeline);
  timeline.holdsOfLane = (...asked) => {
    looked += 1;
    return holdsOfLane(...asked);
  };
  assert.deepEqual([layoutHolds(scene).size, looked], [0, 0]);
  view.show(0, timeline.now / 2);
  assert.ok(layoutHolds(sceneOf(timeline, view)).has(1));
});

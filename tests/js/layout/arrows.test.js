import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutArrows } from "../../../static/js/layout/arrows.js";
import { layoutKin } from "../../../static/js/layout/kin.js";
import { View } from "../../../static/js/model/view.js";
import { FLOW_KINDS } from "../../../static/js/model/vocabulary.js";
import { sceneOf } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

const LANES = { left: "##########", right: "##1111####", third: "##########" };
const FLOWS = {
  flows: /** @type {[number, number, number, number, number][]} */ ([
    [2, 1, 6, 2, 6],
    [0, 1, 1, 3, 2],
  ]),
};

/** @param {(view: View) => void} [prepare] */
function arrows(prepare) {
  const timeline = timelineOf(LANES, FLOWS);
  const view = new View();
  view.show(0, timeline.now);
  prepare?.(view);
  return layoutArrows(sceneOf(timeline, view)).map(({ flow }) => flow.kind);
}

test("without a selection there are no arrows", () => {
  assert.deepEqual(arrows(), []);
});

test("a selected wait shows the arrow that ended it", () => {
  assert.deepEqual(
    arrows((view) => view.select({ lane: 2, start: 2000 })),
    [2],
  );
});

test("what a lane caused just before it began to wait is not an arrow of the wait", () => {
  const timeline = timelineOf(LANES, {
    flows: [
      [0, 2, 2, 3, 3],
      [2, 1, 6, 2, 6],
    ],
  });
  const view = new View();
  view.show(0, timeline.now);
  view.select({ lane: 2, start: 2000 });
  assert.deepEqual(
    layoutArrows(sceneOf(timeline, view)).map(({ flow }) => flow.kind),
    [2],
  );
});

test("a hovered span shows what it caused and what caused it", () => {
  assert.deepEqual(
    arrows((view) => view.setHover({ lane: 3, start: 0 })),
    [0],
  );
});

test("with the toggle all arrows in view are shown", () => {
  assert.deepEqual(arrows((view) => view.setArrows("all")).sort(), [0, 2]);
});

test("an arrow to a lane out of sight points there", () => {
  const timeline = timelineOf(LANES, FLOWS);
  const view = new View();
  view.show(0, timeline.now);
  view.arrange({ hidden: new Set([3]) });
  view.select({ lane: 1, start: 0 });
  const scene = sceneOf(timeline, view);
  const down = layoutArrows(scene).find(({ flow }) => flow.kind === 0);
  assert.ok(down && down.toY > scene.height);
});

/** The arrows on the lanes of objects. @param {ReturnType<typeof timelineOf>} timeline
 *  @param {(view: View) => void} prepare */
function onObjects(timeline, prepare) {
  const view = new View();
  view.setMode("objects");
  view.show(0, timeline.now);
  prepare(view);
  const scene = sceneOf(timeline, view, { widthPx: 100 });
  return { arrows: layoutArrows(scene), lane: scene.objects[0], kin: layoutKin(scene) };
}

const RELEASE = FLOW_KINDS.indexOf("release→acquire");
const HANDED = timelineOf(
  { left: "##########", right: "##1111####" },
  {
    holds: [
      [1, 1, 0, 5],
      [1, 2, 6, 9],
    ],
    flows: [[RELEASE, 1, 5, 2, 6]],
  },
);

test("on the lane of a lock an arrow goes from who let go of it to who got it", () => {
  const meant = [
    (/** @type {View} */ view) => view.setHoverHold({ object: 1, start: 0 }),
    (/** @type {View} */ view) => view.selectHold({ object: 1, start: 6000 }),
    (/** @type {View} */ view) => view.setHover({ lane: 2, start: 2000 }),
    (/** @type {View} */ view) => view.setArrows("all"),
  ];
  for (const prepare of meant) {
    const { arrows: found, lane } = onObjects(HANDED, prepare);
    assert.deepEqual(
      found.map(({ fromX, toX }) => [fromX, toX]),
      [[50, 60]],
    );
    const [{ box }] = lane.holds;
    assert.ok(found[0].toY > box.top && found[0].fromY < box.baseline, "on the row of holds");
    assert.ok(found[0].fromY > found[0].toY, "seen where it takes no time, too");
    assert.equal(found[0].gutterY, box.baseline, "along its foot");
  }
  assert.deepEqual(onObjects(HANDED, () => {}).arrows, []);
});

test("an arrow into a queue ends at the wait that it ended, and at what was in it for others", () => {
  const timeline = timelineOf(
    { taker: "111#######", giver: "##########" },
    {
      kinds: { 1: "Queue" },
      doing: { 1: "get" },
      counters: [[1, 0, 1]],
      flows: [
        [FLOW_KINDS.indexOf("put→get"), 2, 2, 1, 3],
        [FLOW_KINDS.indexOf("put→get"), 2, 4, 1, 8],
      ],
    },
  );
  const { arrows: found, lane } = onObjects(timeline, (view) => view.setArrows("all"));
  const [items, getters] = lane.levels.map(({ box }) => box);
  const within = (/** @type {number} */ y, /** @type {typeof items} */ { top, baseline }) =>
    y >= top && y <= baseline;
  assert.ok(found.every(({ fromY }) => within(fromY, items)));
  assert.ok(within(found[0].toY, getters), "it had waited");
  assert.ok(within(found[1].toY, items), "it had not");
});

test("an arrow to a worker ends at the task that it began, and none is drawn that is not told", () => {
  const timeline = timelineOf(
    { main: "##########", worker: "1##11#####" },
    {
      kinds: { 1: "Executor" },
      doing: { 2: "idle" },
      flows: [
        [FLOW_KINDS.indexOf("submit→run"), 1, 0, 2, 1],
        [FLOW_KINDS.indexOf("submit→run"), 1, 2, 2, 5],
      ],
    },
  );
  const {
    arrows: found,
    lane,
    kin,
  } = onObjects(timeline, (view) => view.setHoverHold({ object: 1, start: 5000 }));
  assert.deepEqual(kin, [], "a task came out of no other");
  const [{ box }] = lane.holds;
  assert.deepEqual(
    found.map(({ fromX, toX }) => [fromX, toX]),
    [[20, 50]],
  );
  assert.ok(found[0].toY > box.top && found[0].toY < box.baseline);
  const untold = timelineOf(LANES, { holds: [[1, 1, 0, 5]] });
  assert.deepEqual(
    onObjects(untold, (view) => view.setHoverHold({ object: 1, start: 0 })).arrows,
    [],
  );
});

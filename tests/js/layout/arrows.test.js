import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutArrows } from "../../../static/js/layout/arrows.js";
import { View } from "../../../static/js/model/view.js";
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

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { layoutArrows } from "../../../static/js/layout/arrows.js";
import { layoutFrame } from "../../../static/js/layout/frame.js";
import { boxOfSpan } from "../../../static/js/layout/lit.js";
import { layoutRows, placeOf, visibleRows } from "../../../static/js/layout/rows.js";
import { laneParts, overlayParts } from "../../../static/js/layout/staying.js";
import { View } from "../../../static/js/model/view.js";
import { sceneOf } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

/** @import {Arrangement} from "../../../static/js/model/arrangement.js" */
/** @import {Timeline} from "../../../static/js/model/timeline.js" */

const HEIGHT = 220;

/** @param {number} count @param {string} [drawing] */
const manyLanes = (count, drawing = "#") =>
  timelineOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`lane-${i}`, drawing])));

/** @param {Timeline} timeline @param {Partial<Arrangement>} chosen @param {number} scrollTop */
function frameOf(timeline, chosen, scrollTop) {
  const view = new View();
  view.show(0, timeline.now);
  view.arrange(chosen);
  const rows = layoutRows(timeline, view);
  return layoutFrame({
    timeline,
    view,
    headNs: timeline.now,
    rows: visibleRows(rows, scrollTop, HEIGHT),
    placeOf: (lane) => placeOf(rows, lane),
    scale: createScale(view.fromNs, view.toNs, 100),
    heightPx: HEIGHT,
    dpr: 1,
    textScale: 1,
    pool: [],
  });
}

/** @param {{lanes: {id: number}[]}} frame */
const ids = ({ lanes }) => lanes.map(({ id }) => id);

test("nothing has scrolled under what stays: there is one part", () => {
  const frame = frameOf(manyLanes(100), { pinned: new Set([90]) }, 0);
  assert.equal(frame.edge, 0);
  assert.deepEqual([laneParts(frame).length, overlayParts(frame).length], [1, 1]);
});

test("each lane is drawn in one part, those that stay over a row that the edge cuts", () => {
  const frame = frameOf(manyLanes(100), { pinned: new Set([90]) }, 501);
  const [scrolled, staying] = laneParts(frame);
  assert.equal(frame.edge, 22);
  assert.deepEqual([scrolled.top, scrolled.height, staying.top, staying.height], [0, 220, 0, 22]);
  assert.deepEqual(ids(staying.frame), [90]);
  assert.deepEqual(ids(scrolled.frame), ids(frame).slice(1));
});

test("above the edge nothing is known of the row that it cuts, below it of all", () => {
  const frame = frameOf(manyLanes(100), { pinned: new Set([90]) }, 501);
  const [below, above] = overlayParts(frame);
  assert.deepEqual([below.top, below.height, above.height], [22, 198, 22]);
  assert.deepEqual(ids(below.frame), ids(frame));
  assert.deepEqual(
    ids(above.frame),
    ids(frame).filter((id) => id !== 23),
  );
});

test("a frame costs what is in sight, however many lanes lie out of sight", () => {
  const asked = [70, 5000].map((count) => {
    const timeline = manyLanes(count);
    let spansAsked = 0;
    const { spans } = timeline;
    timeline.spans = (lane) => {
      spansAsked += 1;
      return spans.call(timeline, lane);
    };
    assert.equal(frameOf(timeline, {}, 440).lanes.length, 10);
    return spansAsked;
  });
  assert.deepEqual(asked, [10, 10]);
});

test("an arrow leads to the row of a collapsed group, up or down as the rows lie", () => {
  const timeline = timelineOf(
    { "worker-1": "####", "worker-2": "####", main: "1111" },
    { flows: [[2, 2, 3, 3, 4]] },
  );
  const view = new View();
  view.show(0, timeline.now);
  view.select({ lane: 3, start: 0 });
  view.arrange({ group: "name", foldedGroups: new Set([1]) });
  const scene = sceneOf(timeline, view);
  const [group] = scene.groups;
  const [arrow] = layoutArrows(scene);
  // The one lane in no group lies above the groups.
  assert.ok(arrow.fromY > group.box.top && arrow.fromY < group.box.top + group.box.height);
  assert.ok(arrow.toY < group.box.top);
  assert.ok(arrow.gutterY > arrow.toY);
});

test("a selected span of a collapsed group is outlined at its time, as high as the group", () => {
  const timeline = timelineOf({ "worker-1": "##11", "worker-2": "####" });
  const view = new View();
  view.show(0, timeline.now);
  view.arrange({ group: "name", foldedGroups: new Set([1]) });
  const scene = sceneOf(timeline, view);
  const box = boxOfSpan(scene, { lane: 1, start: 2000 });
  const [{ box: group }] = scene.groups;
  assert.deepEqual(box, { x: 50, y: group.baseline - group.sky, width: 50, height: group.sky });
});

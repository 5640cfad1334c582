import assert from "node:assert/strict";
import { test } from "node:test";
import { Marking } from "../../static/js/marking.js";
import { View } from "../../static/js/model/view.js";
import { Navigation } from "../../static/js/navigation.js";
import { timelineOf } from "./support/lines.js";

globalThis.window ??= /** @type {any} */ ({ matchMedia: () => ({ matches: true }) });

/** A stage of 100 pixels that shows a run of 10 µs. */
function stageOf({ moves = false } = {}) {
  const timeline = timelineOf({ left: "##11##zz##", right: "1111####zz" });
  timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: 10_000 });
  const view = new View();
  view.show(0, 10_000);
  const board = /** @type {any} */ ({
    headNs: 10_000,
    extent: { fromNs: 0, toNs: 10_000 },
    pointerNs: null,
    invalidate() {},
    focusGrid() {},
    revealLane() {},
    revealRow() {},
    get scale() {
      return { nsPerPx: view.widthNs / 100 };
    },
  });
  /** @type {string[]} */
  const said = [];
  const say = (/** @type {string} */ sentence) => void said.push(sentence);
  const navigation = new Navigation(timeline, view, board, say);
  navigation.reducesMotion = () => !moves;
  /** @type {string[]} */
  const commits = [];
  view.subscribe((_, change) => change === "commit" && commits.push(view.encode()));
  const stage = /** @type {any} */ ({ board, navigation, view });
  return {
    timeline,
    view,
    board,
    navigation,
    marking: new Marking(view, stage, say),
    said,
    commits,
  };
}

test("a mark is set at the playhead, else under the pointer, else in the middle", () => {
  const { view, board, marking } = stageOf();
  marking.toggle();
  board.pointerNs = 2000;
  marking.toggle();
  view.setPlayhead(8000);
  marking.toggle();
  assert.deepEqual(
    view.marks.map(({ ns }) => ns),
    [2000, 5000, 8000],
  );
});

test("where a mark is, it is taken away; what is near enough on the screen is meant", () => {
  const { view, board, marking, said } = stageOf();
  board.pointerNs = 2000;
  marking.toggle();
  board.pointerNs = 2500;
  marking.toggle();
  assert.deepEqual(view.marks, []);
  assert.equal(said.at(-1), "Mark at 0.000\u2009002\u2009s removed.");
  view.show(2000, 2100);
  board.pointerNs = 2010;
  marking.toggle();
  board.pointerNs = 2020;
  marking.toggle();
  assert.equal(view.marks.length, 2, "from near they are apart");
});

test("a second mark says how far it is from the first", () => {
  const { board, marking, said } = stageOf();
  for (const ns of [6000, 2000, 9000]) {
    board.pointerNs = ns;
    marking.toggle();
  }
  assert.match(said[1], /^Mark 1 set .*, 4\u2009µs before mark 2\.$/);
  assert.match(said[2], /^Mark 3 set .*, 3\u2009µs after mark 2\.$/);
});

test("marks are visited in order, also those that the run's end keeps out of the middle", () => {
  const { view, marking, said } = stageOf();
  view.setMarks([100, 400, 9900].map((ns) => ({ ns, name: "" })));
  view.show(4000, 6000);
  for (const step of /** @type {const} */ ([-1, -1, -1, 1, 1, 1])) marking.goBeside(step);
  assert.deepEqual(
    said.map((each) => /Mark \d|No more/.exec(each)?.[0]),
    ["Mark 2", "Mark 1", "No more", "Mark 2", "Mark 3", "No more"],
  );
});

test("with no mark set the keys between marks say what to do", () => {
  const { marking, said } = stageOf();
  marking.goBeside(1);
  assert.equal(said[0], "No mark is set: press M.");
});

test("a leap is worth going Back from, a step along the lane is not", () => {
  const { navigation, view, commits } = stageOf();
  view.select({ lane: 1, start: 0 });
  navigation.selection.stepSpan(1);
  navigation.selection.stepSpan(1);
  assert.deepEqual(commits, []);
  navigation.selection.jumpTo(2, 4500);
  assert.equal(commits.length, 1);
  assert.match(commits[0], /sel=2\.4000/);
});

test("a leap out of sight brings the moment into the middle, in one step of history", () => {
  const { navigation, view, commits } = stageOf();
  view.show(0, 2000);
  navigation.selection.jumpTo(2, 8500);
  assert.deepEqual([view.fromNs, view.toNs], [7500, 9500]);
  assert.equal(commits.length, 1);
});

test("a zoom that a hand cuts short is still one that Back undoes", (t) => {
  t.mock.method(performance, "now", () => 1000);
  const { navigation, view, commits } = stageOf({ moves: true });
  navigation.zoomTo(4000, 5000);
  navigation.advance(1040);
  navigation.interrupt();
  assert.equal(commits.length, 1);
  assert.ok(view.widthNs > 1000 && view.widthNs < 10_000);
  navigation.interrupt();
  assert.equal(commits.length, 1);
});

test("a flung window runs on the way the finger went, comes to rest, and is no step of history", (t) => {
  t.mock.method(performance, "now", () => 1000);
  const { navigation, view, commits } = stageOf({ moves: true });
  view.show(4000, 5000);
  navigation.fling(-1);
  navigation.advance(1050);
  const early = view.fromNs;
  assert.ok(early > 4000, "later moments come in when the finger went to the left");
  navigation.advance(6000);
  assert.ok(view.fromNs > early && view.widthNs === 1000);
  assert.deepEqual(commits, []);
});

test("a finger that hardly moved flings nothing, nor where motion is to be reduced", () => {
  for (const [speed, moves] of /** @type {[number, boolean][]} */ ([
    [0.1, true],
    [-3, false],
  ])) {
    // prettier-ignore
    const { navigation, view } = stageOf({ moves });
    view.show(4000, 5000);
    navigation.fling(speed);
    navigation.advance(performance.now() + 5000);
    assert.equal(view.fromNs, 4000);
  }
});

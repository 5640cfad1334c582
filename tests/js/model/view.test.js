import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFragment } from "../../../static/js/model/fragment.js";
import { View } from "../../../static/js/model/view.js";

test("a view that nobody touched needs no fragment", () => {
  assert.equal(new View().encode(), "");
});

test("a link restores what it was made from", () => {
  const view = new View();
  view.show(1000.4, 250_000.2);
  view.select({ lane: 12, start: 1500 });
  view.setPlayhead(1700);
  view.setRange({ fromNs: 1200, toNs: 1300 });
  view.setArrows("all");
  view.arrange({ hidden: new Set([3, 5]) });
  const link = view.encode();
  assert.equal(
    link,
    "v=1&from=1000&to=250000&sel=12.1500&at=1700&range=1200-1300&arrows=all&hide=3.5",
  );

  const other = new View();
  assert.equal(other.restore(`#${link}`), null);
  assert.equal(other.encode(), link);
  assert.deepEqual([other.follow, other.whole], [false, false]);
});

test("a link to a hold of the GIL restores it, and which lanes were put away", () => {
  const view = new View();
  view.select({ lane: 1, start: 10 });
  view.selectHold({ object: 9, start: 1500 });
  assert.equal(view.selection, null, "one thing is selected at a time");
  view.toggleExtra("cores");
  assert.equal(view.encode(), "v=1&hold=9.1500&without=cores");

  const other = new View();
  assert.equal(other.restore(`#${view.encode()}`), null);
  assert.deepEqual(other.hold, { object: 9, start: 1500 });
  assert.deepEqual([...other.without], ["cores"]);
  other.select({ lane: 2, start: 3 });
  assert.equal(other.hold, null);
  assert.equal(other.toggleExtra("cores"), true);
  assert.equal(other.encode(), "v=1&sel=2.3");
  assert.match(other.restore("v=1&hold=9&without=gil.walls") ?? "", /“hold”, “without”/);
});

test("a link says what the timeline is shown as, and the lanes of threads need no word", () => {
  const view = new View();
  view.setMode("objects");
  assert.equal(view.encode(), "v=1&as=objects");
  const other = new View();
  other.restore("v=1&as=table");
  assert.equal(other.mode, "table");
  assert.match(other.restore("v=1&as=pie") ?? "", /“as”/);
  view.setObjectOrder("kind");
  assert.equal(view.encode(), "v=1&as=objects&by=kind");
  other.restore(view.encode());
  assert.equal(other.objectOrder, "kind");
  assert.match(other.restore("v=1&by=weight") ?? "", /“by”/);
  assert.equal(other.mode, "threads");
});

test("an empty fragment shows the whole run and follows it", () => {
  const view = new View();
  view.show(10, 20_000);
  view.showWhole();
  assert.equal(view.encode(), "");
  view.show(10, 20_000);
  assert.equal(view.restore(""), null);
  assert.deepEqual([view.follow, view.whole], [true, true]);
});

test("a link of another version is said to be one, and shows the whole run", () => {
  assert.match(new View().restore("v=9&from=1&to=2") ?? "", /version 9.*whole run/);
  assert.match(new View().restore("from=1&to=2") ?? "", /no version/);
});

test("what cannot be read is named, and the rest is used", () => {
  const { view, problem } = decodeFragment("v=1&from=5&to=900&sel=7&range=9-3&at=-4&hide=a");
  assert.deepEqual(view.window, { fromNs: 5, toNs: 900 });
  assert.equal(view.selection, null);
  assert.match(problem ?? "", /“sel”, “at”, “range”, “hide”/);
});

test("a window that ends before it begins is not a window", () => {
  for (const text of [
    "v=1&from=9&to=3",
    "v=1&from=9",
    "v=1&from=1e9&to=2e9",
    "v=1&from=9&to=99999999999999999",
  ]) {
    const { view, problem } = decodeFragment(text);
    assert.equal(view.window, null, text);
    assert.ok(problem, text);
  }
});

test("a link carries the line whose spans are lit, until it is let go", () => {
  const view = new View();
  view.setLine({ file: 2, line: 31 });
  assert.equal(view.encode(), "v=1&line=2.31");
  const other = new View();
  other.restore(view.encode());
  assert.deepEqual(other.line, { file: 2, line: 31 });
  other.restore("");
  assert.equal(other.line, null);
  assert.match(decodeFragment("v=1&line=31").problem ?? "", /“line”/);
});

test("keys that this page does not know are left alone", () => {
  assert.equal(decodeFragment("v=1&from=1&to=2&lane=9").problem, null);
});

test("markup in a fragment stays out of the sentence", () => {
  const { problem } = decodeFragment("v=<script>alert(1)</script>");
  assert.ok(problem && problem.length < 160);
});

test("subscribers hear what changed, and only when it did", () => {
  const view = new View();
  /** @type {string[]} */
  const heard = [];
  const leave = view.subscribe((_, change) => heard.push(change));
  view.select({ lane: 1, start: 5 });
  view.select({ lane: 1, start: 5 });
  view.setHover(null);
  view.show(0, 100, { commit: true });
  leave();
  view.setHover({ lane: 1, start: 5 });
  assert.deepEqual(heard, ["selection", "window", "commit"]);
});

test("a window is never narrower than the clock can tell", () => {
  const view = new View();
  view.show(100, 100);
  assert.ok(view.widthNs >= 20);
});

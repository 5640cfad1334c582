import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../static/js/model/view.js";
import { Navigation } from "../../static/js/navigation.js";
import { timelineOf } from "./support/lines.js";

globalThis.window ??= /** @type {any} */ ({ matchMedia: () => ({ matches: true }) });

/** @param {number} beginsNs */
function wholeWindow(beginsNs) {
  const timeline = timelineOf({ a: "##########" });
  if (beginsNs) timeline.apply({ type: "frame", now: 10_000, begins: { at: beginsNs, line: 7 } });
  timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: 10_000 });
  const view = new View();
  const board = /** @type {any} */ ({ headNs: 10_000, invalidate() {} });
  new Navigation(timeline, view, board, () => {}).advance(0);
  return [view.fromNs, view.toNs];
}

test("the whole run is shown from its beginning", () => {
  assert.deepEqual(wholeWindow(0), [0, 10_000]);
});

test("of a run whose past was let go what is kept is shown, and the edge", () => {
  assert.deepEqual(wholeWindow(8000), [7800, 10_000]);
  assert.deepEqual(wholeWindow(500), [0, 10_000]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readTime } from "../../../static/js/model/search.js";
import { keyName } from "../../../static/js/panels/keys.js";
import { firstLineOfCode } from "../../../static/js/panels/listing.js";
import { ago, parametersText } from "../../../static/js/panels/recent.js";
import { findingTitle, flowWords, watchForText } from "../../../static/js/panels/words.js";

/** @import {Parameter} from "../../../static/js/panels/form.js" */

test("a time is read with any unit, and seconds need none", () => {
  assert.equal(readTime("1.2 ms"), 1_200_000);
  assert.equal(readTime("300us"), 300_000);
  assert.equal(readTime("35\u2009µs"), 35_000);
  assert.equal(readTime("0,5"), 500_000_000);
  assert.equal(readTime("worker 2"), null);
  assert.equal(readTime("lock"), null);
});

test("keys are written as they stand on the keyboard", () => {
  assert.equal(keyName(" "), "Space");
  assert.equal(keyName("f"), "F");
  assert.equal(keyName("Shift+ArrowLeft"), "Shift ←");
  assert.equal(keyName("?"), "?");
});

test("a program begins after its docstring", () => {
  assert.equal(firstLineOfCode('"""Title\n\nStory.\n"""\n\nimport threading\n'), 6);
  assert.equal(firstLineOfCode('"""One line."""\nimport threading\n'), 2);
  assert.equal(firstLineOfCode("import threading\n"), 1);
  assert.equal(firstLineOfCode('"""never closed\n'), 1);
});

test("the age of a run is coarse", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  assert.equal(ago("2026-11-22T11:59:30Z", now), "just now");
  assert.equal(ago("2026-11-22T11:56:00Z", now), "4 min ago");
  assert.equal(ago("2026-11-22T09:00:00Z", now), "3 h ago");
  assert.equal(ago("nonsense", now), "");
});

test("only parameters that were changed tell two runs apart", () => {
  /** @type {Parameter[]} */
  const parameters = [
    { name: "loaves", type: "int", default: 10 },
    { name: "room", type: "int", default: 4 },
  ];
  assert.equal(parametersText({ loaves: 10, room: 4 }, parameters), "");
  assert.equal(parametersText({ loaves: 20, room: 4 }, parameters), "loaves 20");
  assert.equal(parametersText({ loaves: 20, room: 1 }, parameters), "loaves 20, room 1");
});

test("what stands above is not said again", () => {
  assert.equal(watchForText("Watch for the two lanes\nthat block."), "The two lanes that block.");
  assert.equal(watchForText(null), "");
});

test("a flow is told from the side it is seen from, and of the object it went through", () => {
  assert.equal(flowWords(2, true, "Lock"), "Got the lock from");
  assert.equal(flowWords(2, false, "Semaphore"), "Hands a permit to");
  assert.equal(flowWords(2, true, "Condition"), "Let in by");
  assert.equal(flowWords(99, true), "Caused by");
  assert.equal(findingTitle("lock_order"), "Lock order");
});

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { firstLook } from "../../static/js/first_look.js";
import { Timeline } from "../../static/js/model/timeline.js";

/** @type {(() => void)[]} */
let frames = [];

beforeEach(() => {
  frames = [];
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ draw) => frames.push(draw),
  });
});

afterEach(() => {
  mock.timers.reset();
  Reflect.deleteProperty(globalThis, "requestAnimationFrame");
});

/** What has been waited for by now. @param {Promise<void>} look */
function looking(look) {
  const state = { seen: false };
  look.then(() => {
    state.seen = true;
  });
  return async () => {
    await Promise.resolve();
    await Promise.resolve();
    return state.seen;
  };
}

const LANES = [{ id: 1, process: 1, name: "main", start: 0 }];

test("the first look is over when the frame that drew the first lanes is on the screen", async () => {
  const timeline = new Timeline();
  const seen = looking(firstLook(timeline));
  timeline.apply(/** @type {any} */ ({ type: "frame", now: 1, lanes: LANES }));
  assert.equal(await seen(), false, "they came, but are not drawn");

  for (const draw of frames.splice(0)) draw();
  assert.equal(await seen(), false, "they are drawn, but not on the screen");

  mock.timers.tick(1);
  assert.equal(await seen(), true);
});

test("a run without lanes is waited for only so long", async () => {
  const timeline = new Timeline();
  const seen = looking(firstLook(timeline));
  timeline.apply(/** @type {any} */ ({ type: "frame", now: 1 }));
  mock.timers.tick(299);
  assert.equal(await seen(), false);

  mock.timers.tick(1);
  assert.equal(await seen(), true);
});

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { listenForPointers, pinchedWindow } from "../../../static/js/input/pointer.js";
import { gripAt } from "../../../static/js/input/strip.js";
import { Taps } from "../../../static/js/input/taps.js";
import { WheelGesture, zoomFactor } from "../../../static/js/input/wheel.js";

test("a notch of the wheel zooms a quarter, a trackpad's pinch follows the fingers", () => {
  assert.ok(Math.abs(zoomFactor(100) - 1.25) < 0.01);
  assert.ok(Math.abs(zoomFactor(-100) * zoomFactor(100) - 1) < 1e-12);
  assert.ok(zoomFactor(5) > 1.04 && zoomFactor(5) < 1.06);
});

/** @param {WheelGesture} gesture @param {number} atMs @param {any} event */
const kind = (gesture, atMs, event) =>
  gesture.kindOf({ dx: 0, dy: 0, zooms: false, shiftKey: false, ...event, atMs });

test("a wheel scrolls, pans with Shift or sideways, and zooms with Ctrl", () => {
  assert.equal(kind(new WheelGesture(), 0, { dy: 100 }), "scroll");
  assert.equal(kind(new WheelGesture(), 0, { dy: 100, shiftKey: true }), "pan");
  assert.equal(kind(new WheelGesture(), 0, { dx: 9, dy: -3 }), "pan");
  assert.equal(kind(new WheelGesture(), 0, { dy: 100, zooms: true }), "zoom");
});

test("momentum that outlasts the key goes on zooming, and comes to an end with it", () => {
  const gesture = new WheelGesture();
  kind(gesture, 0, { dy: -30, zooms: true });
  assert.equal(kind(gesture, 16, { dy: -25 }), "zoom");
  assert.equal(kind(gesture, 32, { dy: -20 }), "zoom");
  assert.equal(kind(gesture, 400, { dy: -20 }), "scroll", "a new gesture");
});

test("a sideways swipe that wavers stays a pan, a scroll that wavers stays a scroll", () => {
  const gesture = new WheelGesture();
  kind(gesture, 0, { dx: 10, dy: 2 });
  assert.equal(kind(gesture, 16, { dx: 3, dy: 8 }), "pan");
  kind(gesture, 500, { dx: 2, dy: 10 });
  assert.equal(kind(gesture, 516, { dx: 8, dy: 3 }), "scroll");
});

test("a key pressed anew is another gesture at once", () => {
  const gesture = new WheelGesture();
  kind(gesture, 0, { dy: 10 });
  assert.equal(kind(gesture, 16, { dy: 10, zooms: true }), "zoom");
  assert.equal(kind(gesture, 32, { dy: 10, shiftKey: true }), "pan");
});

test("after a pinch the same moments lie under the fingers", () => {
  const down = new Map([
    [1, { x: 100, y: 0 }],
    [2, { x: 300, y: 0 }],
  ]);
  const { fromNs, toNs } = pinchedWindow({ leftNs: 1000, rightNs: 2000 }, down, 400);
  const nsPerPx = (toNs - fromNs) / 400;
  assert.equal(fromNs + 100 * nsPerPx, 1000);
  assert.equal(fromNs + 300 * nsPerPx, 2000);
});

test("two taps at one place shortly after each other are a double tap, a third is none", () => {
  const taps = new Taps();
  const at = { x: 50, y: 50 };
  assert.equal(taps.end(at, 1000, true), false);
  assert.equal(taps.end({ x: 60, y: 55 }, 1200, true), true);
  assert.equal(taps.end(at, 1300, true), false);
  assert.equal(taps.end({ x: 300, y: 50 }, 1400, true), false, "elsewhere");
  assert.equal(taps.end({ x: 300, y: 50 }, 2400, true), false, "much later");
  assert.equal(taps.end({ x: 300, y: 50 }, 2500, false), false, "a mouse clicks");
});

test("a finger flings as fast as it was last, and nothing when it rested first", () => {
  const taps = new Taps();
  taps.begin({ x: 0, y: 0 }, 0);
  taps.move({ x: 10, y: 0 }, 50);
  taps.move({ x: 100, y: 0 }, 100);
  assert.equal(taps.pxPerMs(100), 1.8);
  assert.equal(taps.pxPerMs(400), 0);
});

/** Lanes that log what pointers do to them, 1 ns per pixel. */
function lanesUnderPointers() {
  /** @type {string[]} */
  const log = [];
  const lanes = /** @type {any} */ (new EventTarget());
  lanes.getBoundingClientRect = () => ({ left: 0, top: 0 });
  lanes.setPointerCapture = () => {};
  lanes.clientWidth = 400;
  const say =
    (/** @type {string} */ name) =>
    (/** @type {any[]} */ ...given) => {
      const text = given.map((each) =>
        each?.toNs === undefined ? each : `${each.fromNs}–${each.toNs}`,
      );
      log.push([name, ...text].join(" "));
    };
  const names = ["hoverAt", "leave", "selectAt", "zoomToAt", "panTo", "scrollBy", "fling"];
  const target = /** @type {any} */ ({
    window: () => ({ fromNs: 0, toNs: 400 }),
    pxToTime: (/** @type {number} */ px) => px,
    grab: () => {},
    markRange: say("markRange"),
    settle: say("settle"),
  });
  for (const name of names) target[name] = say(name);
  listenForPointers(lanes, target);
  /** @param {string} type @param {number} x @param {any} [more] */
  const send = (type, x, more) =>
    lanes.dispatchEvent(
      Object.assign(new Event(type), {
        pointerId: 1,
        pointerType: "touch",
        button: 0,
        clientX: x,
        clientY: 10,
        shiftKey: false,
        ...more,
      }), // prettier-ignore
    );
  return { log, send };
}

test("a finger that rests shows what lies under it, and selects nothing when it is lifted", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { log, send } = lanesUnderPointers();
  send("pointerdown", 100);
  send("pointermove", 104);
  mock.timers.tick(500);
  send("pointermove", 120);
  send("pointerup", 120);
  send("pointerleave", 120);
  assert.deepEqual(log, ["leave", "hoverAt 104 10", "hoverAt 120 10"]);
  mock.timers.reset();
});

test("a finger that moves pans in time and leaves up and down to the browser", () => {
  const { log, send } = lanesUnderPointers();
  send("pointerdown", 200);
  send("pointermove", 150);
  send("pointerup", 150);
  assert.deepEqual(log.slice(0, 3), ["leave", "leave", "panTo 50–450"]);
  assert.match(log[3], /^fling /);
  assert.ok(!log.some((line) => line.startsWith("select") || line.startsWith("scroll")));
});

test("a mouse that moves pans both ways; with Shift it marks a range", () => {
  const { log, send } = lanesUnderPointers();
  const mouse = { pointerType: "mouse" };
  send("pointerdown", 200, mouse);
  send("pointermove", 150, mouse);
  send("pointerup", 150, mouse);
  assert.deepEqual(log, ["leave", "panTo 50–450", "scrollBy 0"]);
  log.length = 0;
  const shift = { ...mouse, shiftKey: true };
  send("pointerdown", 200, shift);
  send("pointermove", 150, shift);
  send("pointerup", 150, shift);
  assert.deepEqual(log, ["markRange 150–200"]);
});

test("a tap selects, a second one zooms to what was tapped", () => {
  const { log, send } = lanesUnderPointers();
  for (const x of [100, 103]) {
    send("pointerdown", x);
    send("pointerup", x);
  }
  const said = log.filter((line) => line !== "leave");
  assert.deepEqual(said, ["selectAt 100 10", "selectAt 103 10", "zoomToAt 103 10"]);
});

test("the minimap's window is moved inside, resized at its edges, fetched from outside", () => {
  const grips = [50, 97, 103, 150, 198, 260].map((px) => gripAt(px, 100, 200));
  assert.deepEqual(grips, ["outside", "from", "from", "both", "to", "outside"]);
});

test("a window of a few pixels can still be moved", () => {
  assert.equal(gripAt(102, 100, 104), "both");
  assert.equal(gripAt(108, 100, 104), "to");
});

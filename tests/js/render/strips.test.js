import assert from "node:assert/strict";
import { test } from "node:test";
import { PixelGrid } from "../../../static/js/base/pixel_grid.js";
import { View } from "../../../static/js/model/view.js";
import { labels } from "../../../static/js/render/layers/labels.js";
import { measuresOf, Strips } from "../../../static/js/render/strips.js";
import { drawn, sceneOf } from "../support/canvas.js";
import { timelineOf } from "../support/lines.js";

const WIDTH = 1000;
const HEIGHT = 46;
const { strip, margin } = measuresOf(1, 1);

/** A canvas that keeps what is drawn from others. */
function canvas() {
  /** @type {number[][]} */
  const puts = [];
  /** @type {any[]} */
  const sources = [];
  const drawImage = (/** @type {any} */ source, /** @type {number[]} */ ...at) => {
    sources.push(source);
    puts.push(at);
  };
  const ctx = /** @type {any} */ ({ drawImage, canvas: { width: WIDTH, height: HEIGHT } });
  return { ctx, puts, sources };
}

/** Strips over a drawing, in which a letter is 100 px wide; what they draw is told as stretches.
 *  @param {Record<string, string>} lanes */
function stripsOver(lanes) {
  Object.assign(globalThis, {
    document: { createElement: () => ({ getContext: () => canvas().ctx }) },
  });
  const timeline = timelineOf(lanes);
  const view = new View();
  const strips = new Strips();
  const grid = new PixelGrid();
  const on = canvas();
  /** @type {{firstPx: number, widthPx: number}[]} */
  let stretches = [];
  /** @param {number} fromNs @param {number} [widthNs] */
  const show = (fromNs, widthNs = WIDTH * 10) => {
    stretches = [];
    on.puts.length = 0;
    on.sources.length = 0;
    const scale = grid.scaleOf(fromNs, fromNs + widthNs, WIDTH);
    if (!grid.keep(scale)) strips.spoil();
    return strips.show(on.ctx, scale, measuresOf(1, 1), (_, stretch) => {
      stretches.push({ firstPx: stretch.firstPx, widthPx: stretch.widthPx });
      return sceneOf(timeline, view, { scale: stretch });
    });
  };
  const sources = () => [...on.sources];
  return { show, strips, drawnPx: () => stretches, puts: on.puts, sources };
}

test("a window that moves draws what comes into it, and nothing on the way back", () => {
  const { show, drawnPx } = stripsOver({ a: "#".repeat(40) });
  show(0);
  assert.deepEqual(drawnPx(), [{ firstPx: -margin, widthPx: WIDTH + 2 * margin }]);
  show(600);
  const place = Math.floor(WIDTH / strip) * strip;
  assert.deepEqual(drawnPx(), [{ firstPx: place - margin, widthPx: strip + 2 * margin }]);
  for (const fromNs of [1200, 0, 300]) {
    show(fromNs);
    assert.deepEqual(drawnPx(), []);
  }
});

test("sixty small moves draw no more than the way they go, in whole strips", () => {
  const { show, drawnPx } = stripsOver({ a: "#".repeat(40) });
  show(0);
  let strips = 0;
  for (let step = 1; step <= 60; step += 1) {
    show(step * 600);
    strips += drawnPx().length;
  }
  assert.ok(strips <= Math.ceil((60 * 60) / strip) + 1, `${strips}`);
});

test("every pixel of the window is put down, from a picture of just that time", () => {
  const { show, puts } = stripsOver({ a: "#".repeat(40) });
  for (const fromNs of [0, 4000, -7000, 13_000, 23_000, 22_990]) {
    show(fromNs);
    const seen = new Set();
    for (const [, , , , x, , width] of puts) for (let px = x; px < x + width; px += 1) seen.add(px);
    for (let px = 0; px < WIDTH; px += 1) assert.ok(seen.has(px), `${px} from ${fromNs}`);
  }
});

test("another zoom is drawn anew", () => {
  const { show, drawnPx } = stripsOver({ a: "#".repeat(40) });
  show(0);
  show(0, WIDTH * 5);
  assert.equal(drawnPx().length, 1);
});

test("a span that lies in several pictures has one label, in the part that is seen", () => {
  const { show } = stripsOver({ a: `##zz${"#".repeat(60)}` });
  /** @param {number} fromNs */
  const labelled = (fromNs) =>
    drawn(labels, show(fromNs))
      .filter(({ call, alpha }) => call === "fillText" && alpha === 1)
      .map(({ args }) => args[1]);
  assert.deepEqual(labelled(0), [5, 405]);
  assert.deepEqual(labelled(600), [5, 345]);
  assert.deepEqual(labelled(2500), [155]);
  assert.deepEqual(labelled(23_000), [5]);
});

test("what other rows tell alike stays until it is drawn anew, a strip each time", () => {
  const { show, strips, drawnPx, sources } = stripsOver({ a: "#".repeat(40) });
  show(0);
  const [old] = sources();
  strips.renew();
  const places = Math.ceil(WIDTH / strip);
  for (let place = 0; place < places; place += 1) {
    assert.ok(strips.renewing);
    show(0);
    assert.deepEqual(drawnPx(), [{ firstPx: place * strip - margin, widthPx: strip + 2 * margin }]);
    const isLast = place === places - 1;
    assert.equal(sources().includes(old), !isLast, `after ${place + 1} of ${places}`);
  }
  assert.ok(!strips.renewing);
  show(0);
  assert.deepEqual(drawnPx(), []);
});

test("what comes into sight meanwhile, or another zoom, has all drawn at once", () => {
  for (const [fromNs, widthNs] of [
    [3 * strip * 10, WIDTH * 10],
    [0, WIDTH * 5],
  ]) {
    const { show, strips, drawnPx } = stripsOver({ a: "#".repeat(40) });
    show(0);
    strips.renew();
    show(0);
    show(fromNs, widthNs);
    assert.ok(!strips.renewing);
    const whole = drawnPx().find(({ widthPx }) => widthPx === WIDTH + 2 * margin);
    assert.deepEqual(whole?.firstPx, Math.round((fromNs / widthNs) * WIDTH) - margin);
  }
});

test("nothing is renewed before there is anything", () => {
  const { strips } = stripsOver({ a: "#" });
  strips.renew();
  assert.ok(!strips.renewing);
});

/**
 * A canvas that only logs: what a layer drew, as text, for tests without a browser.
 */

import { createScale } from "../../../static/js/base/scale.js";
import { layoutFrame } from "../../../static/js/layout/frame.js";
import { layoutLit } from "../../../static/js/layout/lit.js";
import { layoutRows, placeOf, visibleRows } from "../../../static/js/layout/rows.js";
import { Scratch } from "../../../static/js/render/layer.js";

/** @import {TimeScale} from "../../../static/js/base/scale.js" */
/** @import {Timeline} from "../../../static/js/model/timeline.js" */
/** @import {View} from "../../../static/js/model/view.js" */
/** @import {Layer, Scene} from "../../../static/js/render/layer.js" */

// node has no ImageData; the layer needs nothing of it but its numbers.
globalThis.ImageData ??= /** @type {any} */ (
  class {
    /** @param {number} width @param {number} height */
    constructor(width, height) {
      this.width = width;
      this.height = height;
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  }
);

const STATES = ["running", "runnable", "blocked", "sleeping", "io", "finished"];

/** Colours are their own names, so that a log reads. */
function namedPalette() {
  /** @type {any} */
  const palette = {
    fill: STATES,
    label: STATES.map((state) => `${state}-label`),
    dense: STATES.map((state) => `${state}-dense`),
    densePixels: Uint32Array.from(STATES, (_, i) => i + 1),
    hatch: "blocked-hatch",
    hatchPixels: { size: 2, pixels: Uint32Array.of(31, 32, 33, 34) },
    fillPixels: Uint32Array.from(STATES, (_, i) => i + 11),
    edgePixel: 104,
    groundPixel: 100,
    alternatePixel: 101,
    linePixel: 102,
    holdPixel: 103,
    threads: Array.from({ length: 12 }, (_, i) => `thread-${i + 1}`),
    threadLabel: Array.from({ length: 12 }, (_, i) => `thread-${i + 1}-label`),
    threadPatch: Array.from({ length: 12 }, (_, i) => `thread-${i + 1}-patch`),
    threadPixels: Uint32Array.from({ length: 12 }, (_, i) => 201 + i),
    advance: 6,
    smallAdvance: 5,
  };
  const names = ["runnableEdge", "ground", "alternate", "panel", "ink", "inkSoft", "inkFaint"];
  names.push(
    "line",
    "accent",
    "accentLabel",
    "selection",
    "arrow",
    "hold",
    "error",
    "font",
    "smallFont",
    "axisFont",
  );
  for (const name of names) palette[name] = name;
  return palette;
}

/** @typedef {{call: string, style: string, alpha: number, args: any[]}} Entry */

/** @returns {{ctx: any, log: Entry[]}} */
export function loggingContext() {
  /** @type {Entry[]} */
  const log = [];
  /** @type {any} */
  const state = { fillStyle: "", strokeStyle: "", globalAlpha: 1 };
  const ctx = new Proxy(state, {
    get: (target, name) =>
      name in target
        ? target[name]
        : (/** @type {any[]} */ ...args) => {
            const style = String(name).startsWith("stroke") ? target.strokeStyle : target.fillStyle;
            log.push({ call: String(name), style, alpha: target.globalAlpha, args });
          },
    set: (target, name, value) => {
      target[name] = value;
      return true;
    },
  });
  return { ctx, log };
}

/**
 * A frame of all lanes, 100 × 46 a lane, one tick of 1 µs as wide as `widthPx` allows.
 *
 * @param {Timeline} timeline @param {View} view
 * @param {{widthPx?: number, headNs?: number, dpr?: number, scale?: TimeScale}} [options]
 * @returns {Scene}
 */
export function sceneOf(
  timeline,
  view,
  {
    widthPx = 100,
    headNs = timeline.now,
    dpr = 1,
    scale = createScale(view.fromNs, view.toNs, Math.round(widthPx * dpr)),
  } = {},
) {
  const laid = layoutRows(timeline, view);
  const frame = layoutFrame({
    timeline,
    view,
    headNs,
    rows: visibleRows(laid, 0, laid.height),
    placeOf: (lane) => placeOf(laid, lane),
    heightPx: laid.height,
    dpr,
    textScale: 1,
    pool: [],
    scale,
  });
  const light = layoutLit(frame);
  return { ...frame, light, palette: namedPalette(), scratch: new Scratch() };
}

/**
 * What a layer fills with each style, "style x y width height", in order.
 *
 * @param {Layer} layer @param {Scene} scene
 */
export function drawn(layer, scene) {
  const { ctx, log } = loggingContext();
  layer.draw(ctx, scene);
  return log;
}

/** @param {Entry[]} log @param {string} call */
export function written(log, call) {
  return log
    .filter((entry) => entry.call === call)
    .map((entry) => `${entry.style} ${entry.args.join(" ")}`);
}

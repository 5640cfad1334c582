/**
 * Strips: the lanes as pictures of stretches of time, kept while the zoom stays, so that a window
 * that moves is put together from them and only what comes into it is drawn.
 *
 * The first picture is of all that is in sight; beside it come strips. In them is what hangs on
 * time alone. Each is drawn with some more time at both sides, which is not shown: what a mark or a
 * merged column has from its neighbours is then the same in any picture. What hangs on the edges of
 * the window, as labels do, is drawn over the pictures in every frame; for that they remember where
 * wide spans and holds lie.
 *
 * Where other rows tell the same, as single spans do in the place of tiles, what is seen stays until
 * all of it is drawn anew: a strip a frame, for the first drawing of a million spans would be felt.
 */

import { stretchOf } from "../base/pixel_grid.js";
import { axisOf, WIDE_PX } from "../layout/frame.js";
import { LaneLayout } from "../layout/lane.js";
import { PossessionLayout } from "../layout/possession.js";

/** @import {TimeScale} from "../base/scale.js" */
/** @import {Frame} from "../layout/frame.js" */
/** @import {Scene} from "./layer.js" */

/** Draw a stretch on a canvas of its size.
 *  @typedef {(ctx: CanvasRenderingContext2D, scale: TimeScale) => Scene} Draw */
/** By lane or by object: three numbers for each, as in a layout, but counted from the grid.
 *  @typedef {{lanes: Map<number, number[]>, gils: Map<number, number[]>}} Wide */
/** `firstPx` and `widthPx`, on the grid: what is shown of it; beside that lies `margin`.
 *  @typedef {{ctx: CanvasRenderingContext2D, scene: Scene, wide: Wide, firstPx: number,
 *   widthPx: number, margin: number}} Picture */
/** All in device pixels. @typedef {{strip: number, margin: number, wide: number}} Measures
 *  `strip`: how wide one is; `margin`: what is drawn beside it; `wide`: what is remembered */

/** About so wide (CSS pixels): as narrow as makes one cheap to draw, as wide as makes few of them. */
const STRIP_PX = 192;
/** What looks otherwise for its neighbours has them nearer than this (CSS pixels). */
const MARGIN_PX = 24;
/** What has room for a label: 24 px of text size. */
const LABELLED_PX = 24;
/** Strips out of sight that are kept for a way back. */
const SPARE = 4;

export class Strips {
  /** Of all that was in sight when the zoom began. @type {Picture | null} */
  #whole = null;
  /** By place: the strips of a grid lie side by side. @type {Map<number, Picture>} */
  #strips = new Map();
  /** Those that are to take the place of all. @type {Map<number, Picture> | null} */
  #next = null;
  /** @type {CanvasRenderingContext2D[]} */
  #free = [];

  /** What they show is no longer as it should look. */
  spoil() {
    this.#putInPlace(new Map());
    this.#endRenewal();
  }

  /** What they show is told by other rows now: it stays until all in sight is drawn anew. */
  renew() {
    this.#endRenewal();
    if (this.#whole || this.#strips.size > 0) this.#next = new Map();
  }

  /** Whether more is to be drawn in the next frame. */
  get renewing() {
    return this.#next !== null;
  }

  /**
   * Show a window.
   *
   * @param {CanvasRenderingContext2D} ctx @param {TimeScale} scale of the window
   * @param {Measures} measures @param {Draw} draw for what is not kept
   * @returns {Scene} the window as it is seen, with what is wide enough for a label
   */
  show(ctx, scale, measures, draw) {
    const { height } = ctx.canvas;
    const { firstPx, widthPx } = scale;
    const first = Math.floor(firstPx / measures.strip);
    const last = Math.floor((firstPx + widthPx - 1) / measures.strip);
    const drawStrip = (/** @type {number} */ place) => {
      const size = { firstPx: place * measures.strip, widthPx: measures.strip, height };
      return this.#draw(scale, size, measures, draw);
    };
    this.#renewOne(first, last, drawStrip);
    const covered = (/** @type {number} */ place) =>
      this.#strips.has(place) || (this.#whole && reaches(this.#whole, place, scale, measures));
    // What comes into sight can be told by the new rows only, and goes with nothing of the old.
    for (let place = first; this.#next && place <= last; place += 1) {
      if (!covered(place)) this.spoil();
    }
    if (!this.#whole && this.#strips.size === 0) {
      this.#whole = this.#draw(scale, { firstPx, widthPx, height }, measures, draw);
    }
    const whole = this.#whole;
    const seen = whole && isOver(whole, firstPx, widthPx) ? [whole] : [];
    for (let place = first; place <= last; place += 1) {
      if (whole && reaches(whole, place, scale, measures)) continue;
      const strip = this.#strips.get(place) ?? drawStrip(place);
      this.#strips.set(place, strip);
      seen.push(strip);
    }
    for (const picture of seen) put(ctx, picture, firstPx);
    this.#letGo(first, last);
    seen.sort((a, b) => a.firstPx - b.firstPx);
    return windowOf(seen, scale, measures);
  }

  /**
   * Draw one more of those that are to take the place of all; once they are enough, they do.
   *
   * @param {number} first place in sight @param {number} last
   * @param {(place: number) => Picture} drawStrip
   */
  #renewOne(first, last, drawStrip) {
    const next = this.#next;
    if (!next) return;
    let place = first;
    while (next.has(place)) place += 1;
    if (place <= last) next.set(place, drawStrip(place));
    for (; place <= last; place += 1) if (!next.has(place)) return;
    this.#next = null;
    this.#putInPlace(next);
  }

  /** @param {Map<number, Picture>} strips in the place of all that there were */
  #putInPlace(strips) {
    for (const { ctx } of this.#strips.values()) this.#free.push(ctx);
    if (this.#whole) this.#free.push(this.#whole.ctx);
    this.#whole = null;
    this.#strips = strips;
  }

  #endRenewal() {
    for (const { ctx } of this.#next?.values() ?? []) this.#free.push(ctx);
    this.#next = null;
  }

  /**
   * @param {TimeScale} scale @param {{firstPx: number, widthPx: number, height: number}} size
   * @param {Measures} measures @param {Draw} draw
   * @returns {Picture}
   */
  #draw(scale, { firstPx, widthPx, height }, { margin, wide }, draw) {
    const width = widthPx + 2 * margin;
    const at = this.#free.findIndex(({ canvas }) => canvas.width === width);
    const [free] = at >= 0 ? this.#free.splice(at, 1) : [];
    const ctx = free ?? contextOf(document.createElement("canvas"));
    fit(ctx.canvas, width, height);
    const scene = draw(ctx, stretchOf(scale, firstPx - margin, width));
    return { ctx, scene, wide: wideOf(scene, wide), firstPx, widthPx, margin };
  }

  /** Of those out of sight only the nearest are kept. @param {number} first @param {number} last */
  #letGo(first, last) {
    const away = (/** @type {number} */ place) => Math.max(first - place, place - last);
    const out = [...this.#strips.keys()].filter((place) => away(place) > 0);
    for (const place of out.sort((a, b) => away(a) - away(b)).slice(SPARE)) {
      const strip = this.#strips.get(place);
      if (strip) this.#free.push(strip.ctx);
      this.#strips.delete(place);
    }
    const most = last - first + 1 + SPARE;
    this.#free.splice(0, this.#free.length - most);
  }
}

/** @param {Picture} picture @param {number} firstPx @param {number} widthPx */
function isOver(picture, firstPx, widthPx) {
  return picture.firstPx < firstPx + widthPx && picture.firstPx + picture.widthPx > firstPx;
}

/** Whether a picture has all of a place that is in sight. @param {Picture} picture
 *  @param {number} place @param {TimeScale} scale @param {Measures} measures */
function reaches(picture, place, { firstPx, widthPx }, { strip }) {
  const from = Math.max(place * strip, firstPx);
  const to = Math.min((place + 1) * strip, firstPx + widthPx);
  return from >= picture.firstPx && to <= picture.firstPx + picture.widthPx;
}

/** @param {CanvasRenderingContext2D} ctx @param {Picture} picture @param {number} firstPx */
function put(ctx, { ctx: { canvas }, firstPx: at, widthPx, margin }, firstPx) {
  const { height } = canvas;
  ctx.drawImage(canvas, margin, 0, widthPx, height, at - firstPx, 0, widthPx, height);
}

/** @param {number} dpr @param {number} em device pixels that text takes for one CSS pixel
 *  @returns {Measures} */
export function measuresOf(dpr, em) {
  const wide = Math.ceil(LABELLED_PX * em);
  const margin = Math.max(Math.ceil(MARGIN_PX * dpr), wide);
  return { strip: Math.ceil(STRIP_PX * dpr), margin, wide };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  const ctx = canvas.getContext("2d", { alpha: false });
  if (!ctx) throw new Error("This browser gives no canvas to draw on.");
  return ctx;
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
function fit(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** @param {Frame} frame @param {number} least @returns {Wide} */
function wideOf({ lanes, gils, scale }, least) {
  /** @param {ArrayLike<number>} rects @param {number} length */
  const wide = (rects, length) => {
    /** @type {number[]} */
    const found = [];
    for (let at = 0; at < length; at += 3) {
      if (rects[at + 2] - rects[at + 1] < least) continue;
      found.push(rects[at], rects[at + 1] + scale.firstPx, rects[at + 2] + scale.firstPx);
    }
    return found;
  };
  return {
    lanes: new Map(lanes.map(({ id, layout }) => [id, wide(layout.rects, layout.rectCount * 3)])),
    gils: new Map(
      gils.map(({ object, layout }) => [object, wide(layout.rects, layout.rects.length)]),
    ),
  };
}

/**
 * The window, with what lies in it and is wide.
 *
 * @param {Picture[]} pictures in order @param {TimeScale} scale @param {Measures} measures
 * @returns {Scene}
 */
function windowOf(pictures, scale, { wide }) {
  const [{ scene }] = pictures;
  const air = WIDE_PX * scene.dpr;
  /** @param {(wide: Wide) => number[] | undefined} of */
  const rects = (of) => {
    /** @type {number[]} */
    const all = [];
    for (const picture of pictures) addTo(all, of(picture.wide) ?? []);
    return inside(all, scale, air, wide);
  };
  const lanes = scene.lanes.map((lane) => {
    const layout = new LaneLayout();
    const found = rects(({ lanes }) => lanes.get(lane.id));
    layout.rects = Int32Array.from(found);
    layout.rectCount = found.length / 3;
    return { ...lane, layout };
  });
  const gils = scene.gils.map((gil) => {
    const layout = new PossessionLayout();
    layout.rects = rects(({ gils }) => gils.get(gil.object));
    return { ...gil, layout };
  });
  const axis = axisOf(scale, scene.em, scene.zeroNs);
  return { ...scene, scale, axis, width: scale.widthPx, lanes, gils };
}

/** What lies in two pictures is one. @param {number[]} all @param {number[]} rects in order */
function addTo(all, rects) {
  for (let from = 0; from < rects.length; from += 3) {
    let at = all.length - 3;
    while (at >= 0 && all[at] > rects[from]) at -= 3;
    if (at >= 0 && all[at] === rects[from]) {
      // Where it begins the one before knows better, for it knows what comes before it.
      all[at + 2] = rects[from + 2];
    } else all.splice(at + 3, 0, rects[from], rects[from + 1], rects[from + 2]);
  }
}

/** @param {number[]} rects @param {TimeScale} scale @param {number} air @param {number} least */
function inside(rects, { firstPx, widthPx }, air, least) {
  /** @type {number[]} */
  const found = [];
  for (let at = 0; at < rects.length; at += 3) {
    const left = Math.max(-air, rects[at + 1] - firstPx);
    const right = Math.min(widthPx + air, rects[at + 2] - firstPx);
    if (right - left >= least) found.push(rects[at], left, right);
  }
  return found;
}

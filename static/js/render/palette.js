/**
 * A palette: the page's tokens in the forms a canvas needs — colours, their 32-bit
 * pixels, hatches and faces. Read anew when the theme or the pixel ratio changes.
 */

import { STATES } from "../model/vocabulary.js";

/** @typedef {{fill: string[], label: string[], dense: string[], densePixels: Uint32Array,
 *   fillPixels: Uint32Array, runnableEdge: string, edgePixel: number,
 *   hatch: CanvasPattern | string, hatchPixels: Tile, ground: string, groundPixel: number,
 *   alternate: string, alternatePixel: number, panel: string, ink: string, inkSoft: string,
 *   inkFaint: string, line: string, linePixel: number, accent: string, accentLabel: string, selection: string,
 *   arrow: string, hold: string, holdPixel: number, error: string, font: string, smallFont: string,
 *   threads: (CanvasPattern | string)[], threadLabel: string[], threadPatch: string[],
 *   threadPixels: Uint32Array, axisFont: string, advance: number, smallAdvance: number}} Palette
 *   fonts and advances in device pixels; of threads, the second half of each list is striped */

/** What a pattern repeats, a square from its top left. @typedef {{size: number, pixels: Uint32Array}} Tile */

/** Threads are told apart by so many colours, plain and striped; then they come again. */
const THREAD_COLOURS = 6;
export const THREAD_LOOKS = 2 * THREAD_COLOURS;

/** Every so many CSS pixels a hatch is the same. */
const HATCH_PX = 6;
const LABEL_SIZE = 11;
const SMALL_SIZE = 9.5;

/**
 * @param {HTMLElement} host whose custom properties count
 * @param {number} dpr
 * @param {number} textScale how much larger than usual the reader wants text
 * @returns {Palette}
 */
export function readPalette(host, dpr, textScale) {
  const em = dpr * textScale;
  const probe = host.ownerDocument.createElement("span");
  probe.hidden = true;
  // Forced colours bind elements, not canvases: the states keep theirs.
  probe.style.setProperty("forced-color-adjust", "none");
  host.append(probe);
  const ctx = smallCanvas(host.ownerDocument, 8, 8).getContext("2d", { willReadFrequently: true });
  if (!ctx) throw new Error("This browser gives no canvas to draw on.");
  /** @param {string} token */
  const colour = (token) => {
    probe.style.color = "";
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  /** @param {string} value */
  const pixel = (value) => pixelOf(ctx, value);
  const tokens = STATES.map((state) => colour(`--state-${state}`));
  const dense = [...tokens];
  dense[STATES.indexOf("runnable")] = colour("--state-runnable-dense");
  const blocked = tokens[STATES.indexOf("blocked")];
  const style = getComputedStyle(host);
  const mono = style.getPropertyValue("--font-mono") || "monospace";
  const sans = style.getPropertyValue("--font-sans") || "sans-serif";
  const font = `${LABEL_SIZE * em}px ${mono}`;
  ctx.font = font;
  const advance = ctx.measureText("0").width;
  const threads = Array.from({ length: THREAD_COLOURS }, (_, i) => colour(`--thread-${i + 1}`));
  const { ownerDocument } = host;
  const stripes = threads.map(
    (fill) => hatch(ownerDocument, fill, colour("--ground"), dpr).pattern,
  );
  const waits = hatch(ownerDocument, blocked, colour("--state-blocked-hatch"), dpr);
  const letters = threads.map((_, i) => colour(`--thread-${i + 1}-label`));
  /** @type {Palette} */
  const palette = {
    fill: tokens,
    label: STATES.map((state) => colour(`--state-${state}-label`)),
    dense,
    densePixels: Uint32Array.from(dense, pixel),
    fillPixels: Uint32Array.from(tokens, pixel),
    runnableEdge: colour("--state-runnable-edge"),
    edgePixel: pixel(colour("--state-runnable-edge")),
    hatch: waits.pattern,
    hatchPixels: waits.tile,
    ground: colour("--ground"),
    groundPixel: pixel(colour("--ground")),
    alternate: colour("--lane-alternate"),
    alternatePixel: pixel(colour("--lane-alternate")),
    panel: colour("--panel"),
    ink: colour("--ink"),
    inkSoft: colour("--ink-soft"),
    inkFaint: colour("--ink-faint"),
    line: colour("--line"),
    linePixel: pixel(colour("--line")),
    accent: colour("--accent"),
    accentLabel: colour("--accent-label"),
    selection: colour("--selection"),
    arrow: colour("--arrow"),
    hold: colour("--hold"),
    holdPixel: pixel(colour("--hold")),
    error: colour("--error"),
    threads: [...threads, ...stripes],
    threadLabel: [...letters, ...letters],
    threadPatch: [...threads, ...threads],
    threadPixels: Uint32Array.from([...threads, ...threads], pixel),
    font,
    smallFont: `${SMALL_SIZE * em}px ${mono}`,
    axisFont: `${LABEL_SIZE * em}px ${sans}`,
    advance,
    smallAdvance: (advance * SMALL_SIZE) / LABEL_SIZE,
  };
  probe.remove();
  return palette;
}

/** @param {Document} document @param {number} width @param {number} height */
function smallCanvas(document, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** A colour as one pixel of an ImageData. @param {CanvasRenderingContext2D} ctx
 *  @param {string} colour */
function pixelOf(ctx, colour) {
  ctx.clearRect(0, 0, 1, 1);
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 1, 1);
  return new Uint32Array(ctx.getImageData(0, 0, 1, 1).data.buffer)[0];
}

/** @param {number} dpr */
function hatchPeriod(dpr) {
  return Math.round(HATCH_PX * dpr);
}

/** Where in a pattern a place lies, on either side of zero. @param {number} period
 *  @param {number} px */
export function placeIn(period, px) {
  return ((px % period) + period) % period;
}

/** Patterns stay with the time, wherever on its grid what is drawn begins.
 *  @param {Palette} palette @param {number} dpr @param {number} firstPx */
export function anchorPatterns({ hatch, threads }, dpr, firstPx) {
  const shift = new DOMMatrix().translate(-placeIn(hatchPeriod(dpr), firstPx), 0);
  for (const pattern of [hatch, ...threads]) {
    if (pattern instanceof CanvasPattern) pattern.setTransform(shift);
  }
}

/**
 * Diagonal stripes: a wait must read as a wait in greyscale too.
 *
 * @param {Document} document @param {string} fill @param {string} stripe @param {number} dpr
 */
function hatch(document, fill, stripe, dpr) {
  const size = hatchPeriod(dpr);
  const canvas = smallCanvas(document, size, size);
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("This browser gives no canvas to draw on.");
  ctx.fillStyle = fill;
  ctx.fillRect(0, 0, size, size);
  ctx.strokeStyle = stripe;
  ctx.lineWidth = 1.5 * dpr;
  ctx.beginPath();
  for (const shift of [-size, 0, size]) {
    ctx.moveTo(shift - 1, size + 1);
    ctx.lineTo(shift + size + 1, -1);
  }
  ctx.stroke();
  const pattern = ctx.createPattern(canvas, "repeat") ?? fill;
  const pixels = new Uint32Array(ctx.getImageData(0, 0, size, size).data.buffer);
  return { pattern, tile: { size, pixels } };
}

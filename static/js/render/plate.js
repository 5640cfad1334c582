/**
 * A plate: the pixels of a part of a row, to be written one by one and put on the canvas at once.
 *
 * What is drawn column by column is up to a thousand of them a row. A call to fill one costs half a
 * microsecond, a pixel written here a nanosecond, and putting down a row of them ten microseconds.
 */

/** @import {Scene} from "./layer.js" */

/** Fewer than these are cheaper as calls than as a plate. */
export const FEW = 24;

/** @typedef {{image: ImageData, pixels: Uint32Array, width: number, height: number}} Plate */

/**
 * A plate as wide as the canvas that shows the ground, with the lines of the grid.
 *
 * @param {Scene} scene @param {number} height in pixels @param {boolean} [alternate] whose ground
 * @returns {Plate}
 */
export function groundPlate({ palette, scratch, scale, axis, width, dpr }, height, alternate) {
  const image = scratch.image(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(alternate ? palette.alternatePixel : palette.groundPixel);
  const line = Math.max(1, Math.round(dpr));
  for (const { ns } of axis.ticks) {
    const x = Math.round(scale.timeToPx(ns));
    for (let at = Math.max(0, x); at < Math.min(width, x + line); at += 1) {
      for (let y = at; y < pixels.length; y += width) pixels[y] = palette.linePixel;
    }
  }
  return { image, pixels, width, height };
}

/**
 * Put the columns [from, to) of a plate on the canvas.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Plate} plate @param {number} top
 * @param {number} from @param {number} to
 */
export function putPlate(ctx, { image, height }, top, from, to) {
  ctx.putImageData(image, 0, top, from, 0, to - from, height);
}

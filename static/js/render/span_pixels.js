/**
 * Span pixels: spans that are drawn as themselves, on a plate: where a lane has hundreds of them, as
 * it does when one begins to tell them apart.
 */

import { HEIGHTS } from "../layout/skyline.js";
import { BLOCKED, RUNNABLE } from "../model/vocabulary.js";
import { placeIn } from "./palette.js";
import { FEW } from "./plate.js";

/** @import {LaneFrame} from "../layout/frame.js" */
/** @import {Scene} from "./layer.js" */
/** @import {Plate} from "./plate.js" */

/** Narrower than this (CSS pixels), gap and hatch would be noise: the span looks as it
 *  would in a column. */
export const PLAIN_BELOW_PX = 7;

/** Whether the spans of a lane are so many that they are pixels. @param {LaneFrame} lane */
export function hasManySpans({ layout }) {
  return layout.rectCount > FEW;
}

/** How wide a span is drawn. @param {number} dpr @param {number} width of its time */
export function drawnWidth(dpr, width) {
  const gap = Math.max(1, Math.round(dpr));
  return width >= PLAIN_BELOW_PX * dpr ? width - gap : width;
}

/** How thick the line is on top of who waits for the GIL. @param {number} dpr @param {number} sky */
export function edgeHeight(dpr, sky) {
  return Math.round((sky > 24 * dpr ? 2 : 1) * dpr);
}

/**
 * @param {Scene} scene @param {LaneFrame} lane @param {Plate} plate that ends at its baseline
 * @returns {[from: number, beyond: number]} the columns that they are in
 */
export function addSpans({ palette, dpr, scale }, { layout, spans, box }, plate) {
  const { pixels, width, height } = plate;
  const edge = edgeHeight(dpr, box.sky);
  const { edgePixel, fillPixels } = palette;
  const { size, pixels: hatch } = palette.hatchPixels;
  const shift = placeIn(size, scale.firstPx);
  let from = width;
  let beyond = 0;
  for (let at = 0; at < layout.rectCount * 3; at += 3) {
    const wide = layout.rects[at + 2] - layout.rects[at + 1];
    const left = Math.max(0, layout.rects[at + 1]);
    const right = Math.min(width, layout.rects[at + 1] + drawnWidth(dpr, wide));
    if (right <= left) continue;
    const state = spans.state(layout.rects[at]);
    const high = Math.round(box.sky * HEIGHTS[state]);
    const isHatched = state === BLOCKED && wide >= PLAIN_BELOW_PX * dpr;
    for (let up = high; up > 0; up -= 1) {
      const row = (height - up) * width;
      if (isHatched) {
        const line = ((box.baseline - up) % size) * size;
        for (let x = left; x < right; x += 1) pixels[row + x] = hatch[line + ((x + shift) % size)];
      } else {
        const isEdge = state === RUNNABLE && up > high - edge;
        const pixel = isEdge ? edgePixel : fillPixels[state];
        // To let a handful of them be filled costs more than to write them.
        for (let x = left; x < right; x += 1) pixels[row + x] = pixel;
      }
    }
    from = Math.min(from, left);
    beyond = Math.max(beyond, right);
  }
  return [from, beyond];
}

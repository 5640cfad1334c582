/** The minimap: stacked shares of all lanes over the whole run, kept as a bitmap. */

import { STACK } from "../layout/skyline.js";
import { STATE_COUNT } from "../model/spans.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Palette} from "./palette.js" */

/**
 * @param {CanvasRenderingContext2D} ctx @param {Palette} palette
 * @param {Float64Array} shares of `layoutOverview`
 * @param {number} width @param {number} height in device pixels
 */
export function drawOverview(ctx, palette, shares, width, height) {
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer).fill(palette.groundPixel);
  for (let column = 0; column < width; column += 1) {
    let exact = 0;
    let drawn = 0;
    for (const state of STACK) {
      const share = shares[column * STATE_COUNT + state];
      exact += share * height;
      let pixelsHigh = Math.round(exact) - drawn;
      if (pixelsHigh <= 0 && share > 0.002) pixelsHigh = 1;
      for (; pixelsHigh > 0 && drawn < height; pixelsHigh -= 1) {
        pixels[(height - 1 - drawn) * width + column] = palette.densePixels[state];
        drawn += 1;
      }
    }
  }
  ctx.putImageData(image, 0, 0);
}

/**
 * Findings, as bars along the lower edge: what matters must be seen from afar.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Palette} palette @param {Timeline} timeline
 * @param {{fromNs: number, toNs: number}} extent of time shown
 * @param {number} width in device pixels @param {number} dpr
 */
export function drawFindings(ctx, palette, timeline, { fromNs, toNs }, width, dpr) {
  const pxPerNs = width / (toNs - fromNs);
  for (const finding of timeline.findings.values()) {
    if (finding.severity === "info") continue;
    const from = (finding.from - fromNs) * pxPerNs;
    const to = (finding.to - fromNs) * pxPerNs;
    ctx.fillStyle = palette.ground;
    ctx.fillRect(from - dpr, 0, Math.max(to - from, 5 * dpr) + 2 * dpr, 5 * dpr);
    ctx.fillStyle = finding.severity === "error" ? palette.error : palette.hold;
    ctx.fillRect(from, 0, Math.max(to - from, 5 * dpr), 4 * dpr);
  }
}

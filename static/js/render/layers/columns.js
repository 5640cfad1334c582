/**
 * Columns: spans too narrow to be drawn as themselves, as stacked shares of states.
 *
 * Written as pixels, not as rectangles: a dense lane is a thousand columns of up to
 * five states, and a fill call costs a microsecond.
 */

import { STACK, stackColumn } from "../../layout/skyline.js";
import { STATE_COUNT } from "../../model/spans.js";

/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {GroupFrame} from "../../layout/group.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** Fewer columns than this are cheaper as rectangles than as an image of the lane. */
const FEW_COLUMNS = 24;

/** @type {Layer} */
export const columns = {
  id: "columns",
  draw(ctx, scene) {
    for (const lane of [...scene.lanes, ...scene.groups]) {
      const { layout } = lane;
      if (layout.endColumn <= layout.firstColumn) continue;
      if (layout.endColumn - layout.firstColumn <= FEW_COLUMNS) fillColumns(ctx, scene, lane);
      else putColumns(ctx, scene, lane);
    }
  },
};

const stack = new Uint16Array(STATE_COUNT);

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame | GroupFrame} lane */
function fillColumns(ctx, { palette }, { layout, box }) {
  for (let column = layout.firstColumn; column < layout.endColumn; column += 1) {
    const covered = layout.covered[column];
    if (covered === 0) continue;
    stackColumn(layout.shares, column * STATE_COUNT, covered, box.sky, stack);
    let y = box.baseline;
    for (const state of STACK) {
      if (stack[state] === 0) continue;
      y -= stack[state];
      ctx.fillStyle = palette.dense[state];
      ctx.fillRect(column, y, 1, stack[state]);
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame | GroupFrame} lane */
function putColumns(
  ctx,
  { palette, scratch, scale, axis, width, dpr },
  { layout, box, alternate },
) {
  // One row above the sky: a wait that was rounded up to a pixel may need it.
  const height = box.sky + 1;
  const image = scratch.image(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const { firstColumn, endColumn, shares, covered } = layout;
  pixels.fill(alternate ? palette.alternatePixel : palette.groundPixel);
  const line = Math.max(1, Math.round(dpr));
  for (const tick of axis.ticks) {
    const x = Math.round(scale.timeToPx(tick.ns));
    for (let at = Math.max(0, x); at < Math.min(width, x + line); at += 1) {
      for (let y = at; y < pixels.length; y += width) pixels[y] = palette.linePixel;
    }
  }
  for (let column = firstColumn; column < endColumn; column += 1) {
    if (covered[column] === 0) continue;
    stackColumn(shares, column * STATE_COUNT, covered[column], box.sky, stack);
    let at = (height - 1) * width + column;
    for (const state of STACK) {
      const colour = palette.densePixels[state];
      for (let n = stack[state]; n > 0 && at >= 0; n -= 1) {
        pixels[at] = colour;
        at -= width;
      }
    }
  }
  const top = box.baseline - height;
  ctx.putImageData(image, 0, top, firstColumn, 0, endColumn - firstColumn, height);
}

/** Columns: spans too narrow to be drawn as themselves, as stacked shares of states; and on the same
 *  plate the others, where they are many. */

import { STACK, stackColumn } from "../../layout/skyline.js";
import { STATE_COUNT } from "../../model/spans.js";
import { FEW, groundPlate, putPlate } from "../plate.js";
import { addSpans, hasManySpans } from "../span_pixels.js";

/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {GroupFrame} from "../../layout/group.js" */
/** @import {Layer, Scene} from "../layer.js" */
/** @import {Plate} from "../plate.js" */

/** @type {Layer} */
export const columns = {
  id: "columns",
  draw(ctx, scene) {
    for (const lane of scene.lanes) {
      if (hasManySpans(lane)) {
        const plate = platedColumns(scene, lane);
        const [from, beyond] = addSpans(scene, lane, plate);
        const { firstColumn, endColumn } = lane.layout;
        put(ctx, plate, lane, Math.min(from, firstColumn), Math.max(beyond, endColumn));
      } else drawColumns(ctx, scene, lane);
    }
    for (const group of scene.groups) drawColumns(ctx, scene, group);
  },
};

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame | GroupFrame} lane */
function drawColumns(ctx, scene, lane) {
  const { firstColumn, endColumn } = lane.layout;
  if (endColumn <= firstColumn) return;
  if (endColumn - firstColumn <= FEW) fillColumns(ctx, scene, lane);
  else put(ctx, platedColumns(scene, lane), lane, firstColumn, endColumn);
}

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

/** @param {Scene} scene @param {LaneFrame | GroupFrame} lane */
function platedColumns(scene, { layout, box, alternate }) {
  const { densePixels } = scene.palette;
  // One row above the sky: a wait that was rounded up to a pixel may need it.
  const plate = groundPlate(scene, box.sky + 1, alternate);
  const { pixels, width, height } = plate;
  const { firstColumn, endColumn, shares, covered } = layout;
  for (let column = firstColumn; column < endColumn; column += 1) {
    if (covered[column] === 0) continue;
    stackColumn(shares, column * STATE_COUNT, covered[column], box.sky, stack);
    let at = (height - 1) * width + column;
    for (const state of STACK) {
      const colour = densePixels[state];
      for (let n = stack[state]; n > 0 && at >= 0; n -= 1) {
        pixels[at] = colour;
        at -= width;
      }
    }
  }
  return plate;
}

/** @param {CanvasRenderingContext2D} ctx @param {Plate} plate @param {LaneFrame | GroupFrame} lane
 *  @param {number} from @param {number} beyond columns */
function put(ctx, plate, { box }, from, beyond) {
  if (beyond > from) putPlate(ctx, plate, box.baseline - plate.height, from, beyond);
}

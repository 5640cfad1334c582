/** The under-edge of whom others wait for: a column of it is as high as its share of the time. */

import { eachBlocking } from "../../layout/blocking.js";
import { FEW, groundPlate, putPlate } from "../plate.js";

/** @import {LaneFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** @type {Layer} */
export const blocking = {
  id: "blocking",
  draw(ctx, scene) {
    ctx.fillStyle = scene.palette.hold;
    const least = Math.max(1, Math.round(scene.dpr));
    for (const lane of scene.lanes) {
      const { baseline, strip } = lane.box;
      stretches.length = 0;
      eachBlocking(scene, lane, (left, right, share) => {
        stretches.push(left, right, Math.max(least, Math.round(share * strip)));
      });
      if (stretches.length > FEW * 3) putStretches(ctx, scene, lane);
      else {
        for (let at = 0; at < stretches.length; at += 3) {
          const [left, right, height] = stretches.slice(at, at + 3);
          ctx.fillRect(left, baseline, right - left, height);
        }
      }
    }
  },
};

/** Of one lane: left, right and height of each, in pixels. @type {number[]} */
const stretches = [];

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LaneFrame} lane */
function putStretches(ctx, scene, { box, alternate }) {
  const plate = groundPlate(scene, box.strip, alternate);
  const { pixels, width } = plate;
  const { holdPixel } = scene.palette;
  let first = width;
  let beyond = 0;
  for (let at = 0; at < stretches.length; at += 3) {
    const left = Math.max(0, stretches[at]);
    const right = Math.min(width, stretches[at + 1]);
    for (let y = 0; y < Math.min(box.strip, stretches[at + 2]); y += 1) {
      for (let x = left; x < right; x += 1) pixels[y * width + x] = holdPixel;
    }
    first = Math.min(first, left);
    beyond = Math.max(beyond, right);
  }
  if (beyond > first) putPlate(ctx, plate, box.baseline, first, beyond);
}

/** The under-edge of whom others wait for: a column of it is as high as its share of the time. */

import { eachBlocking } from "../../layout/blocking.js";

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const blocking = {
  id: "blocking",
  draw(ctx, scene) {
    ctx.fillStyle = scene.palette.hold;
    const least = Math.max(1, Math.round(scene.dpr));
    for (const lane of scene.lanes) {
      const { baseline, strip } = lane.box;
      eachBlocking(scene, lane, (left, right, share) => {
        ctx.fillRect(left, baseline, right - left, Math.max(least, Math.round(share * strip)));
      });
    }
  },
};

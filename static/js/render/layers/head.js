/** The live head: a line at the moment up to which the run has been observed. */

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const head = {
  id: "head",
  draw(ctx, { timeline, palette, scale, headNs, height, width, dpr }) {
    if (!timeline.live) return;
    const x = Math.round(scale.timeToPx(headNs));
    if (x < 0 || x >= width) return;
    ctx.fillStyle = palette.accent;
    ctx.fillRect(x, 0, Math.max(1, Math.round(dpr)), height);
  },
};

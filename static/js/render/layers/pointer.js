/** The moment under the pointer, as a thin line through all lanes. */

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const pointer = {
  id: "pointer",
  draw(ctx, { pointerNs, palette, scale, height, dpr }) {
    if (pointerNs === null) return;
    ctx.globalAlpha = 0.45;
    ctx.fillStyle = palette.ink;
    ctx.fillRect(Math.round(scale.timeToPx(pointerNs)), 0, Math.max(1, Math.round(dpr)), height);
    ctx.globalAlpha = 1;
  },
};

/** The sign on the part of the past that is no longer kept. */

/** @import {Layer} from "../layer.js" */

const SIGN = "not kept";
const PADDING_PX = 6;

/** @type {Layer} */
export const notKept = {
  id: "not_kept",
  draw(ctx, { timeline, palette, scale, width, em }) {
    const right = Math.min(width, Math.round(scale.timeToPx(timeline.beginsNs)));
    const room = right - 2 * PADDING_PX * em;
    if (timeline.beginsNs === 0 || room < SIGN.length * palette.smallAdvance) return;
    ctx.fillStyle = palette.inkSoft;
    ctx.font = palette.smallFont;
    ctx.textBaseline = "top";
    ctx.textAlign = "right";
    ctx.fillText(SIGN, right - PADDING_PX * em, PADDING_PX * em);
    ctx.textAlign = "left";
  },
};

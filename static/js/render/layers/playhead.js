/** The playhead, and the range marked by hand. */

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const playhead = {
  id: "playhead",
  draw(ctx, { view, palette, scale, width, height, dpr }) {
    const line = Math.max(1, Math.round(dpr));
    if (view.range) {
      const left = Math.round(scale.timeToPx(view.range.fromNs));
      const right = Math.round(scale.timeToPx(view.range.toNs));
      ctx.fillStyle = palette.accent;
      ctx.globalAlpha = 0.14;
      ctx.fillRect(Math.max(0, left), 0, Math.min(width, right) - Math.max(0, left), height);
      ctx.globalAlpha = 1;
      for (const x of [left, right]) ctx.fillRect(x, 0, line, height);
    }
    if (view.playheadNs === null) return;
    ctx.fillStyle = palette.selection;
    ctx.fillRect(Math.round(scale.timeToPx(view.playheadNs)), 0, line, height);
  },
};

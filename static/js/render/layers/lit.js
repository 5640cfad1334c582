/**
 * The light on one sync object: all that does not concern it is dimmed slightly. Drawn
 * above the lanes, so that hovering never draws them again.
 */

/** @import {Layer} from "../layer.js" */

const DIM = 0.35;

/** @type {Layer} */
export const lit = {
  id: "lit",
  draw(ctx, scene) {
    const all = scene.light?.lit ?? [];
    if (all.length === 0) return;
    const { palette, width, height, dpr } = scene;
    ctx.globalAlpha = DIM;
    ctx.fillStyle = palette.ground;
    ctx.fillRect(0, 0, width, height);
    ctx.globalAlpha = 1;
    for (const { box } of all) ctx.clearRect(box.x, box.y, box.width, box.height);
    ctx.fillStyle = palette.hold;
    const thick = Math.max(2, Math.round(3 * dpr));
    for (const { box, kind } of all) {
      if (kind === "hold") ctx.fillRect(box.x, box.y + box.height - thick, box.width, thick);
    }
  },
};

/**
 * The spans of a line of the source: they stay as they are, all else is dimmed. Drawn above the
 * lanes, so that choosing a line never draws them again.
 */

import { layoutTraced } from "../../layout/traced.js";

/** @import {Layer} from "../layer.js" */

/** The shapes of states stay readable underneath. */
const DIM = 0.7;

/** @type {Layer} */
export const traced = {
  id: "traced",
  draw(ctx, scene) {
    const boxes = layoutTraced(scene);
    if (!boxes || scene.lanes.length === 0) return;
    const { palette, width, height, dpr } = scene;
    ctx.globalAlpha = DIM;
    ctx.fillStyle = palette.ground;
    ctx.fillRect(0, 0, width, height);
    ctx.globalAlpha = 1;
    for (const box of boxes) ctx.clearRect(box.x, box.y, box.width, box.height);
    // Not by light alone: an edge on top says the same.
    ctx.fillStyle = palette.ink;
    const edge = Math.round(2 * dpr);
    for (const box of boxes) ctx.fillRect(box.x, box.y, box.width, edge);
  },
};

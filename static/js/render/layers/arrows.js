/**
 * Arrows: flows from cause to effect, with a dot at the cause and a head at the effect.
 * Their lines pass behind labels: text stays readable with all arrows shown.
 */

import { layoutArrows } from "../../layout/arrows.js";
import { layoutLabels } from "../../layout/labels.js";

/** @import {Arrow} from "../../layout/arrows.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** How far the edge reaches out (CSS pixels). */
const EDGE_PX = 1.25;

/** @type {Layer} */
export const arrows = {
  id: "arrows",
  draw(ctx, scene) {
    const { palette, dpr } = scene;
    const all = layoutArrows(scene);
    if (all.length === 0) return;
    ctx.save();
    clipLabels(ctx, scene);
    ctx.lineJoin = "round";
    ctx.beginPath();
    for (const arrow of all) path(ctx, arrow, dpr);
    // On the lanes of objects they lie on the colours of threads, of which one may be theirs.
    const onColours = scene.objects.length > 0;
    if (onColours) edge(ctx, scene, (1.5 + 2 * EDGE_PX) * dpr);
    ctx.lineWidth = 1.5 * dpr;
    ctx.strokeStyle = palette.arrow;
    ctx.stroke();
    ctx.restore();
    ctx.fillStyle = palette.arrow;
    ctx.beginPath();
    for (const arrow of all) ends(ctx, arrow, dpr);
    if (onColours) edge(ctx, scene, 2 * EDGE_PX * dpr);
    ctx.fill();
  },
};

/** An edge in the colour of the ground around what is to be drawn over it.
 *  @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {number} width */
function edge(ctx, { palette }, width) {
  ctx.strokeStyle = palette.ground;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** Everything but the labels. @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
function clipLabels(ctx, scene) {
  ctx.beginPath();
  ctx.rect(0, 0, scene.width, scene.height);
  for (const { left, top, width, height } of layoutLabels(scene, scene.palette.advance)) {
    ctx.rect(left, top, width, height);
  }
  ctx.clip("evenodd");
}

/** @param {CanvasRenderingContext2D} ctx @param {Arrow} arrow @param {number} dpr */
function path(ctx, { fromX, fromY, gutterY, toX, toY }, dpr) {
  const x1 = fromX + 0.5;
  const x2 = toX + 0.5;
  const corner = Math.min(5 * dpr, Math.abs(toX - fromX) / 2, Math.abs(gutterY - fromY) / 2);
  ctx.moveTo(x1, fromY);
  if (corner >= 1) {
    ctx.arcTo(x1, gutterY + 0.5, x2, gutterY + 0.5, corner);
    ctx.arcTo(x2, gutterY + 0.5, x2, toY, Math.min(corner, Math.abs(toY - gutterY) / 2));
  }
  ctx.lineTo(x2, toY);
}

/** @param {CanvasRenderingContext2D} ctx @param {Arrow} arrow @param {number} dpr */
function ends(ctx, { fromX, fromY, gutterY, toX, toY }, dpr) {
  const x1 = fromX + 0.5;
  const x2 = toX + 0.5;
  ctx.moveTo(x1 + 3 * dpr, fromY);
  ctx.arc(x1, fromY, 3 * dpr, 0, 2 * Math.PI);
  // Within one lane the gutter lies above: the head points away from the cause.
  const down = toY >= gutterY ? 1 : -1;
  ctx.moveTo(x2, toY + 3 * dpr * down);
  ctx.lineTo(x2 - 4 * dpr, toY - 5 * dpr * down);
  ctx.lineTo(x2 + 4 * dpr, toY - 5 * dpr * down);
  ctx.closePath();
}

/**
 * The lanes of sync objects: who had one when, in the look of the thread and by its name; how much
 * was in it; and below, how many waited. Those who wait to put something in are striped across,
 * those who wait until all is done from top to bottom: colour is not all that tells them apart.
 *
 * A level is full up to what it never fell below in a column, lighter up to its mean and lightest
 * up to what it reached: so a peak of a microsecond is seen in a column of a second, and cannot be
 * taken for more than it was.
 */

import { heightOf } from "../../layout/object_level.js";
import { isWaiting } from "../../layout/object_parts.js";
import { BLOCKED } from "../../model/vocabulary.js";
import { drawPossession } from "./gil.js";

/** @import {LevelFrame, ObjectFrame} from "../../layout/object_lane.js" */
/** @import {Told} from "../../layout/object_parts.js" */
/** @import {Layer, Scene} from "../layer.js" */

const BELOW_MEAN = 0.62;
const ABOVE_MEAN = 0.3;
/** One more is told apart from here on (CSS pixels). */
const LEAST_STEP_PX = 5;
const LABELLED_FROM_PX = 13;
const PADDING_PX = 5;
const SIGNAL_PX = 4;
/** From one stripe to the next (CSS pixels). */
const STRIPE_EVERY_PX = 4;

/** @type {Layer} */
export const objects = {
  id: "objects",
  draw(ctx, scene) {
    for (const lane of scene.objects) {
      for (const holds of lane.holds) drawPossession(ctx, scene, holds);
      for (const level of lane.levels) drawLevel(ctx, scene, level);
      drawSignals(ctx, scene, lane);
    }
  },
};

/** @param {Scene} scene @param {Told} told */
function colourOf({ palette }, told) {
  if (isWaiting(told)) return palette.dense[BLOCKED];
  return told === "held" || told === "busy" ? palette.inkSoft : palette.accent;
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {LevelFrame} frame */
function drawLevel(ctx, scene, { told, level, shown, box }) {
  const { dpr, palette, width } = scene;
  const line = Math.max(1, Math.round(dpr));
  ctx.fillStyle = palette.line;
  for (let one = 1; one <= shown && box.sky / shown >= LEAST_STEP_PX * dpr; one += 1) {
    ctx.fillRect(0, box.baseline - Math.round((one / shown) * box.sky), width, line);
  }
  ctx.fillRect(0, box.baseline, width, line);
  ctx.fillStyle = colourOf(scene, told);
  const { mean, least, most } = level;
  /** @param {Float32Array} numbers @param {number} column */
  const high = (numbers, column) => heightOf(numbers[column], shown, box.sky, line);
  let from = 0;
  for (let column = 1; column <= mean.length; column += 1) {
    const same = column < mean.length && isSame(level, column, from);
    if (same) continue;
    if (most[from] > 0) {
      const tops = [high(least, from), high(mean, from), high(most, from)];
      stack(ctx, from, column - from, box.baseline, tops);
      if (STRIPED[told]) stripe(ctx, scene, told, { x: from, width: column - from, box, tops });
    }
    from = column;
  }
  ctx.globalAlpha = 1;
  drawMost(ctx, scene, told, shown, box);
}

/** @param {LevelFrame["level"]} level @param {number} a @param {number} b two columns */
function isSame({ mean, least, most }, a, b) {
  return (
    (mean[a] === mean[b] && least[a] === least[b] && most[a] === most[b]) ||
    (Number.isNaN(mean[a]) && Number.isNaN(mean[b]))
  );
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} width
 *  @param {number} baseline @param {number[]} tops from the least to the most */
function stack(ctx, x, width, baseline, tops) {
  let below = 0;
  tops.forEach((top, at) => {
    if (top <= below) return;
    ctx.globalAlpha = [1, BELOW_MEAN, ABOVE_MEAN][at];
    ctx.fillRect(x, baseline - top, width, top - below);
    below = top;
  });
}

/** Which way stripes go. @type {Partial<Record<Told, "across" | "down">>} */
const STRIPED = Object.freeze({ putters: "across", joiners: "down" });

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {Told} told
 *  @param {{x: number, width: number, box: LevelFrame["box"], tops: number[]}} columns */
function stripe(ctx, { palette, dpr }, told, { x, width, box, tops }) {
  const line = Math.max(1, Math.round(dpr));
  const step = STRIPE_EVERY_PX * line;
  const high = tops[tops.length - 1];
  const { fillStyle } = ctx;
  ctx.globalAlpha = 1;
  ctx.fillStyle = palette.ground;
  if (STRIPED[told] === "across") {
    for (let up = step - line; up < high; up += step) {
      ctx.fillRect(x, box.baseline - up - line, width, line);
    }
  } else {
    // Stripes stay where they are on the canvas, whatever columns are drawn in one go.
    for (let at = Math.ceil(x / step) * step; at < x + width; at += step) {
      ctx.fillRect(at, box.baseline - high, line, high);
    }
  }
  ctx.fillStyle = fillStyle;
}

/** @type {Readonly<Record<Told, (most: number) => string>>} */
const MOST_TEXT = Object.freeze({
  waiters: (most) => `≤ ${most} waiting`,
  getters: (most) => `≤ ${most} waiting to get`,
  putters: (most) => `≤ ${most} waiting to put`,
  joiners: (most) => `≤ ${most} waiting for all to be done`,
  idlers: (most) => `≤ ${most} waiting for work`,
  items: (most) => `≤ ${most} in it`,
  tasks: (most) => `≤ ${most} to do`,
  held: (most) => `≤ ${most} held`,
  busy: (most) => `≤ ${most} busy`,
});

/** What the whole height stands for. @param {CanvasRenderingContext2D} ctx @param {Scene} scene
 *  @param {Told} told @param {number} shown @param {LevelFrame["box"]} box */
function drawMost(ctx, { palette, em }, told, shown, box) {
  if (box.sky < LABELLED_FROM_PX * em) return;
  const text = MOST_TEXT[told](shown);
  const high = 11 * em;
  ctx.font = palette.smallFont;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = palette.ground;
  const top = box.baseline - box.sky;
  ctx.fillRect(PADDING_PX * em - 2 * em, top, text.length * palette.smallAdvance + 4 * em, high);
  ctx.globalAlpha = 1;
  ctx.fillStyle = palette.inkSoft;
  ctx.fillText(text, PADDING_PX * em, top + high / 2);
}

/** Where somebody told the others to go on: a flag at the foot of the lane.
 *  @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {ObjectFrame} lane */
function drawSignals(ctx, { palette, dpr }, { signals, box }) {
  if (signals.length === 0) return;
  const half = SIGNAL_PX * dpr;
  const bottom = box.top + box.height - Math.round(dpr);
  ctx.fillStyle = palette.arrow;
  ctx.beginPath();
  for (const x of signals) {
    ctx.rect(x, box.top + Math.round(2 * dpr), Math.max(1, Math.round(dpr)), box.height - 4 * dpr);
    ctx.moveTo(x - half, bottom);
    ctx.lineTo(x + half, bottom);
    ctx.lineTo(x, bottom - 1.6 * half);
    ctx.closePath();
  }
  ctx.fill();
}

/**
 * The lane of a GIL: each hold in the look of its thread, with its name where there is room.
 *
 * Names say what colours hint at. Zoomed out a column is a stack of threads, each as high as
 * its share; the ground that shows is the time in which nobody had it.
 */

import { formatDuration } from "../../base/format.js";
import { shortenMiddle } from "../../base/label.js";
import { threadLook } from "../../layout/threads.js";
import { EXACT } from "../../model/vocabulary.js";
import { placeIn, THREAD_LOOKS } from "../palette.js";
import { groundPlate, putPlate } from "../plate.js";
import { drawnWidth, PLAIN_BELOW_PX } from "../span_pixels.js";

/** @import {GilFrame} from "../../layout/frame.js" */
/** @import {Layer, Scene} from "../layer.js" */

const LEAST_LABEL_PX = 24;
/** In a lower row letters would lie over those of the next. */
const LEAST_ROW_PX = 9;
const PADDING_PX = 5;
const PATCH_PX = 12;
const MOST_LABELS = 200;
/** Every so many pixels a striped thread shows the ground, in a dense column. */
const STRIPE_EVERY = 6;

/** @type {Layer} */
export const gil = {
  id: "gil",
  draw(ctx, scene) {
    for (const lane of scene.gils) drawHolds(ctx, scene, lane, looksOf(scene, lane));
  },
};

/** Who had it when: also one row of the lane of a lock. @param {CanvasRenderingContext2D} ctx
 *  @param {Scene} scene @param {GilFrame} lane */
export function drawPossession(ctx, scene, lane) {
  const looks = looksOf(scene, lane);
  drawHolds(ctx, scene, lane, looks);
  drawNames(ctx, scene, lane, looks);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {GilFrame} lane
 *  @param {number[]} looks */
function drawHolds(ctx, scene, lane, looks) {
  putBars(ctx, scene, lane, looks);
  fillHolds(ctx, scene, lane, looks);
}

/** By slot. @param {Scene} scene @param {GilFrame} lane */
export function looksOf({ timeline }, { holds }) {
  return Array.from({ length: holds.slotCount }, (_, slot) =>
    threadLook(timeline, holds.laneOfSlot(slot), THREAD_LOOKS),
  );
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {GilFrame} lane
 *  @param {number[]} looks */
function fillHolds(ctx, scene, lane, looks) {
  const { layout, holds, box } = lane;
  const top = box.baseline - box.sky;
  for (let look = 0; look < THREAD_LOOKS; look += 1) {
    if (!looks.includes(look)) continue;
    ctx.fillStyle = scene.palette.threads[look];
    for (let at = 0; at < layout.rects.length; at += 3) {
      if (looks[holds.slot(layout.rects[at])] !== look) continue;
      const width = layout.rects[at + 2] - layout.rects[at + 1];
      ctx.fillRect(layout.rects[at + 1], top, drawnWidth(scene.dpr, width), box.sky);
    }
  }
  softenTops(ctx, scene, lane, top);
}

/** What was only seen from outside has a soft edge, as on the lanes of threads.
 *  @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {GilFrame} lane
 *  @param {number} top */
function softenTops(ctx, scene, lane, top) {
  const { layout, holds } = lane;
  const step = Math.max(1, Math.round(scene.dpr));
  ctx.fillStyle = scene.palette.ground;
  for (let depth = 0; depth < 2; depth += 1) {
    ctx.globalAlpha = [0.75, 0.4][depth];
    for (let at = 0; at < layout.rects.length; at += 3) {
      if (holds.certainty(layout.rects[at]) === EXACT) continue;
      const width = layout.rects[at + 2] - layout.rects[at + 1];
      if (width < PLAIN_BELOW_PX * scene.dpr) continue;
      ctx.fillRect(layout.rects[at + 1], top + depth * step, drawnWidth(scene.dpr, width), step);
    }
  }
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {GilFrame} lane
 *  @param {number[]} looks */
export function drawNames(ctx, { palette, timeline, em, width, headNs }, lane, looks) {
  const { layout, holds, box } = lane;
  ctx.font = palette.smallFont;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  if (box.sky < LEAST_ROW_PX * em) return;
  const y = box.baseline - box.sky / 2;
  let labels = 0;
  for (let at = 0; at < layout.rects.length && labels < MOST_LABELS; at += 3) {
    const left = Math.max(0, layout.rects[at + 1]);
    const right = Math.min(width, layout.rects[at + 2]);
    if (right - left < LEAST_LABEL_PX * em) continue;
    const index = layout.rects[at];
    const room = (right - left - 2 * PADDING_PX * em) / palette.smallAdvance;
    const took = formatDuration(Math.min(holds.end(index), headNs) - holds.start(index));
    const name = timeline.laneName(holds.lane(index));
    const work = lane.workOf?.(holds, index);
    const texts = work ? [`${name}: ${work} ${took}`, `${work} ${took}`] : [`${name} ${took}`];
    const text = texts.find(({ length }) => length <= room) ?? shortenMiddle(work || name, room);
    if (!text) continue;
    labels += 1;
    const look = looks[holds.slot(index)];
    if (look >= THREAD_LOOKS / 2) {
      // Letters over stripes are hard to read: a plain patch lies under them.
      const high = Math.min(box.sky, PATCH_PX * em);
      const wide = text.length * palette.smallAdvance + 4 * em;
      ctx.fillStyle = palette.threadPatch[look];
      ctx.fillRect(left + (PADDING_PX - 2) * em, y - high / 2, wide, high);
    }
    ctx.fillStyle = palette.threadLabel[look];
    ctx.fillText(text, left + PADDING_PX * em, y);
  }
}

/**
 * Stacks of columns, written as pixels: there may be a thousand columns of a dozen threads.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {GilFrame} lane
 * @param {number[]} looks
 */
function putBars(ctx, scene, { layout, box }, looks) {
  const { bars } = layout;
  if (bars.length === 0) return;
  const { palette } = scene;
  const plate = groundPlate(scene, box.sky);
  const { pixels, width } = plate;
  const line = Math.max(1, Math.round(scene.dpr));
  const every = STRIPE_EVERY * line;
  const shift = placeIn(every, scene.scale.firstPx);
  for (let at = 0; at < bars.length; at += 4) {
    const column = bars[at];
    const look = looks[bars[at + 1]];
    const striped = look >= THREAD_LOOKS / 2;
    for (let n = 0; n < bars[at + 3]; n += 1) {
      const y = box.sky - 1 - bars[at + 2] - n;
      if (y < 0) break;
      const gap = striped && (shift + column + y) % every < line;
      pixels[y * width + column] = gap ? palette.groundPixel : palette.threadPixels[look];
    }
  }
  const first = bars[0];
  putPlate(ctx, plate, box.baseline - box.sky, first, bars[bars.length - 4] + 1);
}

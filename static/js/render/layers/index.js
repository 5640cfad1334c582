/**
 * All layers, in paint order. To add one: write its file, name it here.
 *
 * The lower canvas is drawn when the window moves or data comes, the upper one also
 * when only the pointer does. Of the lower one, the layers that hang on time alone come first: of
 * a window that only moves they are kept as strips.
 */

import { arrows } from "./arrows.js";
import { blocking } from "./blocking.js";
import { columns } from "./columns.js";
import { cores } from "./cores.js";
import { findings } from "./findings.js";
import { gil } from "./gil.js";
import { gilNames } from "./gil_names.js";
import { ground } from "./ground.js";
import { handMarks } from "./hand_marks.js";
import { head } from "./head.js";
import { holds } from "./holds.js";
import { labels } from "./labels.js";
import { lit } from "./lit.js";
import { marks } from "./marks.js";
import { notKept } from "./not_kept.js";
import { objects } from "./objects.js";
import { outlines } from "./outlines.js";
import { playhead } from "./playhead.js";
import { pointer } from "./pointer.js";
import { spans } from "./spans.js";
import { traced } from "./traced.js";

/** @import {Part} from "../../layout/staying.js" */
/** @import {Layer, Scene} from "../layer.js" */

/** What hangs on time alone: a moment looks the same wherever in the window it is. @type {readonly
 *  Layer[]} */
export const STRIP_LAYERS = [ground, cores, gil, objects, columns, spans, blocking];

/** What hangs on all that is in sight, or on its edges. @type {readonly Layer[]} */
export const SIGHT_LAYERS = [notKept, gilNames, labels, holds, marks, findings, head];

/** @type {readonly Layer[]} */
export const OVERLAY_LAYERS = [traced, lit, pointer, handMarks, playhead, outlines, arrows];

/**
 * Draw layers, part by part, each kept inside of its part.
 *
 * @param {CanvasRenderingContext2D} ctx @param {Part<Scene>[]} parts @param {readonly Layer[]} layers
 */
export function drawParts(ctx, parts, layers) {
  for (const { top, height, frame } of parts) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, top, frame.width, height);
    ctx.clip();
    for (const layer of layers) layer.draw(ctx, frame);
    ctx.restore();
  }
}

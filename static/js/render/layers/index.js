/**
 * All layers, in paint order. To add one: write its file, name it here.
 *
 * The lower canvas is drawn when the window moves or data comes, the upper one also
 * when only the pointer does.
 */

import { arrows } from "./arrows.js";
import { columns } from "./columns.js";
import { cores } from "./cores.js";
import { gil } from "./gil.js";
import { ground } from "./ground.js";
import { head } from "./head.js";
import { holds } from "./holds.js";
import { labels } from "./labels.js";
import { lit } from "./lit.js";
import { marks } from "./marks.js";
import { outlines } from "./outlines.js";
import { playhead } from "./playhead.js";
import { pointer } from "./pointer.js";
import { spans } from "./spans.js";
import { traced } from "./traced.js";

/** @import {Layer} from "../layer.js" */

/** @type {readonly Layer[]} */
export const LANE_LAYERS = [ground, cores, gil, columns, spans, labels, holds, marks, head];

/** @type {readonly Layer[]} */
export const OVERLAY_LAYERS = [traced, lit, pointer, playhead, outlines, arrows];

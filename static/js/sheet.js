/**
 * The sheet: the canvases of the stage, as large as what is in sight of the lanes — the lanes
 * themselves, over them what hangs on pointer and selection, and the axis on top.
 */

import { laneParts, overlayParts } from "./layout/staying.js";
import { drawAxis } from "./render/axis.js";
import { drawParts, LANE_LAYERS, OVERLAY_LAYERS } from "./render/layers/index.js";
import { Surface } from "./render/surface.js";

/** @import {buildElements} from "./render/elements.js" */
/** @import {Scene} from "./render/layer.js" */

export class Sheet {
  /** @param {ReturnType<typeof buildElements>} elements of the stage */
  constructor(elements) {
    this.elements = elements;
    this.lower = new Surface(elements.lowerCanvas, { alpha: false });
    this.upper = new Surface(elements.upperCanvas, { alpha: true });
    this.axis = new Surface(elements.axisCanvas, { alpha: false });
  }

  /** @param {number} widthPx @param {number} heightPx @param {number} dpr */
  resize(widthPx, heightPx, dpr) {
    const { sheet, axis } = this.elements;
    sheet.style.height = `${heightPx}px`;
    sheet.style.marginBottom = `${-heightPx}px`;
    for (const surface of [this.lower, this.upper]) surface.resize(widthPx, heightPx, dpr);
    this.axis.resize(widthPx, axis.clientHeight, dpr);
  }

  /** @param {Scene} scene @param {{fromNs: number, toNs: number} | null} mark on the axis */
  drawLanes(scene, mark) {
    drawParts(this.lower.ctx, laneParts(scene), LANE_LAYERS);
    drawAxis(this.axis.ctx, scene, this.axis.canvas.height, mark);
  }

  /** @param {Scene} scene */
  drawOverlay(scene) {
    this.upper.clear();
    drawParts(this.upper.ctx, overlayParts(scene), OVERLAY_LAYERS);
  }
}

/**
 * The sheet: the canvases of the stage, as large as what is in sight of the lanes — the lanes
 * themselves, over them what hangs on pointer and selection, and the axis on top.
 */

import { laneParts, overlayParts, sightParts } from "./layout/staying.js";
import { drawAxis } from "./render/axis.js";
import { Scratch } from "./render/layer.js";
import { drawParts, OVERLAY_LAYERS, SIGHT_LAYERS, STRIP_LAYERS } from "./render/layers/index.js";
import { anchorPatterns } from "./render/palette.js";
import { measuresOf, Strips } from "./render/strips.js";
import { Surface } from "./render/surface.js";

/** @import {TimeScale} from "./base/scale.js" */
/** @import {buildElements} from "./render/elements.js" */
/** @import {Frame} from "./layout/frame.js" */
/** @import {Scene} from "./render/layer.js" */
/** @import {Palette} from "./render/palette.js" */

export class Sheet {
  #scratch = new Scratch();

  /** @param {ReturnType<typeof buildElements>} elements of the stage */
  constructor(elements) {
    this.elements = elements;
    this.lower = new Surface(elements.lowerCanvas, { alpha: false });
    this.upper = new Surface(elements.upperCanvas, { alpha: true });
    this.axis = new Surface(elements.axisCanvas, { alpha: false });
    this.strips = new Strips();
  }

  /** @param {number} widthPx @param {number} heightPx @param {number} dpr */
  resize(widthPx, heightPx, dpr) {
    const { sheet, axis } = this.elements;
    sheet.style.height = `${heightPx}px`;
    sheet.style.marginBottom = `${-heightPx}px`;
    for (const surface of [this.lower, this.upper]) surface.resize(widthPx, heightPx, dpr);
    this.axis.resize(widthPx, axis.clientHeight, dpr);
  }

  /**
   * Draw the lanes, as far as they are not kept.
   *
   * @param {(scale: TimeScale) => Frame} layout of a stretch of time @param {TimeScale} scale of
   *   the window @param {Palette} palette @param {{dpr: number, em: number, keeps: boolean}} how
   *   `keeps`: whether a stretch looks the same in every window; else there are no strips of it
   * @returns {Scene}
   */
  drawLanes(layout, scale, palette, { dpr, em, keeps }) {
    const { ctx } = this.lower;
    /** @param {CanvasRenderingContext2D} on @param {TimeScale} stretch */
    const draw = (on, stretch) => {
      const scene = { ...layout(stretch), palette, scratch: this.#scratch };
      anchorPatterns(palette, dpr, stretch.firstPx);
      drawParts(on, laneParts(scene), STRIP_LAYERS);
      return scene;
    };
    const seen = keeps ? this.strips.show(ctx, scale, measuresOf(dpr, em), draw) : draw(ctx, scale);
    drawParts(ctx, sightParts(seen), SIGHT_LAYERS);
    return this.strips.renewing ? told(seen) : seen;
  }

  /** @param {Scene} scene @param {{fromNs: number, toNs: number} | null} mark on it */
  drawAxis(scene, mark) {
    drawAxis(this.axis.ctx, scene, this.axis.canvas.height, mark);
  }

  /** @param {Scene} scene */
  drawOverlay(scene) {
    const { canvas } = this.upper;
    // What is hidden need not be laid over the lanes in every frame.
    const wasBlank = canvas.hidden;
    canvas.hidden = isBlank(scene);
    if (canvas.hidden && wasBlank) return;
    this.upper.clear();
    if (!canvas.hidden) drawParts(this.upper.ctx, overlayParts(scene), OVERLAY_LAYERS);
  }
}

/** The same by the rows that are here now: those that it shows are about to go, and what is pointed
 *  at or selected is none of them. @param {Scene} scene @returns {Scene} */
function told(scene) {
  const { timeline } = scene;
  const lanes = scene.lanes.map((lane) => ({ ...lane, spans: timeline.spans(lane.id) }));
  const gils = scene.gils.map((gil) => ({
    ...gil,
    holds: timeline.gils.of(gil.object) ?? gil.holds,
  }));
  return { ...scene, lanes, gils };
}

/** Whether nothing is pointed at, selected or marked: no layer over the lanes has anything to draw.
 *  @param {Scene} scene */
function isBlank({ view, light, pointerNs }) {
  const meant = [view.hover, view.hoverHold, view.selection, view.hold, view.line, view.range];
  return (
    pointerNs === null &&
    view.playheadNs === null &&
    view.marks.length === 0 &&
    view.arrows !== "all" &&
    !light &&
    meant.every((each) => !each)
  );
}

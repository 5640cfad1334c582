/**
 * The board: the elements of the stage — minimap, axis, lanes, heads — and the loop that
 * draws them when something changed, at most once per screen frame.
 */

import { formatDuration } from "./base/format.js";
import { LiveHead } from "./base/head.js";
import { PixelGrid } from "./base/pixel_grid.js";
import { createScale } from "./base/scale.js";
import { currentCell } from "./current.js";
import { countText, noneText } from "./lane_count.js";
import { layoutFrame } from "./layout/frame.js";
import { RowStack } from "./layout/row_stack.js";
import {
  layoutRows,
  placeOf,
  rowAt,
  rowOf,
  scrollToSee,
  stayingRows,
  visibleRows,
} from "./layout/rows.js";
import { Light } from "./light.js";
import { Minimap } from "./minimap.js";
import { write } from "./render/element.js";
import { buildElements } from "./render/elements.js";
import { Grid } from "./render/grid.js";
import { Heads } from "./render/heads.js";
import { readPalette } from "./render/palette.js";
import { Tooltip } from "./render/tooltip.js";
import { Sheet } from "./sheet.js";

/** @import {TimeScale} from "./base/scale.js" */
/** @import {PlacedRow, Row, Rows} from "./layout/rows.js" */
/** @import {Standing} from "./layout/standing.js" */
/** @import {LaneLayout} from "./layout/lane.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Scene} from "./render/layer.js" */
/** @import {Palette} from "./render/palette.js" */

/** What is no longer as it should look. `growth` is what the run itself changes, `lanes` what
 *  somebody's hand does: that is answered in the very next screen frame. `window`: the lanes are
 *  as they were, but another time of them is seen. `numbers`: those of the heads.
 *  @typedef {"rows" | "lanes" | "window" | "heads" | "numbers" | "growth" | "overlay" | "minimap"} Part */

/** A root font size of 16 px is what browsers begin with. */
const USUAL_TEXT_PX = 16;
/** A growing run is drawn so often that to draw it takes at most an eighth of the time: as much again
 *  goes into showing it, and dense ones leave the page time for everything else. */
const GROWTH_COST_FACTOR = 8;

/** What is done with, once all is drawn. @type {readonly Part[]} */
const DRAWN = ["lanes", "window", "heads", "numbers", "growth", "overlay"];

/** @typedef {{zeroNs: number, fromNs: number, toNs: number}} CommonAxis */

export class Board {
  headNs = 0;
  /** How long the last drawing of the lanes took. */
  lastDrawMs = 0;
  /** @type {Rows} */
  rows = new RowStack(1).finish();
  /** Called before each draw with the time of the screen frame; true: draw again after.
   *  @type {(atMs: number) => boolean} */
  beforeDraw = () => false;
  /** @type {{fromNs: number, toNs: number} | null} a stretch of the axis about to be zoomed to */
  axisMark = null;
  /** The moment under the pointer. @type {number | null} */
  pointerNs = null;
  /** The axis that this run has in common with another it lies beside, in its own time: what it
   *  calls zero, and how far the two of them reach. @type {CommonAxis | null} */
  common = null;

  #head = new LiveHead();
  #grid = new PixelGrid();
  /** @type {LaneLayout[]} */
  #pool = [];
  /** @type {Set<Part>} */
  #dirty = new Set();
  #frameRequest = 0;
  /** @type {Palette | null} */
  #palette = null;
  /** @type {Scene | null} */
  #scene = null;
  /** Of the timeline, when its rows were last laid out for it. */
  #roster = 0;
  /** The rows in sight, as they were last drawn. @type {PlacedRow[]} */
  #drawn = [];
  /** Whether not all rows of the run were here when any came last. */
  #inPart = false;
  #growthDueMs = 0;
  #minimapIsNext = false;
  /** How much larger than usual the reader wants text: lanes and their labels grow with it. */
  #textScale = 1;

  /** @param {HTMLElement} host @param {Timeline} timeline @param {View} view */
  constructor(host, timeline, view) {
    this.host = host;
    this.timeline = timeline;
    this.view = view;
    this.heads = new Heads();
    this.tooltip = new Tooltip(() => this.common?.zeroNs ?? 0);
    this.light = new Light(timeline);
    this.elements = buildElements(this.heads.element);
    host.classList.add("stage");
    host.replaceChildren(...this.elements.all, this.light.hints.element, this.tooltip.element);
    this.grid = new Grid(this.elements.body);
    this.sheet = new Sheet(this.elements);
    this.minimap = new Minimap(this.elements);
    this.refreshColours();
    if (timeline.now > 0) this.#head.arrive(timeline.now, performance.now());
  }

  get widthPx() {
    return this.elements.lanes.clientWidth;
  }

  /** What the minimap shows and the window stays near to. */
  get extent() {
    const endNs = this.timeline.live ? this.headNs : this.timeline.durationNs;
    return this.common ?? { fromNs: 0, toNs: Math.max(1, endNs) };
  }

  /** Time to CSS pixels of the lanes. */
  get scale() {
    const { fromNs, toNs } = this.#deviceScale();
    return createScale(fromNs, toNs, this.widthPx);
  }

  #deviceScale() {
    const width = Math.max(1, Math.round(this.widthPx * this.#dpr));
    return this.#grid.scaleOf(this.view.fromNs, this.view.toNs, width);
  }

  get #dpr() {
    return window.devicePixelRatio || 1;
  }

  /** New data came. @param {number} atMs */
  dataCame(atMs) {
    if (this.timeline.live) this.#head.arrive(this.timeline.now, atMs);
    else this.#head.stop(this.timeline.durationNs);
    // Rows of threads are many and seldom others than before; what an object is used for, and
    // which pool a lane works for, shows in any data.
    const { mode, arrangement } = this.view;
    const byUse = mode === "objects" || arrangement.group === "pool";
    if (byUse || this.timeline.roster !== this.#roster) this.invalidate("rows");
    this.#roster = this.timeline.roster;
    // All spans tell what tiles told: that need not be drawn at once.
    if (this.#inPart && !this.timeline.part) this.sheet.strips.renew();
    this.#inPart = this.timeline.part !== null;
    if (!this.timeline.live) this.minimap.spoil();
    if (this.sheet.strips.renewing) this.invalidate("window", "heads", "minimap");
    else this.invalidate("growth", "minimap");
  }

  /** The theme, the pixel ratio or the size of text changed. */
  refreshColours() {
    const root = getComputedStyle(this.host.ownerDocument.documentElement);
    this.#textScale = (Number.parseFloat(root.fontSize) || USUAL_TEXT_PX) / USUAL_TEXT_PX;
    this.host.style.setProperty("--stage-text", String(this.#textScale));
    this.#palette = null;
    this.minimap.spoil();
    this.invalidate("rows", "lanes", "minimap");
  }

  /** @param {...Part} parts that are no longer as they should look */
  invalidate(...parts) {
    for (const part of parts) this.#dirty.add(part);
    this.#frameRequest ||= requestAnimationFrame((atMs) => this.#draw(atMs));
  }

  /** Bring a lane into sight: its row, or that of the collapsed group it is seen in.
   *  @param {number} id */
  revealLane(id) {
    this.#reveal(this.rows.rows[placeOf(this.rows, id)] ?? null);
  }

  /** The row at a height of the lanes in sight; null under the last. @param {number} y */
  rowAt(y) {
    const { scrollTop, clientHeight } = this.elements.body;
    return rowAt(this.rows, y, scrollTop, clientHeight);
  }

  /** Bring a hold into sight, or a wait that is shown on the lane of an object.
   *  @param {Standing} standing the row it is seen on */
  revealRow({ kind, id }) {
    if (kind === "lane") this.revealLane(id);
    else this.#reveal(rowOf(this.rows, kind, id));
  }

  /** @param {Row | null} row */
  #reveal(row) {
    if (!row) return;
    const { body } = this.elements;
    const scrollTop = scrollToSee(this.rows, row, body.scrollTop, body.clientHeight);
    if (scrollTop !== body.scrollTop) body.scrollTop = scrollTop;
  }

  /** Where in sight a row begins. @param {Row} row */
  yOf(row) {
    const { scrollTop, clientHeight } = this.elements.body;
    const stays = row.index < stayingRows(this.rows, clientHeight).count;
    return row.top - (stays ? 0 : scrollTop);
  }

  /** Let the current span be read aloud, unless the reader is busy elsewhere on the page. */
  focusGrid() {
    const { activeElement, body } = this.host.ownerDocument;
    if (!activeElement || activeElement === body) this.elements.body.focus({ preventScroll: true });
  }

  /** Lanes in sight. */
  lanesInView() {
    return this.rowsInView()
      .filter((row) => row.kind === "lane")
      .map((row) => row.id);
  }

  rowsInView() {
    return visibleRows(this.rows, this.elements.body.scrollTop, this.elements.body.clientHeight);
  }

  destroy() {
    cancelAnimationFrame(this.#frameRequest);
    this.host.replaceChildren();
    this.host.classList.remove("stage");
  }

  /** @param {number} atMs of the screen frame */
  #draw(atMs) {
    this.#frameRequest = 0;
    const asked = this.#dirty.has("lanes") || this.#dirty.has("window");
    if (!this.timeline.live || asked || atMs >= this.#growthDueMs) this.#drawAll(atMs);
    else if (this.#dirty.delete("overlay")) this.#drawOverlay();
    if (this.#dirty.has("growth") || this.#isGrowing(atMs)) this.invalidate("growth");
    if (this.heads.stale) this.invalidate("numbers");
    // A live run that rests asks for no frame by itself.
    if (this.#dirty.has("minimap")) this.invalidate("minimap");
  }

  /** @param {number} atMs */
  #isGrowing(atMs) {
    return this.timeline.live && this.#head.moving(atMs);
  }

  /** @param {number} atMs */
  #drawAll(atMs) {
    const before = this.headNs;
    const minimapPx = this.minimap.widthPx;
    this.headNs = this.timeline.live ? this.#head.at(atMs) : this.timeline.durationNs;
    if (this.headNs !== before || this.#dirty.delete("growth")) this.#dirty.add("lanes");
    const again = this.beforeDraw(atMs);
    if (this.#dirty.delete("rows")) this.#layoutRows();
    this.#drawMinimapInTurn(atMs);
    if (this.#dirty.has("lanes")) this.#drawLanes(atMs, { moved: false });
    else if (this.sheet.strips.renewing || (this.#dirty.has("window") && this.#isElsewhere())) {
      this.#drawLanes(atMs, { moved: true });
    } else {
      if (this.#dirty.has("heads") || this.#dirty.has("numbers")) {
        this.#drawHeads(this.rowsInView(), atMs, { moved: true });
      }
      if (this.#dirty.has("overlay")) this.#drawOverlay();
    }
    for (const part of DRAWN) this.#dirty.delete(part);
    this.minimap.placeWindow(this.view, this.timeline.live, minimapPx);
    this.#growthDueMs = atMs + this.lastDrawMs * GROWTH_COST_FACTOR;
    const { renewing } = this.sheet.strips;
    this.elements.lanes.toggleAttribute("data-behind", renewing);
    if (again || renewing) this.invalidate("window");
    if (this.#minimapIsNext) this.invalidate("minimap");
  }

  /** Of a long run the lanes and the minimap in one frame would be felt: it is drawn in the next.
   *  @param {number} atMs */
  #drawMinimapInTurn(atMs) {
    const isAny = this.#dirty.has("lanes") || this.sheet.strips.renewing;
    this.#minimapIsNext = this.#dirty.has("minimap") && isAny && !this.#minimapIsNext;
    if (!this.#minimapIsNext && this.#dirty.delete("minimap")) this.#drawMinimap(atMs);
  }

  #layoutRows() {
    this.rows = layoutRows(this.timeline, this.view, this.#textScale);
    this.elements.spacer.style.height = `${this.rows.height}px`;
    this.grid.setRows(this.rows.rows.length, this.rows.grouped);
    write(this.elements.laneCount, countText(this.rows));
    const begun = this.timeline.lanes.length > 0;
    write(this.elements.none, begun ? noneText(this.rows, this.timeline.live) : "");
  }

  /** Whether the window is a pixel or more from where it was drawn, or of another zoom. */
  #isElsewhere() {
    const { beganNs, firstPx, nsPerPx } = this.#deviceScale();
    const drawn = this.#scene?.scale;
    return beganNs !== drawn?.beganNs || firstPx !== drawn.firstPx || nsPerPx !== drawn.nsPerPx;
  }

  /** @param {number} atMs @param {{moved: boolean}} how moved: only the window has changed */
  #drawLanes(atMs, { moved }) {
    const start = performance.now();
    const { clientHeight } = this.elements.body;
    const dpr = this.#dpr;
    this.sheet.resize(this.widthPx, clientHeight, dpr);
    const scale = this.#deviceScale();
    const rows = this.rowsInView();
    const keeps = rows.every(isKept);
    const stays = this.#areDrawn(rows) && moved;
    if (!this.#grid.keep(scale) || !stays || !keeps) this.sheet.strips.spoil();
    const how = { dpr, em: dpr * this.#textScale, keeps };
    /** @param {TimeScale} stretch */
    const layout = (stretch) => this.#layout(rows, clientHeight, stretch);
    this.#scene = this.sheet.drawLanes(layout, scale, this.#paletteAt(dpr), how);
    this.sheet.drawAxis(this.#scene, this.axisMark);
    this.#drawHeads(rows, atMs, { moved: stays });
    this.#drawOverlay();
    write(this.elements.windowWidth, `↔ ${formatDuration(this.view.widthNs)}`);
    this.lastDrawMs = performance.now() - start;
  }

  /** Whether the rows that were drawn last are these. @param {PlacedRow[]} rows */
  #areDrawn(rows) {
    const before = this.#drawn;
    this.#drawn = rows;
    return rows.length === before.length && rows.every((row, at) => isSame(row, before[at]));
  }

  /** @param {PlacedRow[]} rows @param {number} heightPx @param {TimeScale} scale */
  #layout(rows, heightPx, scale) {
    return layoutFrame({
      timeline: this.timeline,
      view: this.view,
      headNs: this.headNs,
      rows,
      placeOf: (lane) => placeOf(this.rows, lane),
      heightPx,
      dpr: this.#dpr,
      textScale: this.#textScale,
      pool: this.#pool,
      zeroNs: this.common?.zeroNs,
      scale,
    });
  }

  /** @param {PlacedRow[]} rows @param {number} atMs @param {{moved: boolean}} how moved: of the lanes
   *  only the window has changed */
  #drawHeads(rows, atMs, { moved }) {
    this.heads.draw(this, rows, atMs, { moved: moved && !this.#dirty.has("heads") });
  }

  #drawOverlay() {
    if (!this.#scene) return;
    this.#scene.pointerNs = this.pointerNs;
    this.light.shine(this.#scene, this.elements, this.rows.height);
    this.sheet.drawOverlay(this.#scene);
    this.grid.show(currentCell(this.timeline, this.view, this.heads));
  }

  /** @param {number} atMs */
  #drawMinimap(atMs) {
    if (this.timeline.live && !this.minimap.isDue(atMs)) {
      this.#dirty.add("minimap");
      return;
    }
    const { extent, headNs } = this;
    const dpr = this.#dpr;
    const how = { extent, headNs, atMs, dpr, palette: this.#paletteAt(dpr) };
    if (!this.minimap.draw(this.timeline, how)) this.#minimapIsNext = true;
  }

  /** @param {number} dpr */
  #paletteAt(dpr) {
    this.#palette ??= readPalette(this.host, dpr, this.#textScale);
    return this.#palette;
  }
}

/** @param {PlacedRow} a @param {PlacedRow} b */
function isSame(a, b) {
  const keys = /** @type {const} */ ([
    "kind",
    "id",
    "y",
    "height",
    "number",
    "level",
    "folded",
    "stays",
  ]);
  return keys.every((key) => a[key] === b[key]);
}

/** Whether a row looks the same whatever is in sight beside it. The columns of very many lanes are
 *  wider the more of them are seen, and an object's signals are told while they are few.
 *  @param {PlacedRow} row */
function isKept({ kind, folded }) {
  return kind !== "object" && !(kind === "group" && folded);
}

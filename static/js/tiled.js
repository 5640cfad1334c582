/**
 * The feed of a run that is too long to be here whole: from afar as tiles, from near as single
 * spans.
 *
 * The page opens with an overview: all tables, findings, exceptions, the long spans. While
 * one looks at more spans than a page can hold, its rows are those long spans, and tiles know the
 * exact sums of all others. Where one looks at few enough, all rows of a stretch around it are
 * fetched, and take their place until one looks elsewhere.
 */

import { formatCount, formatShare } from "./base/format.js";
import { Far } from "./far.js";
import { TiledGils } from "./model/tiled_gils.js";
import { TiledLanes } from "./model/tiled_spans.js";
import { Tiles } from "./model/tiles.js";
import { noRows } from "./model/window_rows.js";
import { Parts } from "./net/tiles.js";
import { detailLine } from "./panels/detail.js";
import { TilesHere } from "./tiles_here.js";
import { WindowHere } from "./window_here.js";

/** @import {Detail} from "./panels/detail.js" */
/** @import {Rows} from "./model/columns.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** Each halves what is seen: more would end in a nanosecond. */
const MOST_STEPS = 40;

/** As the page was told of it. `window_spans`: so many single spans may be asked for at a time.
 *  @typedef {{id: string, spans: number, window_spans: number}} LongRun */

export class Tiled {
  /** @type {Rows} */
  #shares = noRows();
  /** @type {Far | undefined} */
  #far;
  #drawing = 0;

  /**
   * @param {LongRun} run @param {Timeline} timeline @param {View} view
   * @param {{widthPx: () => number, detail: (detail: Detail) => void, say: (sentence: string) => void,
   *   onProgress: (done: number) => void, onProblem: (error: any) => void,
   *   zoomTo: (fromNs: number, toNs: number) => void, select: (lane: number, ns: number) => void}} page
   *   `widthPx`: of the lanes, in device pixels; `select`: what a lane did at a moment
   */
  constructor(run, timeline, view, page) {
    this.timeline = timeline;
    this.view = view;
    this.page = page;
    this.parts = new Parts(run.id);
    this.#open(run).catch(page.onProblem);
  }

  /** Where single spans would soon be shown around a moment, or the middle of the window.
   *  @param {number} [ns] */
  closer(ns) {
    const { tiles, windowHere, view, timeline } = this;
    let { fromNs, toNs } = seen(view, timeline.durationNs);
    if (!tiles || !windowHere) return { fromNs, toNs };
    const middle = ns ?? (fromNs + toNs) / 2;
    const halfNs = (toNs - fromNs) / 2;
    fromNs = middle - halfNs;
    toNs = middle + halfNs;
    const most = windowHere.comfortableSpans;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const { spans, chunks } = tiles.stretchOf(fromNs, toNs);
      if (spans <= most || chunks <= 1) break;
      fromNs = (fromNs + middle) / 2;
      toNs = (toNs + middle) / 2;
    }
    return { fromNs: Math.max(0, fromNs), toNs: Math.min(timeline.durationNs, toNs) };
  }

  /** @param {LongRun} run */
  async #open(run) {
    const { timeline, view, page } = this;
    const [overview, ...lines] = await this.parts.overview(page.onProgress);
    timeline.applyAll(lines);
    const { open = [], held = [] } = lines[1];
    const tiles = new Tiles(overview, timeline.durationNs);
    const { counters, gils } = timeline.exchange(noRows(), null);
    this.#shares = {
      ...noRows(),
      spans: new TiledLanes(tiles, overview.spans, open),
      counters,
      gils: new TiledGils(tiles, gils, timeline.lanes, overview.holds, held),
    };
    const listeners = { onCame: () => this.#changed(), onProblem: page.onProblem };
    this.tiles = tiles;
    this.tilesHere = new TilesHere(tiles, this.parts, listeners);
    this.windowHere = new WindowHere(tiles, timeline, this.parts, run.window_spans, listeners);
    this.#far = new Far(this.parts, overview, timeline, {
      show: (ns) => {
        const { fromNs, toNs } = this.closer(ns);
        page.zoomTo(fromNs, toNs);
      },
      arrive: page.select,
      leave: () => view.select(null),
    });
    this.#show(false);
    view.subscribe((_, change) => {
      if (change === "window") this.#look();
    });
    addEventListener("resize", () => this.#look());
    this.#look();
  }

  /** One looks elsewhere: show what is here of it, and get the rest. */
  #look() {
    const { tiles, tilesHere, windowHere, view, timeline } = this;
    if (!tiles || !tilesHere || !windowHere) return;
    const endNs = timeline.durationNs;
    const { fromNs, toNs } = seen(view, endNs);
    const widthPx = Math.max(1, this.page.widthPx());
    tiles.level = tiles.levelFor((view.whole ? endNs : view.widthNs) / widthPx);
    const whole = { level: tiles.levelFor(endNs / widthPx), fromNs: 0, toNs: endNs };
    const top = { level: tiles.top, fromNs: 0, toNs: endNs };
    const single = windowHere.holds(fromNs, toNs);
    windowHere.look(fromNs, toNs);
    tilesHere.look([single ? top : { level: tiles.level, fromNs, toNs }, top, whole]);
    if (single !== timeline.part?.single) this.#show(single);
    this.#tell();
  }

  /** Something came: show it, once per screen frame. */
  #changed() {
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      const { fromNs, toNs } = seen(this.view, this.timeline.durationNs);
      this.#show(this.windowHere?.holds(fromNs, toNs) ?? false);
      this.#tell();
    });
  }

  /** @param {boolean} single whether single spans are shown */
  #show(single) {
    const { timeline, view, windowHere } = this;
    const counts = timeline.end?.counts ?? {};
    const before = timeline.part?.single;
    const rows = single && windowHere?.rows ? windowHere.rows : this.#shares;
    const { spans = 0, flows = 0 } = counts;
    const far = this.#far;
    timeline.exchange(rows, { single, spans, flows, whole: this.#shares.spans, far });
    far?.came();
    if (before !== undefined && before !== single) {
      this.page.say(single ? "Single spans are shown." : "Shares of time are shown.");
    }
    const { selection } = view;
    if (single && selection && !isHere(timeline, selection)) view.select(null);
  }

  #tell() {
    const { tiles, tilesHere, windowHere, timeline, view } = this;
    if (!tiles || !tilesHere || !windowHere) return;
    const { fromNs, toNs } = seen(view, timeline.durationNs);
    const single = timeline.part?.single ?? false;
    this.page.detail({
      single,
      waiting: !single && (tilesHere.waiting || windowHere.waiting),
      total: timeline.spanCount,
      stepNs: tiles.stepNs(tiles.level, fromNs, toNs),
      here: windowHere.stretch,
    });
  }
}

/**
 * Open a long run on the timeline page.
 *
 * @param {LongRun} run @param {Timeline} timeline @param {View} view
 * @param {import("./stage.js").Stage} stage
 * @param {{detail: HTMLElement, result: ReturnType<typeof import("./outcome.js").outcome>,
 *   say: (sentence: string) => void}} page
 */
export function openTiled(run, timeline, view, stage, { detail, result, say }) {
  /** @type {Tiled} */
  const tiled = new Tiled(run, timeline, view, {
    widthPx: () => stage.board.widthPx * (window.devicePixelRatio || 1),
    detail: detailLine(detail, {
      zoomIn: () => {
        const { fromNs, toNs } = tiled.closer();
        stage.zoomTo(fromNs, toNs);
      },
    }),
    say,
    onProgress: (done) =>
      result.preparing(
        `It has ${formatCount(run.spans)} spans, so it is summed up once, to be opened in a moment ` +
          `from then on: ${formatShare(done)} done.`,
      ),
    onProblem: result.problem,
    zoomTo: (fromNs, toNs) => stage.zoomTo(fromNs, toNs),
    select: (lane, ns) => stage.navigation.selection.jumpTo(lane, ns),
  });
}

/** What one looks at of the run. @param {View} view @param {number} endNs */
function seen({ fromNs, toNs, whole }, endNs) {
  // A page that has just been opened has yet to lay its window out.
  if (whole) return { fromNs: 0, toNs: endNs };
  const from = Math.max(0, Math.min(fromNs, endNs - 1));
  return { fromNs: from, toNs: Math.max(from + 1, Math.min(toNs, endNs)) };
}

/** @param {Timeline} timeline @param {{lane: number, start: number}} place */
function isHere(timeline, { lane, start }) {
  const spans = timeline.spans(lane);
  const index = spans.lastStarted(start);
  return index >= 0 && spans.start(index) === start;
}

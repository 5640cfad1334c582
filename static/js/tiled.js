/**
 * The feed of a long run: from afar as tiles, from near as single spans, until all are here.
 *
 * The page opens with an overview: all tables, findings, exceptions, the long spans. While
 * one looks at more spans than a page can hold, its rows are those long spans, and tiles know the
 * exact sums of all others. Where one looks at few enough, all rows of a stretch around it are
 * fetched, and take their place until one looks elsewhere.
 *
 * A run that a page can hold is on its way whole as soon as something is seen of it. When it has
 * come it takes the place of both, and there are tiles no more.
 */

import { AllHere } from "./all_here.js";
import { formatCount, formatShare } from "./base/format.js";
import { Far } from "./far.js";
import { TiledGils } from "./model/tiled_gils.js";
import { TiledLanes } from "./model/tiled_spans.js";
import { Tiles } from "./model/tiles.js";
import { noRows } from "./model/window_rows.js";
import { Parts } from "./net/tiles.js";
import { comingLine, detailLine } from "./panels/detail.js";
import { TilesHere } from "./tiles_here.js";
import { WindowHere } from "./window_here.js";

/** @import {Coming, Detail} from "./panels/detail.js" */
/** @import {Rows} from "./model/columns.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** Each halves what is seen: more would end in a nanosecond. */
const MOST_STEPS = 40;

/** Of a run that is on its way whole no more than this share is fetched ahead, where one looks. */
const AHEAD = 0.25;

/** As the page was told of it. `window_spans`: so many single spans may be asked for at a time;
 *  `all_follow`: the page can hold all; `first_tiles`: level and number of those that show the run
 *  as a whole.
 *  @typedef {{id: string, spans: number, counts: {flows?: number} | null, window_spans: number, all_follow: boolean,
 *    first_tiles: [level: number, index: number][]}} LongRun */

export class Tiled {
  /** @type {Rows} */
  #shares = noRows();
  /** @type {Far | undefined} */
  #far;
  #drawing = 0;
  #bringing = 0;
  #leaving = new AbortController();
  #counts;
  /** Why not all spans came; "" while there is nothing to complain of. */
  #broken = "";

  /**
   * @param {LongRun} run @param {Timeline} timeline @param {View} view
   * @param {{widthPx: () => number, detail: (detail: Detail | null) => void,
   *   coming: (coming: Coming | null) => void, say: (sentence: string) => void,
   *   onProgress: (done: number) => void, onProblem: (error: any) => void,
   *   zoomTo: (fromNs: number, toNs: number) => void, select: (lane: number, ns: number) => void}} page
   *   `widthPx`: of the lanes, in device pixels; `select`: what a lane did at a moment
   */
  constructor(run, timeline, view, page) {
    this.run = run;
    this.timeline = timeline;
    this.view = view;
    this.page = page;
    this.#counts = { spans: run.spans, flows: run.counts?.flows ?? 0 };
    this.parts = new Parts(run.id);
    this.all = run.all_follow ? new AllHere(this.parts, { onCame: () => this.#tell() }) : null;
    this.#open().catch(page.onProblem);
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

  /** Have all spans come, after what one sees has come. */
  async bringAll() {
    const { all, timeline, view } = this;
    if (!all || all.coming) return;
    this.#broken = "";
    let whole;
    try {
      whole = await all.fetch(timeline);
    } catch (/** @type {any} */ error) {
      this.#broken = error.sentence ?? error.message;
      this.page.say(`Not all spans have come. ${this.#broken}`);
      this.#tell();
      return;
    }
    this.#close();
    timeline.become(whole);
    this.#far?.came();
    const { selection } = view;
    if (selection && !isHere(timeline, selection)) view.select(null);
  }

  async #open() {
    const { run, timeline, view, page } = this;
    const places = run.first_tiles.map(([level, index]) => ({ level, index }));
    // Of no use alone, and asked for again if it did not come.
    const bodies = places.map((place) => this.parts.tile(place).catch(() => undefined));
    const [overview, ...lines] = await this.parts.overview(page.onProgress);
    const first = await Promise.all(bodies);
    timeline.applyAll(lines);
    const { open = [], held = [] } = lines[1];
    const tiles = new Tiles(overview, timeline.durationNs);
    for (const [at, body] of first.entries()) {
      if (body !== undefined) tiles.put(places[at], body);
    }
    const { counters, gils } = timeline.exchange(noRows(), null);
    this.#shares = {
      ...noRows(),
      spans: new TiledLanes(tiles, overview.spans, open),
      counters,
      gils: new TiledGils(tiles, gils, timeline.lanes, overview.holds, held),
    };
    const listeners = { onCame: () => this.#changed(), onProblem: page.onProblem };
    const ahead = this.all ? run.spans * AHEAD : Infinity;
    const most = Math.min(run.window_spans, ahead);
    this.tiles = tiles;
    this.tilesHere = new TilesHere(tiles, this.parts, listeners);
    this.windowHere = new WindowHere(tiles, timeline, this.parts, most, listeners);
    this.#far = new Far(this.parts, overview, timeline, {
      show: (ns) => {
        const { fromNs, toNs } = this.closer(ns);
        page.zoomTo(fromNs, toNs);
      },
      arrive: page.select,
      leave: () => view.select(null),
    });
    this.#show(false);
    const leave = view.subscribe((_, change) => {
      if (change === "window") this.#look();
    });
    const { signal } = this.#leaving;
    signal.addEventListener("abort", leave);
    addEventListener("resize", () => this.#look(), { signal });
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
    const before = timeline.part?.single;
    const rows = single && windowHere?.rows ? windowHere.rows : this.#shares;
    const { spans } = this.#counts;
    // Hand-overs of a GIL are flows that are counted apart.
    const flows = Math.max(0, this.#counts.flows - this.#shares.gils.handOverCount);
    // Where all are on their way it is a matter of a moment which of the two is seen.
    const coming = this.all !== null && !this.#broken;
    const far = this.#far;
    const { spans: whole, counters } = this.#shares;
    const stretch = windowHere?.stretch ?? null;
    timeline.exchange(rows, { single, coming, spans, flows, whole, far, counters, stretch });
    far?.came();
    if (coming) return;
    if (before !== undefined && before !== single) {
      this.page.say(single ? "Single spans are shown." : "Shares of time are shown.");
    }
    const { selection } = view;
    if (single && selection && !isHere(timeline, selection)) view.select(null);
  }

  #tell() {
    const { all, tiles, tilesHere, windowHere, timeline, view } = this;
    if (!tiles || !tilesHere || !windowHere) return;
    const { fromNs, toNs } = seen(view, timeline.durationNs);
    const single = timeline.part?.single ?? false;
    const waiting = !single && (tilesHere.waiting || windowHere.waiting);
    const total = timeline.spanCount;
    if (all && !this.#broken) {
      this.page.detail(null);
      this.page.coming({ single, waiting, share: all.spanCount / Math.max(1, total) });
      // What is here is seen first.
      if (!waiting)
        this.#bringing ||= requestAnimationFrame(() => setTimeout(() => this.bringAll()));
      return;
    }
    this.page.coming(null);
    this.page.detail({
      single,
      waiting,
      total,
      stepNs: tiles.stepNs(tiles.level, fromNs, toNs),
      here: windowHere.stretch,
      broken: this.#broken,
    });
  }

  /** All spans are here: nothing else is needed any more. */
  #close() {
    this.#leaving.abort();
    cancelAnimationFrame(this.#drawing);
    this.tilesHere?.close();
    this.windowHere?.close();
    this.tiles = this.tilesHere = this.windowHere = undefined;
    this.#shares = noRows();
    this.page.coming(null);
    this.page.detail(null);
  }
}

/**
 * Open a long run on the timeline page.
 *
 * @param {LongRun} run @param {Timeline} timeline @param {View} view
 * @param {import("./stage.js").Stage} stage
 * @param {{detail: HTMLElement, coming?: HTMLElement, say: (sentence: string) => void,
 *   result: {preparing: (text: string) => void, problem: (error: any) => void}}} page `coming`:
 *   beside another run nothing is on its way whole, so there is none
 */
export function openTiled(run, timeline, view, stage, { detail, coming, result, say }) {
  /** @type {Tiled} */
  const tiled = new Tiled(run, timeline, view, {
    widthPx: () => stage.board.widthPx * (window.devicePixelRatio || 1),
    detail: detailLine(detail, {
      zoomIn: () => {
        const { fromNs, toNs } = tiled.closer();
        stage.zoomTo(fromNs, toNs);
      },
      again: () => void tiled.bringAll(),
    }),
    coming: coming ? comingLine(coming) : () => {},
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

/**
 * All spans of a run that has opened by tiles and is short enough to be here whole: they come
 * while one already looks.
 *
 * They are taken in behind the scenes, in a slice a screen frame, by a timeline of their own;
 * what is shown meanwhile goes on as if they were not. What comes is the file of the recording as it
 * lies on the server's disk.
 */

import { afterFrame, inSlices } from "./base/slices.js";
import { Timeline } from "./model/timeline.js";

/** @import {Parts} from "./net/tiles.js" */

/** To read one takes some microseconds. */
const HOLDS_AT_A_TIME = 256;

export class AllHere {
  /** Of how many spans it is known by now. */
  spanCount = 0;
  /** Whether they are on their way. */
  coming = false;

  /** @param {Parts} parts @param {{onCame: () => void, rest?: () => Promise<void>}} how `rest`: what
   *  others do between two slices */
  constructor(parts, { onCame, rest = afterFrame }) {
    this.parts = parts;
    this.onCame = onCame;
    this.rest = rest;
  }

  /**
   * @param {Timeline} shown that knows how the run ended
   * @returns {Promise<Timeline>} the same run with all its spans; nobody was told of any
   */
  async fetch(shown) {
    const { rest } = this;
    this.coming = true;
    this.spanCount = 0;
    try {
      const all = new Timeline();
      await this.parts.all(async (lines) => {
        await rest();
        await inSlices(filling(all, lines), { rest });
        this.spanCount = all.spanCount;
        this.onCame();
      });
      // The log of a run that was cut off has no last line.
      if (!all.end && shown.end) all.fill([shown.end]);
      await inSlices(readied(all), { rest });
      return all;
    } finally {
      this.coming = false;
    }
  }
}

/** What the first drawing would read of all spans at once, and keep, is read before.
 *  @param {Timeline} timeline @returns {Generator<void, void>} */
function* readied(timeline) {
  for (const { id } of timeline.objects.values()) {
    const waiters = timeline.waiters(id);
    yield;
    void waiters.steps;
    yield;
  }
  for (const { id } of timeline.lanes) {
    while (!timeline.readContended(id, HOLDS_AT_A_TIME)) yield;
    yield;
  }
}

/** @param {Timeline} timeline @param {any[]} lines @returns {Generator<void, void>} */
function* filling(timeline, lines) {
  for (const line of lines) {
    timeline.fill([line]);
    yield;
  }
}

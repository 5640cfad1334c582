/**
 * A run as tiles: random spans, and the tiles that a server would make of them, added up here
 * bucket by bucket, so that what the page says of the tiles can be compared with the spans.
 */

import { SpanColumns } from "../../../static/js/model/spans.js";
import { TiledSpans } from "../../../static/js/model/tiled_spans.js";
import { Tiles } from "../../../static/js/model/tiles.js";

/** @import {OverviewLine, TileBody} from "../../../static/js/model/rows_of_tiles.js" */

export const BUCKETS = 16;
export const FINEST = 3;
export const TOP = 8;
export const END_NS = BUCKETS * 2 ** TOP - 37;
const LANE = 1;
const BEGUN = 8;

/** @param {(most: number) => number} upTo @returns {SpanColumns} spans that tile the run */
export function randomSpans(upTo) {
  const spans = new SpanColumns();
  for (let start = 0; start < END_NS; ) {
    const end = Math.min(END_NS, start + 1 + upTo(40));
    spans.close(start, end, upTo(5), 0, 0, 0, 0);
    start = end;
  }
  return spans;
}

/** @param {Partial<OverviewLine["chunks"]>} [chunks] @returns {OverviewLine} */
export function overviewOf(chunks = {}) {
  return {
    type: "overview",
    version: 2,
    buckets: BUCKETS,
    slots: 9,
    top: TOP,
    chunks: { begin: [0], spans: [0], level: [FINEST], ...chunks },
    spans: {
      lane: [],
      start: [],
      duration: [],
      state: [],
      object: [],
      site: [],
      operation: [],
      certainty: [],
    },
    holds: { object: [], lane: [], start: [], duration: [], site: [] },
    uses: [],
    ordinary_instants: 0,
  };
}

/** @param {SpanColumns} spans @param {number} level @param {number} index @returns {TileBody} */
export function bodyOf(spans, level, index) {
  const slots = Array.from({ length: 9 }, () => new Array(BUCKETS).fill(0));
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const from = (index * BUCKETS + bucket) * 2 ** level;
    const to = from + 2 ** level;
    spans.shares(from, to).forEach((ns, state) => {
      slots[state][bucket] = ns;
    });
    for (let i = 0; i < spans.length; i += 1) {
      if (spans.start(i) >= from && spans.start(i) < to) slots[BEGUN][bucket] += 1;
    }
  }
  return {
    type: "tile",
    level,
    index,
    spans: slots.flatMap((values, slot) => trimmed(slot, values)),
    gils: [],
  };
}

/** @param {number} slot @param {number[]} values
 *  @returns {[number, number, number, number[]][]} */
function trimmed(slot, values) {
  const first = values.findIndex((value) => value > 0);
  const last = values.findLastIndex((value) => value > 0);
  return first < 0 ? [] : [[LANE, slot, first, values.slice(first, last + 1)]];
}

/** @param {SpanColumns} spans @param {number[]} levels of which all tiles are here */
export function tiledRun(spans, levels) {
  const tiles = new Tiles(overviewOf(), END_NS);
  for (const level of levels) {
    for (let index = 0; index * BUCKETS * 2 ** level < END_NS; index += 1) {
      tiles.put({ level, index }, bodyOf(spans, level, index));
    }
  }
  return { tiles, spans: new TiledSpans(tiles, LANE) };
}

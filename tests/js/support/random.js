/** Random lanes from a seed, to state what must hold of any: the seed is printed when it does not. */

import { Timeline } from "../../../static/js/model/timeline.js";
import { deltas } from "./lines.js";
import { randomFrom } from "./seeded.js";

/** Another seed each time, named in the failure, so that a run can be had again with `SEED=…`.
 *  @returns {{seed: string, upTo: (most: number) => number}} whole numbers below `most` */
export function random() {
  const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const next = randomFrom(first);
  return { seed: `SEED=${first}`, upTo: (most) => Math.floor(next() * Math.max(1, most)) };
}

const SPAN = ["lane", "start", "duration", "state", "object", "site", "operation", "certainty"];
const ACQUIRE = 1;
const BLOCKED = 2;
const STATES = [0, 1, 2, 3, 4];

/**
 * One lane whose spans last from a nanosecond to most of a second, as if by chance: lengths are
 * spread over their logarithm, so that every zoom has wide ones and narrow ones.
 *
 * @param {number} seed @param {number} [count]
 */
export function randomLane(seed, count = 3000) {
  const random = randomFrom(seed);
  const rows = Array.from({ length: count }, () => ({
    duration: Math.ceil(10 ** (random() * random() * 9)),
    state: STATES[Math.floor(random() * STATES.length)],
  }));
  let start = Math.floor(random() * 1e6);
  const starts = rows.map(({ duration }) => {
    start += duration;
    return start - duration;
  });
  /** @type {Record<string, number[]>} */
  const spans = Object.fromEntries(SPAN.map((name) => [name, rows.map(() => 0)]));
  Object.assign(spans, {
    lane: rows.map(() => 1),
    start: deltas(starts),
    duration: rows.map(({ duration }) => duration),
    state: rows.map(({ state }) => state),
    object: rows.map(({ state }) => (state === BLOCKED ? 1 : 0)),
    operation: rows.map(({ state }) => (state === BLOCKED ? ACQUIRE : 0)),
  });
  const timeline = new Timeline();
  timeline.applyAll([{ type: "frame", now: start, spans: /** @type {any} */ (spans) }]);
  return { timeline, spans: timeline.spans(1), random, endNs: start };
}

/** A window somewhere on the lane, as narrow as a microsecond or wider than all of it.
 *  @param {() => number} random @param {number} endNs */
export function randomWindow(random, endNs) {
  const width = Math.max(1000, endNs * 10 ** (0.3 - random() * 6));
  const from = random() * endNs - width * random();
  return { from, to: from + width };
}

/**
 * The live head: how far the picture has come, smoothly and never further than is known.
 *
 * Frames arrive unevenly; drawn as they come, the head would jerk. So it travels from
 * the `now` of the last frame but one to that of the last in the time between their
 * arrivals: one frame behind, and never past what was observed.
 */

/** After a pause (a stalled connection) the head catches up in this time at most. */
const LONGEST_CATCH_UP_MS = 250;
const SHORTEST_CATCH_UP_MS = 30;

export class LiveHead {
  #fromNs = 0;
  #toNs = 0;
  #startMs = 0;
  #lastMs = -Infinity;
  #travelMs = SHORTEST_CATCH_UP_MS;

  /** A frame was applied. @param {number} nowNs its `now` @param {number} atMs wall clock */
  arrive(nowNs, atMs) {
    if (nowNs <= this.#toNs) return;
    const since = Math.max(atMs - this.#lastMs, SHORTEST_CATCH_UP_MS);
    this.#fromNs = this.#lastMs === -Infinity ? nowNs : this.at(atMs);
    this.#toNs = nowNs;
    this.#startMs = atMs;
    this.#lastMs = atMs;
    this.#travelMs = Math.min(since, LONGEST_CATCH_UP_MS);
  }

  /** No more is to come: the head is where the run ended. @param {number} nowNs */
  stop(nowNs) {
    this.#fromNs = nowNs;
    this.#toNs = nowNs;
  }

  /** Whether it still travels. @param {number} atMs */
  moving(atMs) {
    return this.at(atMs) < this.#toNs;
  }

  /** @param {number} atMs wall clock @returns {number} ns of the run */
  at(atMs) {
    const way = Math.min(1, Math.max(0, (atMs - this.#startMs) / this.#travelMs));
    return this.#fromNs + (this.#toNs - this.#fromNs) * way;
  }
}

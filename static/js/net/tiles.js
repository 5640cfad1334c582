/** Parts of a long recording: its overview, tiles of its time, windows of its spans. */

import { ApiError, request } from "./api.js";
import { readLines } from "./lines.js";

/** While a recording is prepared it is asked this often how far that is. */
const ASK_AGAIN_MS = 400;

export class Parts {
  /** @param {string} run */
  constructor(run) {
    this.path = `/api/runs/${encodeURIComponent(run)}`;
  }

  /**
   * What the page opens with: the line that tells of the parts, then those of a timeline.
   *
   * @param {(done: number) => void} onProgress how much of its preparation is done, 0 to 1
   * @returns {Promise<any[]>}
   */
  async overview(onProgress) {
    for (;;) {
      const response = await request(`${this.path}/overview`);
      const text = await response.text();
      if (response.status !== 202) return linesOf(text);
      onProgress(JSON.parse(text).done);
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /**
   * @param {{level: number, index: number}} place @param {AbortSignal} [signal]
   * @returns {Promise<any>} null: nothing happened then
   */
  async tile({ level, index }, signal) {
    try {
      return await (await request(`${this.path}/tiles/${level}/${index}`, { signal })).json();
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * All lines of the recording.
   *
   * @param {(lines: any[]) => Promise<void>} onLines called with some of them after the other
   */
  async all(onLines) {
    await readLines(`${this.path}/timeline`, onLines);
  }

  /**
   * The next span of the whole run, and how many there are.
   *
   * @param {Record<string, string>} query @param {AbortSignal} signal
   * @returns {Promise<{span: {lane: number, start: number} | null, total: number}>}
   */
  async seek(query, signal) {
    const path = `${this.path}/seek?${new URLSearchParams(query)}`;
    return (await request(path, { signal })).json();
  }

  /**
   * The lines of a stretch of time, without the tables that the overview has told.
   *
   * @param {number} fromNs @param {number} toNs @param {AbortSignal} signal
   * @returns {Promise<any[]>}
   */
  async window(fromNs, toNs, signal) {
    const query = `from=${Math.floor(fromNs)}&to=${Math.ceil(toNs)}&tables=no`;
    /** @type {any[]} */
    const lines = [];
    await readLines(`${this.path}/window?${query}`, (batch) => lines.push(...batch), signal);
    return lines;
  }
}

/** @param {string} text */
function linesOf(text) {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * The feed: how the lines of a run reach the timeline of this page.
 *
 * What has ended comes in one request. What runs comes as a stream, after one request
 * for its past when that is long: a stream sends each line as an event of its own.
 */

import { getRun } from "./net/api.js";
import { readLines } from "./net/lines.js";
import { Stream } from "./net/stream.js";

/** A past longer than this is fetched whole before the present is followed. */
const LONG_PAST_BYTES = 1 << 18;

/**
 * Of a longer recording the page takes the latest part only, by whole segments of its log:
 * some three million spans with all that belongs to them, half a gigabyte in memory.
 */
const LATEST_BYTES = 1 << 27;

/** A page that has followed for so long that it holds more than this begins anew with less. */
const MOST_SPANS = 12_000_000;

/** After this many cuts in a row it is asked whether the run is still there. */
const CUTS_BEFORE_ASKING = 3;

/**
 * @param {{id: string, status: string, bytes?: number}} run as the server described it in the page
 * @param {import("./model/timeline.js").Timeline} timeline
 * @param {{onConnection: (connection: import("./net/stream.js").Connection) => void, onProblem: (error: any) => void}} listeners
 * @returns {{reconnect: () => void}}
 */
export function feed(run, timeline, { onConnection, onProblem }) {
  const path = `/api/runs/${encodeURIComponent(run.id)}`;
  /** @type {Stream | null} */
  let stream = null;
  let cuts = 0;

  const take = (/** @type {any[]} */ lines) => {
    try {
      timeline.applyAll(lines);
    } catch (error) {
      stream?.close();
      onProblem(error);
      return;
    }
    if (stream && timeline.spanCount > MOST_SPANS) {
      stream.close();
      stream = null;
      load().catch(onProblem);
    }
  };

  const connected = (/** @type {import("./net/stream.js").Connection} */ connection) => {
    if (connection === "open") cuts = 0;
    if (connection === "cut") cuts += 1;
    if (connection === "cut" && cuts >= CUTS_BEFORE_ASKING) askAfterRun();
    onConnection(connection);
  };

  /** An EventSource never says why it was refused; the API does. */
  const askAfterRun = async () => {
    try {
      await getRun(run.id);
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) return; // the server is away: go on trying
      stream?.close();
      onProblem(error);
    }
  };

  const follow = (/** @type {number} */ after) => {
    stream = new Stream(`${path}/events?latest=${LATEST_BYTES}`, {
      after,
      onLines: take,
      onConnection: connected,
      onProblem,
    });
  };

  /** Parsed as they come, shown at once: a recording half loaded would look like a live run. */
  const load = async () => {
    /** @type {any[]} */
    const lines = [];
    try {
      await readLines(`${path}/timeline?latest=${LATEST_BYTES}`, (batch) => lines.push(...batch));
    } finally {
      take(lines); // of one that broke off, what came before stays
    }
    if (timeline.end) return;
    if (run.status === "running") follow(numberOfLast(lines));
    else cutOff(timeline);
  };

  if (run.status === "running" && (run.bytes ?? 0) < LONG_PAST_BYTES) follow(-1);
  else load().catch(onProblem);
  return { reconnect: () => stream?.reopen() };
}

/** A log without its last line, of a run that no longer runs: it ends where it was cut.
 * @param {import("./model/timeline.js").Timeline} timeline
 */
function cutOff(timeline) {
  timeline.apply({ type: "end", status: "lost", reason: "", exit: null, duration: timeline.now });
}

/** What number the last of these lines has in the whole log. One that begins late tells where.
 * @param {any[]} lines
 */
export function numberOfLast(lines) {
  return lines.reduce((number, line) => line.begins?.line ?? number + 1, -1);
}

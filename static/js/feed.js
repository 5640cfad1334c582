/**
 * The feed: how the lines of a run reach the timeline of this page.
 *
 * What has ended comes in one request. What runs comes as a stream, after one request
 * for its past when that is long: a stream sends each line as an event of its own.
 */

import { Timeline } from "./model/timeline.js";
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

/** A page that has followed for so long that it holds more spans than this, 100 bytes each with all
 *  that belongs to them, goes on with the latest part of the log: whole segments, at least so much. */
const MOST_SPANS = 3_000_000;
const RENEWED_BYTES = 1 << 26;

/** After this many cuts in a row it is asked whether the run is still there. */
const CUTS_BEFORE_ASKING = 3;

/** @typedef {{line: any, number: number}} Numbered */

/**
 * @param {{id: string, status: string, bytes?: number}} run as the server described it in the page
 * @param {Timeline} timeline
 * @param {{onConnection: (connection: import("./net/stream.js").Connection) => void, onProblem: (error: any) => void}} listeners
 * @param {{mostSpans?: number}} [limits]
 * @returns {{reconnect: () => void}}
 */
export function feed(run, timeline, { onConnection, onProblem }, { mostSpans = MOST_SPANS } = {}) {
  const path = `/api/runs/${encodeURIComponent(run.id)}`;
  /** @type {Stream | null} */
  let stream = null;
  let cuts = 0;

  /** Lines up to this number are here, whatever the stream says: a renewal was ahead of it. */
  let upTo = -1;
  let renewAt = mostSpans;
  /** Lines that came while a renewal was made. @type {Numbered[] | null} */
  let meanwhile = null;

  const take = (/** @type {any[]} */ lines) => {
    try {
      timeline.applyAll(lines);
    } catch (error) {
      stream?.close();
      onProblem(error);
    }
  };

  const takeFromStream = (/** @type {any[]} */ lines) => {
    const first = (stream?.last ?? 0) - lines.length + 1;
    const numbered = lines.map((line, i) => ({ line, number: first + i }));
    const unseen = numbered.filter(({ number }) => number > upTo);
    meanwhile?.push(...unseen);
    take(unseen.map(({ line }) => line));
    if (!meanwhile && timeline.live && timeline.spanCount > renewAt) void renew();
  };

  /** Go on with the latest part of the log alone. It is read behind the scenes, in slices, so that
   *  nobody sees anything but the past shrink. */
  const renew = async () => {
    meanwhile = [];
    const latest = new Timeline();
    let last = -1;
    try {
      await readLines(`${path}/timeline?latest=${RENEWED_BYTES}`, (batch) => {
        latest.fill(batch);
        last = numberOfLast(batch, last);
      });
      latest.fill(meanwhile.filter(({ number }) => number > last).map(({ line }) => line));
      upTo = last;
      timeline.become(latest);
    } catch {
      // The server is away, or cannot be read: what is here is as good as it was.
    }
    meanwhile = null;
    renewAt = Math.max(mostSpans, timeline.spanCount * 2);
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
      onLines: takeFromStream,
      onConnection: connected,
      onProblem,
    });
  };

  /** Taken as it comes, shown at once: a recording half loaded would look like a live run. */
  const load = async () => {
    let last = -1;
    try {
      await readLines(`${path}/timeline?latest=${LATEST_BYTES}`, (batch) => {
        timeline.fill(batch);
        last = numberOfLast(batch, last);
      });
    } finally {
      take([]); // of one that broke off, what came before stays
    }
    if (timeline.end) return;
    if (run.status === "running") follow(last);
    else cutOff(timeline);
  };

  if (run.status === "running" && (run.bytes ?? 0) < LONG_PAST_BYTES) follow(-1);
  else load().catch(onProblem);
  return { reconnect: () => stream?.reopen() };
}

/** A log without its last line, of a run that no longer runs: it ends where it was cut.
 * @param {Timeline} timeline
 */
function cutOff(timeline) {
  timeline.apply({ type: "end", status: "lost", reason: "", exit: null, duration: timeline.now });
}

/** What number the last of these lines has in the whole log. One that begins late tells where.
 * @param {any[]} lines @param {number} [before] the number of the line before them
 */
export function numberOfLast(lines, before = -1) {
  return lines.reduce((number, line) => line.begins?.line ?? number + 1, before);
}

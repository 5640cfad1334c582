/**
 * A stream: a live timeline's lines, each exactly once, through any number of cuts.
 *
 * The id of an event is its line number, so what was already seen is known and skipped,
 * and a new connection asks for what comes after. An EventSource reconnects by itself
 * only after a response that had begun well; Chromium gives up for good on one that
 * breaks first. So this one opens a new EventSource whenever the old one has closed.
 * It also lets go of its connection while nobody looks: a browser has six per host.
 */

import { parse } from "./lines.js";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
/** Switching tabs to and fro should not cut the stream each time. */
const HIDDEN_GRACE_MS = 5000;

/** @typedef {"connecting" | "open" | "cut" | "ended"} Connection */

export class Stream {
  /** @type {EventSource | null} */
  #source = null;
  /** The last line seen; -1 for none. */
  #last;
  #retryMs = FIRST_RETRY_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #flushing;
  /** @type {any[]} */
  #waiting = [];
  #leaving = new AbortController();
  #url;
  #onLines;
  #onConnection;
  #onProblem;

  /**
   * @param {string} url of the run's events
   * @param {{after?: number, onLines: (lines: any[]) => void, onConnection: (connection: Connection) => void,
   *   onProblem: (error: Error) => void}} options
   *   `after`: the number of the last line already had; `onProblem`: a line could not be read
   */
  constructor(url, { after = -1, onLines, onConnection, onProblem }) {
    this.#url = url;
    this.#last = after;
    this.#onLines = onLines;
    this.#onConnection = onConnection;
    this.#onProblem = onProblem;
    const { signal } = this.#leaving;
    document.addEventListener("visibilitychange", () => this.#visibilityChanged(), { signal });
    addEventListener("pagehide", () => this.#drop(), { signal });
    addEventListener("pageshow", () => this.#source ?? this.reopen(), { signal });
    this.reopen();
  }

  /** Line number of the last line handed over. */
  get last() {
    return this.#last;
  }

  /** Connect now instead of when the next try is due. */
  reopen() {
    this.#drop();
    this.#onConnection("connecting");
    const joint = this.#url.includes("?") ? "&" : "?";
    const after = this.#last < 0 ? "" : `${joint}after=${this.#last}`;
    const source = new EventSource(this.#url + after);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#onConnection("open");
    });
    for (const type of ["header", "frame", "end"])
      source.addEventListener(type, (event) => this.#take(event));
    source.addEventListener("error", () => this.#failed(source));
  }

  /** Let go for good. */
  close() {
    this.#drop();
    this.#leaving.abort();
  }

  /** @param {MessageEvent} event */
  #take(event) {
    const number = Number(event.lastEventId);
    if (event.lastEventId !== "" && number <= this.#last) return;
    this.#last = event.lastEventId === "" ? this.#last + 1 : number;
    try {
      this.#waiting.push(parse(event.data));
    } catch (error) {
      this.close();
      this.#onProblem(/** @type {Error} */ (error));
      return;
    }
    this.#flushing ??= setTimeout(() => this.#flush());
    if (event.type !== "end") return;
    this.close();
    this.#flush();
    this.#onConnection("ended");
  }

  /** A reconnect brings many lines at once: one notification for all of them. */
  #flush() {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#waiting.length) this.#onLines(this.#waiting.splice(0));
  }

  /** @param {EventSource} source */
  #failed(source) {
    if (source !== this.#source) return;
    this.#onConnection("cut");
    if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
    this.#drop();
    this.#timer = setTimeout(() => this.reopen(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #visibilityChanged() {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden")
      this.#timer = setTimeout(() => this.#drop(), HIDDEN_GRACE_MS);
    else if (!this.#source) this.reopen();
  }
}

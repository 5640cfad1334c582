/**
 * Search: a word leads to what has it in its name — threads, objects, functions, lines, findings,
 * marks, printed text — and a number to a time.
 *
 * It looks through tables and texts, never through spans: a million spans come from some hundred
 * names. Texts are made lower-case once, when they are first searched, and a longer word is looked
 * for only where the shorter one was found.
 */

import { formatDuration } from "../base/format.js";
import { markText } from "./marks.js";
import { INSTANT_KINDS } from "./vocabulary.js";

/** @import {HandMark} from "./marks.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {"time" | "thread" | "object" | "function" | "line" | "finding" | "mark" | "text"} Kind */
/** @typedef {{kind: Kind, id: number | string, text: string, more: string}} Hit `id`: of the lane,
 *  object, site, finding or instant; the nanosecond of a time or a mark; `more`: said beside it */
/** @typedef {{kind: Kind, title: string, hits: Hit[]}} Group */

const UNITS = /** @type {Record<string, number>} */ ({
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  "": 1e9,
});
/** So many texts are looked at between two rests. */
const STEP = 1 << 12;

/** "1.2 ms", "300us", "0.5": nanoseconds; null for what is no time. @param {string} text */
export function readTime(text) {
  const match = /^(\d+(?:[.,]\d+)?)\s*(ns|us|µs|μs|ms|s|)$/i.exec(
    text.trim().replace(/\u2009/g, ""),
  );
  return match
    ? Math.round(Number(match[1].replace(",", ".")) * UNITS[match[2].toLowerCase()])
    : null;
}

/** Where a word occurs in a text, to be shown; null when it does not.
 *  @param {string} text @param {string} word @returns {[from: number, to: number] | null} */
export function occurrence(text, word) {
  const at = text.toLowerCase().indexOf(word.trim().toLowerCase());
  return at < 0 || !word.trim() ? null : [at, at + word.trim().length];
}

/** What is told of as an object, and not by lanes of its own. */
const TOLD_ELSEWHERE = new Set(["GIL", "Processors"]);

export class Search {
  #texts;

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.#texts = new Texts(timeline);
  }

  /**
   * @param {string} typed @param {readonly HandMark[]} marks
   * @returns {Generator<void, Group[]>} groups that have hits, all of them
   */
  *find(typed, marks) {
    const word = typed.trim().toLowerCase();
    if (!word) return [];
    const { timeline } = this;
    const texts = yield* this.#texts.find(word);
    const fits = (/** @type {string} */ name) => name.toLowerCase().includes(word);
    /** @type {Group[]} */
    const groups = [
      { kind: "time", title: "Time", hits: timesIn(timeline, typed) },
      { kind: "thread", title: "Threads", hits: threadsIn(timeline, fits) },
      { kind: "object", title: "Objects", hits: objectsIn(timeline, fits) },
      { kind: "function", title: "Functions", hits: functionsIn(timeline, fits) },
      { kind: "line", title: "Lines", hits: linesIn(timeline, fits) },
      { kind: "finding", title: "Findings", hits: findingsIn(timeline, fits) },
      { kind: "mark", title: "Marks", hits: marksIn(marks, fits) },
      { kind: "text", title: "Printed and raised", hits: texts },
    ];
    return groups.filter(({ hits }) => hits.length > 0);
  }
}

/** @typedef {(name: string) => boolean} Fits */

/** @param {Timeline} timeline @param {string} typed @returns {Hit[]} */
function timesIn(timeline, typed) {
  const ns = readTime(typed);
  if (ns === null || ns > timeline.durationNs) return [];
  return [{ kind: "time", id: ns, text: `Go to ${formatDuration(ns)}`, more: "" }];
}

/** @param {Timeline} timeline @param {Fits} fits @returns {Hit[]} */
function threadsIn({ lanes, processes }, fits) {
  return lanes
    .filter(({ name }) => fits(name))
    .map(({ id, name, process }) => {
      const more = processes.size > 1 ? (processes.get(process)?.name ?? "") : "";
      return { kind: "thread", id, text: name, more };
    });
}

/** @param {Timeline} timeline @param {Fits} fits @returns {Hit[]} */
function objectsIn(timeline, fits) {
  return [...timeline.objects.values()]
    .filter(({ kind }) => !TOLD_ELSEWHERE.has(kind))
    .map(({ id, kind }) => ({
      kind: /** @type {const} */ ("object"),
      id,
      text: timeline.objectName(id),
      more: kind,
    }))
    .filter(({ text }) => fits(text));
}

/** Each name once, whatever lines of it were seen. @param {Timeline} timeline @param {Fits} fits
 *  @returns {Hit[]} */
function functionsIn(timeline, fits) {
  /** @type {Map<string, Hit>} */
  const found = new Map();
  for (const { id, function: name } of timeline.sites.values()) {
    if (!name || found.has(name) || !fits(name)) continue;
    found.set(name, { kind: "function", id, text: name, more: timeline.siteText(id) });
  }
  return [...found.values()];
}

/** @param {Timeline} timeline @param {Fits} fits @returns {Hit[]} */
function linesIn(timeline, fits) {
  /** @type {Map<string, Hit>} */
  const found = new Map();
  for (const { id, function: name } of timeline.sites.values()) {
    const text = timeline.siteText(id);
    if (text && !found.has(text) && fits(text)) {
      found.set(text, { kind: "line", id, text, more: name });
    }
  }
  return [...found.values()];
}

/** @param {Timeline} timeline @param {Fits} fits @returns {Hit[]} */
function findingsIn({ findings }, fits) {
  return [...findings.values()]
    .filter(({ sentence, kind }) => fits(sentence) || fits(kind.replaceAll("_", " ")))
    .map(({ id, sentence, kind }) => ({
      kind: "finding",
      id,
      text: sentence,
      more: kind.replaceAll("_", " "),
    }));
}

/** @param {readonly HandMark[]} marks @param {Fits} fits @returns {Hit[]} */
function marksIn(marks, fits) {
  return marks
    .map((mark, index) => ({
      kind: /** @type {const} */ ("mark"),
      id: mark.ns,
      text: markText(mark, index),
      more: formatDuration(mark.ns),
    }))
    .filter(({ text }) => fits(text) || fits(`mark ${text}`));
}

/** The texts of instants, made ready for searching as far as the run has come. */
class Texts {
  /** @type {string[]} */
  #lower = [];
  #word = "";
  /** Where that word was found, and how many texts were looked through for it.
   *  @type {{ids: number[], until: number}} */
  #found = { ids: [], until: 0 };

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
  }

  /** @param {string} word in lower case @returns {Generator<void, Hit[]>} in order of arrival */
  *find(word) {
    yield* this.#read();
    const narrower = this.#word !== "" && word.includes(this.#word);
    const before = narrower ? this.#found : { ids: [], until: 0 };
    const lower = this.#lower;
    const ids = before.ids.filter((id) => lower[id].includes(word));
    for (let id = before.until; id < lower.length; id += 1) {
      if (id % STEP === 0) yield;
      if (lower[id].includes(word)) ids.push(id);
    }
    this.#word = word;
    this.#found = { ids, until: lower.length };
    const all = this.timeline.instantsSince(0);
    return ids.map((id) => hitOf(this.timeline, all[id]));
  }

  *#read() {
    // A page that fell behind begins anew with fewer.
    if (this.timeline.instantCount < this.#lower.length) {
      this.#lower = [];
      this.#word = "";
    }
    for (const { text } of this.timeline.instantsSince(this.#lower.length)) {
      if (this.#lower.length % STEP === 0) yield;
      this.#lower.push(text.toLowerCase());
    }
  }
}

/** @param {Timeline} timeline @param {import("./instants.js").Instant} instant @returns {Hit} */
function hitOf(timeline, { id, lane, timeNs, kind, text }) {
  const who = `${INSTANT_KINDS[kind]}, ${timeline.laneName(lane)}, ${formatDuration(timeNs)}`;
  return { kind: "text", id, text, more: who };
}

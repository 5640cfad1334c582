/**
 * A query: which spans a person wants to see, as one line of text that a link can carry.
 *
 * `state:blocked thread:payer object:balance_lock >1ms transfer`: words must occur in what a
 * span says, its thread or its line; of several states one is enough. Names with spaces stand
 * in quotes. The fields of the table write the same text, so there is one truth.
 */

import { whatOf } from "./describe.js";
import { STATES } from "./vocabulary.js";

/** @import {SpanColumns} from "./spans.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{words: string[], states: string[], thread: string, object: string,
 *   atLeastNs: number, atMostNs: number, whole: boolean}} SpanQuery `whole`: of the whole run,
 *   not only of what is in view */

/** @typedef {{lane: (id: number) => boolean,
 *   span: (spans: SpanColumns, lane: number, index: number) => boolean}} SpanTest */

const UNITS = /** @type {Record<string, number>} */ ({ ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 });
const TOKEN = /(?:(\w+):)?"([^"]*)"|\S+/gu;
const LENGTH = /^([<>])=?(\d+(?:\.\d+)?)(ns|us|µs|ms|s)$/iu;

/** Objects and sites of one run stay far below this; states and operations are few. */
const MANY = 2 ** 20;

/** @returns {SpanQuery} that lets everything through */
export const anySpan = () => ({
  words: [],
  states: [],
  thread: "",
  object: "",
  atLeastNs: 0,
  atMostNs: Infinity,
  whole: false,
});

/** @param {string} text @returns {SpanQuery} */
export function readQuery(text) {
  const query = anySpan();
  for (const [token, quotedKey, quoted] of text.matchAll(TOKEN)) {
    if (quoted !== undefined) takeNamed(query, quotedKey ?? "", quoted);
    else takePlain(query, token);
  }
  return query;
}

/** @param {SpanQuery} query @param {string} token */
function takePlain(query, token) {
  const length = LENGTH.exec(token);
  if (length) {
    const ns = Number(length[2]) * UNITS[length[3].toLowerCase()];
    if (length[1] === ">") query.atLeastNs = ns;
    else query.atMostNs = ns;
    return;
  }
  const colon = token.indexOf(":");
  const key = token.slice(0, Math.max(0, colon));
  if (["state", "thread", "object", "in"].includes(key))
    takeNamed(query, key, token.slice(colon + 1));
  else query.words.push(token.toLowerCase());
}

/** @param {SpanQuery} query @param {string} key @param {string} value */
function takeNamed(query, key, value) {
  if (key === "thread") query.thread = value;
  else if (key === "object") query.object = value;
  else if (key === "state" && value) query.states.push(value.toLowerCase());
  else if (key === "in") query.whole = value === "run";
  else if (key === "" && value) query.words.push(value.toLowerCase());
}

/** @param {SpanQuery} query @returns {string} that reads as the same again */
export function writeQuery({ words, states, thread, object, atLeastNs, atMostNs, whole }) {
  return [
    ...states.map((state) => `state:${state}`),
    thread && `thread:${quoted(thread)}`,
    object && `object:${quoted(object)}`,
    atLeastNs > 0 && `>${shortTime(atLeastNs)}`,
    atMostNs < Infinity && `<${shortTime(atMostNs)}`,
    whole && "in:run",
    ...words.map(quoted),
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {string} text */
function quoted(text) {
  return /^[^\s":<>]+$/.test(text) ? text : `"${text.replaceAll('"', "")}"`;
}

/** @param {number} ns */
function shortTime(ns) {
  const unit = ["s", "ms", "us"].find((name) => ns >= UNITS[name]) ?? "ns";
  return `${ns / UNITS[unit]}${unit}`;
}

/**
 * @param {Timeline} timeline @param {SpanQuery} query
 * @returns {SpanTest} made for one pass over the spans: what it has read it keeps
 */
export function testOf(timeline, query) {
  const states = statesOf(query.states);
  const threads = named(
    timeline.lanes.map(({ id, name }) => [id, name]),
    query.thread,
  );
  const objects = named(
    [...timeline.objects.keys()].map((id) => [id, timeline.objectName(id)]),
    query.object,
  );
  const said = new Words(timeline, query.words);
  return {
    lane: (id) => threads === null || threads.has(id),
    span(spans, lane, index) {
      if (states && !states.has(spans.state(index))) return false;
      if (objects && !objects.has(spans.object(index))) return false;
      const ns = spans.end(index) - spans.start(index);
      if (ns < query.atLeastNs || ns > query.atMostNs) return false;
      return said.occurIn(spans, lane, index);
    },
  };
}

/** @param {string[]} names beginnings are enough @returns {Set<number> | null} null: any */
function statesOf(names) {
  if (names.length === 0) return null;
  const codes = STATES.flatMap((state, code) =>
    names.some((name) => state.startsWith(name)) ? [code] : [],
  );
  return new Set(codes);
}

/** Whose name it is, or else in whose name it occurs.
 *  @param {(readonly [number, string])[]} all @param {string} name
 *  @returns {Set<number> | null} null: any */
function named(all, name) {
  if (!name) return null;
  const exact = all.filter(([, each]) => each === name);
  const wanted = name.toLowerCase();
  const found = exact.length
    ? exact
    : all.filter(([, each]) => each.toLowerCase().includes(wanted));
  return new Set(found.map(([id]) => id));
}

/** Words looked for in what spans say. A million spans say some hundred different things: each
 *  is read once. */
class Words {
  /** Which words occur, as bits, by what is said. @type {Map<number, number>} */
  #bySaying = new Map();
  /** @type {Map<number, number>} */
  #byLane = new Map();

  /** @param {Timeline} timeline @param {string[]} words */
  constructor(timeline, words) {
    this.timeline = timeline;
    // Nobody types more; bits of one number hold them.
    this.words = words.slice(0, 30);
    this.all = 2 ** this.words.length - 1;
  }

  /** @param {SpanColumns} spans @param {number} lane @param {number} index */
  occurIn(spans, lane, index) {
    if (this.all === 0) return true;
    const { timeline } = this;
    const inName = this.#known(this.#byLane, lane, () => timeline.laneName(lane));
    if (inName === this.all) return true;
    const inSaying = this.#known(this.#bySaying, sayingOf(spans, index), () =>
      [
        whatOf(timeline, lane, index),
        timeline.siteText(spans.site(index)),
        timeline.sites.get(spans.site(index))?.function ?? "",
      ].join("\n"),
    );
    return (inName | inSaying) === this.all;
  }

  /** @param {Map<number, number>} known @param {number} key @param {() => string} text */
  #known(known, key, text) {
    const bits = known.get(key);
    if (bits !== undefined) return bits;
    const lower = text().toLowerCase();
    const found = this.words.reduce(
      (sum, word, at) => sum | (lower.includes(word) ? 1 << at : 0),
      0,
    );
    known.set(key, found);
    return found;
  }
}

/** One number for everything that makes the words of a span.
 *  @param {SpanColumns} spans @param {number} index */
export function sayingOf(spans, index) {
  const kind = spans.state(index) * 64 + spans.operation(index);
  return (kind * MANY + spans.object(index)) * MANY + spans.site(index);
}

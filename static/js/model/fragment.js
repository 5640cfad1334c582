/**
 * The fragment: a view as text after the `#` of the address, `v=1&from=…&to=…`.
 *
 * Public: links that people have sent must go on working, so a key once given keeps
 * its meaning, unknown keys are ignored, and what cannot be read is said, not guessed.
 */

import { asItComes } from "./arrangement.js";
import { arrangementParts, readArrangement } from "./arrangement_link.js";
import { readMarks, writeMarks } from "./marks.js";
import { readObjectOrder } from "./object_order.js";

const VERSION = "1";

/** @import {Arrangement} from "./arrangement.js" */
/** @import {HandMark} from "./marks.js" */
/** @import {ObjectOrder} from "./object_order.js" */

/** @typedef {{lane: number, start: number}} SpanPlace a span, by its lane and its start in ns */
/** @typedef {{object: number, start: number}} HoldPlace a hold of a GIL or lock, by its id and
 *  the start in ns */
/** @typedef {{file: number, line: number}} LinePlace a line of the source, by its file's id */
/** @typedef {{fromNs: number, toNs: number}} Range */
/** @typedef {"gil" | "cores"} Extra a lane that is no thread's */
/** @typedef {"threads" | "objects" | "table"} Mode what the timeline is shown as: lanes by thread,
 *  lanes by sync object, or a table of spans */

/** @type {readonly Extra[]} */
const EXTRAS = ["gil", "cores"];

/** The first is how a page opens. @type {readonly Mode[]} */
const MODES = ["threads", "objects", "table"];

/** What a link can carry. An absent window means the whole run.
 *  @typedef {{window: Range | null, selection: SpanPlace | null, hold: HoldPlace | null,
 *   playheadNs: number | null, range: Range | null, arrows: "one" | "all", arrangement: Arrangement,
 *   without: Extra[], mode: Mode, objectOrder: ObjectOrder, line: LinePlace | null, marks: HandMark[],
 *   filter: string}} LinkedView */

/** @returns {LinkedView} */
export function emptyView() {
  return {
    window: null,
    selection: null,
    hold: null,
    playheadNs: null,
    range: null,
    arrows: "one",
    arrangement: asItComes(),
    without: [],
    mode: "threads",
    objectOrder: "waited",
    line: null,
    marks: [],
    filter: "",
  };
}

/** @param {LinkedView} view without the "#"; "" when the page opens like that anyway */
export function encodeFragment(view) {
  /** @type {string[]} */
  const parts = [];
  if (view.window) {
    parts.push(`from=${Math.round(view.window.fromNs)}`, `to=${Math.round(view.window.toNs)}`);
  }
  if (view.selection) parts.push(`sel=${view.selection.lane}.${view.selection.start}`);
  if (view.hold) parts.push(`hold=${view.hold.object}.${view.hold.start}`);
  if (view.playheadNs !== null) parts.push(`at=${Math.round(view.playheadNs)}`);
  if (view.range) {
    parts.push(`range=${Math.round(view.range.fromNs)}-${Math.round(view.range.toNs)}`);
  }
  if (view.arrows === "all") parts.push("arrows=all");
  parts.push(...arrangementParts(view.arrangement));
  if (view.without.length) parts.push(`without=${view.without.join(".")}`);
  if (view.mode !== "threads") parts.push(`as=${view.mode}`);
  if (view.objectOrder !== "waited") parts.push(`by=${view.objectOrder}`);
  if (view.line) parts.push(`line=${view.line.file}.${view.line.line}`);
  if (view.marks.length) parts.push(`marks=${encodeURIComponent(writeMarks(view.marks))}`);
  if (view.filter) parts.push(`q=${encodeURIComponent(view.filter)}`);
  return parts.length ? `v=${VERSION}&${parts.join("&")}` : "";
}

/**
 * @param {string} text with or without the "#"
 * @returns {{view: LinkedView, problem: string | null}} what could be read, and what could not
 */
export function decodeFragment(text) {
  const view = emptyView();
  const plain = text.replace(/^#/, "");
  if (plain === "") return { view, problem: null };
  const keys = new URLSearchParams(plain);
  const version = keys.get("v");
  if (version !== VERSION) {
    const which = version === null ? "has no version" : `is of version ${version.slice(0, 12)}`;
    return {
      view,
      problem: `The view in this link ${which}, which this page cannot read, so the whole run is shown.`,
    };
  }
  /** @type {string[]} */
  const unread = [];
  /** @template Value @param {string} key @param {(text: string) => Value | null} read */
  const take = (key, read) => {
    const given = keys.get(key);
    if (given === null) return null;
    const value = read(given);
    if (value === null) unread.push(key);
    return value;
  };
  const from = take("from", readTime);
  const to = take("to", readTime);
  if (from !== null && to !== null && to > from) view.window = { fromNs: from, toNs: to };
  else if (unread.length === 0 && (keys.has("from") || keys.has("to"))) unread.push("from", "to");
  view.selection = take("sel", readPlace);
  const hold = take("hold", readPlace);
  if (hold) view.hold = { object: hold.lane, start: hold.start };
  view.playheadNs = take("at", readTime);
  view.range = take("range", readRange);
  view.arrows = keys.get("arrows") === "all" ? "all" : "one";
  view.arrangement = readArrangement(take, readRange);
  view.without = take("without", readExtras) ?? [];
  view.mode = take("as", readMode) ?? "threads";
  view.objectOrder = take("by", readObjectOrder) ?? "waited";
  const line = take("line", readPlace);
  if (line) view.line = { file: line.lane, line: line.start };
  view.marks = take("marks", readMarks) ?? [];
  view.filter = keys.get("q") ?? "";
  return { view, problem: unread.length ? unreadable(unread) : null };
}

/** @param {string[]} keys */
function unreadable(keys) {
  const names = [...new Set(keys)].map((key) => `“${key}”`).join(", ");
  return `Part of the view in this link cannot be read (${names}); the rest is shown.`;
}

/** @param {string} text */
function readTime(text) {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** @param {string} text @returns {SpanPlace | null} */
function readPlace(text) {
  const match = /^(\d{1,9})\.(\d{1,16})$/.exec(text);
  const start = match && readTime(match[2]);
  return match && start !== null ? { lane: Number(match[1]), start } : null;
}

/** @param {string} text @returns {Range | null} */
function readRange(text) {
  const [from, to, ...more] = text.split("-").map(readTime);
  if (from === null || to === null || to === undefined || more.length || to <= from) return null;
  return { fromNs: from, toNs: to };
}

/** @param {string} text @returns {Extra[] | null} */
function readExtras(text) {
  const named = text.split(".");
  const known = EXTRAS.filter((extra) => named.includes(extra));
  return known.length === named.length ? known : null;
}

/** @param {string} text @returns {Mode | null} */
function readMode(text) {
  return MODES.find((mode) => mode === text) ?? null;
}

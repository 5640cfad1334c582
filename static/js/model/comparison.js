/**
 * A comparison: two runs beside each other on one axis, as text after the `#` of the address.
 *
 * The axis counts from a moment of each run, so its times may be negative; what belongs to
 * one side only — selection, hidden lanes, whatever a view's own link carries — keeps the
 * view's own keys behind `a.` and `b.`. Public, like the fragment of one timeline: a key once
 * given keeps its meaning, unknown ones are ignored.
 */

const VERSION = "1";
const ID = /^[0-9a-f]{32}$/;
/** These the two sides have in common, so neither side's own link carries them. */
const SHARED_KEYS = new Set(["v", "from", "to", "range", "at"]);

/** @typedef {{fromNs: number, toNs: number}} Range */
/** @typedef {"start" | readonly [aNs: number, bNs: number]} Alignment what lies above each other:
 *  both starts, or a moment of each run in its own time */

/** Window, range and playhead on the common axis; an absent window means all of both.
 *  @typedef {{a: string, b: string, align: Alignment, window: Range | null, range: Range | null,
 *   playheadNs: number | null, sides: readonly [string, string]}} LinkedComparison sides:
 *   fragments of the two views */

/** @returns {LinkedComparison} */
function emptyComparison() {
  const nowhere = { window: null, range: null, playheadNs: null };
  return { a: "", b: "", align: "start", ...nowhere, sides: ["", ""] };
}

/** The moments that the axis calls zero, each in its run's own time. @param {Alignment} align
 *  @returns {readonly [number, number]} */
export function zerosOf(align) {
  return align === "start" ? [0, 0] : align;
}

/** @param {LinkedComparison} comparison @returns {string} without the "#" */
export function encodeComparison({ a, b, align, window, range, playheadNs, sides }) {
  const parts = [`v=${VERSION}`];
  if (a) parts.push(`a=${a}`);
  if (b) parts.push(`b=${b}`);
  if (a && b) parts.push(`align=${align === "start" ? align : align.map(Math.round).join(".")}`);
  if (window) parts.push(`from=${Math.round(window.fromNs)}`, `to=${Math.round(window.toNs)}`);
  if (range) parts.push(`range=${Math.round(range.fromNs)}_${Math.round(range.toNs)}`);
  if (playheadNs !== null) parts.push(`at=${Math.round(playheadNs)}`);
  sides.forEach((side, index) => {
    for (const [key, value] of new URLSearchParams(side)) {
      if (!SHARED_KEYS.has(key)) parts.push(`${"ab"[index]}.${key}=${encodeURIComponent(value)}`);
    }
  });
  return parts.join("&");
}

/**
 * @param {string} text with or without the "#"
 * @returns {{comparison: LinkedComparison, problem: string | null}}
 */
export function decodeComparison(text) {
  const comparison = emptyComparison();
  const plain = text.replace(/^#/, "");
  if (plain === "") return { comparison, problem: null };
  const keys = new URLSearchParams(plain);
  if (keys.get("v") !== VERSION) {
    return {
      comparison,
      problem: "This link is of a version that this page cannot read. Choose the two runs below.",
    };
  }
  /** @type {string[]} */
  const unread = [];
  /** @template Value @param {string} key @param {(text: string) => Value | null} read */
  const take = (key, read) => {
    const given = keys.get(key);
    const value = given === null ? null : read(given);
    if (given !== null && value === null) unread.push(key);
    return value;
  };
  comparison.a = take("a", readId) ?? "";
  comparison.b = take("b", readId) ?? "";
  comparison.align = take("align", readAlignment) ?? "start";
  const [from, to] = [take("from", readTime), take("to", readTime)];
  if (from !== null && to !== null && to > from) comparison.window = { fromNs: from, toNs: to };
  else if (unread.length === 0 && (keys.has("from") || keys.has("to"))) unread.push("from", "to");
  comparison.range = take("range", readRange);
  comparison.playheadNs = take("at", readTime);
  comparison.sides = [sideOf(keys, "a."), sideOf(keys, "b.")];
  return { comparison, problem: unread.length ? unreadable(unread) : null };
}

/** @param {URLSearchParams} keys @param {string} prefix @returns {string} a view's fragment */
function sideOf(keys, prefix) {
  const own = [...keys].filter(([key]) => key.startsWith(prefix));
  if (!own.length) return "";
  const parts = own.map(([key, value]) => [key.slice(prefix.length), value]);
  return new URLSearchParams([["v", VERSION], ...parts]).toString();
}

/** @param {string[]} keys */
function unreadable(keys) {
  const names = [...new Set(keys)].map((key) => `“${key}”`).join(", ");
  return `Part of this link cannot be read (${names}); the rest is shown.`;
}

/** @param {string} text */
function readId(text) {
  return ID.test(text) ? text : null;
}

/** @param {string} text */
function readTime(text) {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** @param {string} text @returns {Alignment | null} */
function readAlignment(text) {
  if (text === "start") return "start";
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(text);
  const [aNs, bNs] = match ? [readTime(match[1]), readTime(match[2])] : [null, null];
  return aNs === null || bNs === null ? null : [aNs, bNs];
}

/** @param {string} text @returns {Range | null} */
function readRange(text) {
  const [from, to, ...more] = text.split("_").map(readTime);
  if (from === null || to === null || to === undefined || more.length || to <= from) return null;
  return { fromNs: from, toNs: to };
}

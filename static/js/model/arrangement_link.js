/**
 * An arrangement as a link carries it: `hide=3.5-9&pin=2&sort=busy&over=0-9000&order=7-3&group=pool
 * &fold=4.g6`. Public, like all of the fragment: a key once given keeps its meaning.
 */

import { asItComes } from "./arrangement.js";
import { GROUPINGS } from "./groupings.js";
import { SORTS } from "./lane_order.js";

/** @import {Arrangement} from "./arrangement.js" */
/** @import {Move} from "./lane_order.js" */

/** Shorter ones are no shorter as a range. */
const LEAST_RANGE = 3;
const MOST_OF_A_RANGE = 1_000_000;

/** @param {Arrangement} chosen @returns {string[]} parts of a fragment, none for what is as it
 *  comes */
export function arrangementParts(chosen) {
  const { sortedOver: over, order, folded, foldedGroups } = chosen;
  const folds = [...folded, ...[...foldedGroups].map((id) => `g${id}`)];
  /** @type {[string, string][]} */
  const parts = [
    ["hide", writeIds(chosen.hidden)],
    ["pin", [...chosen.pinned].join(".")],
    ["sort", chosen.sort === "start" ? "" : chosen.sort],
    ["over", over ? `${Math.round(over.fromNs)}-${Math.round(over.toNs)}` : ""],
    ["order", order.map(({ lane, before }) => `${lane}-${before}`).join(".")],
    ["group", chosen.group ?? ""],
    ["fold", folds.join(".")],
  ];
  return parts.filter(([, text]) => text !== "").map(([key, text]) => `${key}=${text}`);
}

/**
 * @param {<Value>(key: string, read: (text: string) => Value | null) => Value | null} take the value
 *   of a key; null when it is not there or cannot be read
 * @param {(text: string) => Arrangement["sortedOver"]} readRange
 * @returns {Arrangement}
 */
export function readArrangement(take, readRange) {
  const plain = asItComes();
  const folds = take("fold", readFolds);
  return {
    hidden: new Set(take("hide", readIds) ?? []),
    pinned: new Set(take("pin", readIds) ?? []),
    sort: take("sort", oneOf(SORTS)) ?? plain.sort,
    sortedOver: take("over", readRange),
    order: take("order", readMoves) ?? plain.order,
    group: take("group", oneOf(GROUPINGS)),
    folded: folds?.lanes ?? plain.folded,
    foldedGroups: folds?.groups ?? plain.foldedGroups,
  };
}

/** "3.5-9": lanes that follow one another are written as a range. @param {Iterable<number>} ids */
function writeIds(ids) {
  const sorted = [...ids].sort((a, b) => a - b);
  /** @type {string[]} */
  const parts = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at + 1;
    while (sorted[end] === sorted[end - 1] + 1) end += 1;
    if (end - at >= LEAST_RANGE) parts.push(`${sorted[at]}-${sorted[end - 1]}`);
    else parts.push(...sorted.slice(at, end).map(String));
    at = end;
  }
  return parts.join(".");
}

/** @param {string} text @returns {number[] | null} */
function readIds(text) {
  if (!/^\d{1,9}(-\d{1,9})?(\.\d{1,9}(-\d{1,9})?)*$/.test(text)) return null;
  /** @type {number[]} */
  const ids = [];
  for (const part of text.split(".")) {
    const [first, last = first] = part.split("-").map(Number);
    if (last < first || last - first >= MOST_OF_A_RANGE) return null;
    for (let id = first; id <= last; id += 1) ids.push(id);
  }
  return ids;
}

/** @param {string} text @returns {Move[] | null} */
function readMoves(text) {
  if (!/^\d{1,9}-\d{1,9}(\.\d{1,9}-\d{1,9})*$/.test(text)) return null;
  return text.split(".").map((move) => {
    const [lane, before] = move.split("-").map(Number);
    return { lane, before };
  });
}

/** @param {string} text */
function readFolds(text) {
  if (!/^g?\d{1,9}(\.g?\d{1,9})*$/.test(text)) return null;
  const parts = text.split(".");
  const groups = parts.filter((part) => part.startsWith("g")).map((part) => Number(part.slice(1)));
  const lanes = parts.filter((part) => !part.startsWith("g")).map(Number);
  return { lanes: new Set(lanes), groups: new Set(groups) };
}

/** @template {string} Word @param {readonly Word[]} words */
function oneOf(words) {
  return (/** @type {string} */ text) => words.find((word) => word === text) ?? null;
}

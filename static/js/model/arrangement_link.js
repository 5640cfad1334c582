/**
 * An arrangement as a link carries it: `hide=3.5-9&pin=2.g6&sort=busy&over=0-9000&order=7-3.g6-g1
 * &group=pool&fold=4.g6`; a `g` is before the id of a group. Public, like all of the fragment: a key once given keeps its meaning.
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
  const { sortedOver: over, order, groupOrder, folded, foldedGroups } = chosen;
  const both = (/** @type {Iterable<number>} */ lanes, /** @type {Iterable<number>} */ groups) =>
    [...lanes, ...[...groups].map((id) => `g${id}`)].join(".");
  const moves = [
    ...order.map(({ lane, before }) => `${lane}-${before}`),
    ...groupOrder.map(({ lane, before }) => `g${lane}-g${before}`),
  ];
  /** @type {[string, string][]} */
  const parts = [
    ["hide", writeIds(chosen.hidden)],
    ["pin", both(chosen.pinned, chosen.pinnedGroups)],
    ["sort", chosen.sort === "start" ? "" : chosen.sort],
    ["over", over ? `${Math.round(over.fromNs)}-${Math.round(over.toNs)}` : ""],
    ["order", moves.join(".")],
    ["group", chosen.group ?? ""],
    ["fold", both(folded, foldedGroups)],
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
  const folds = take("fold", readBoth);
  const pins = take("pin", readBoth);
  const moves = take("order", readMoves);
  return {
    hidden: new Set(take("hide", readIds) ?? []),
    pinned: pins?.lanes ?? plain.pinned,
    pinnedGroups: pins?.groups ?? plain.pinnedGroups,
    sort: take("sort", oneOf(SORTS)) ?? plain.sort,
    sortedOver: take("over", readRange),
    order: moves?.lanes ?? plain.order,
    groupOrder: moves?.groups ?? plain.groupOrder,
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

/** Moves of lanes, "7-3", and of groups, "g6-g1". @param {string} text */
function readMoves(text) {
  if (!/^(\d{1,9}-\d{1,9}|g\d{1,9}-g\d{1,9})(\.(\d{1,9}-\d{1,9}|g\d{1,9}-g\d{1,9}))*$/.test(text)) {
    return null;
  }
  const moves = (/** @type {string[]} */ parts) =>
    parts.map((part) => {
      const [lane, before] = part.replaceAll("g", "").split("-").map(Number);
      return /** @type {Move} */ ({ lane, before });
    });
  const parts = text.split(".");
  return {
    lanes: moves(parts.filter((part) => !part.startsWith("g"))),
    groups: moves(parts.filter((part) => part.startsWith("g"))),
  };
}

/** Lanes, "4" or "5-9", and groups, "g6". @param {string} text */
function readBoth(text) {
  const parts = text.split(".");
  const groups = parts.filter((part) => part.startsWith("g"));
  const lanes = parts.filter((part) => !part.startsWith("g"));
  const ids = lanes.length ? readIds(lanes.join(".")) : [];
  if (!ids || !groups.every((part) => /^g\d{1,9}$/.test(part))) return null;
  return { lanes: new Set(ids), groups: new Set(groups.map((part) => Number(part.slice(1)))) };
}

/** @template {string} Word @param {readonly Word[]} words */
function oneOf(words) {
  return (/** @type {string} */ text) => words.find((word) => word === text) ?? null;
}

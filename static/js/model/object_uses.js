/**
 * How each sync object was used in the whole of a run that is not here whole: the sums that its
 * overview tells (`docs/format.md`).
 */

/** @typedef {{ns: number, lane: number, startNs: number}} Longest */
/** @typedef {{count: number, ns: number, longest: Longest}} Sum of waits, or of holds */
/** @typedef {{waits: Sum, holds: Sum}} ObjectUse */

/** Numbers of a sum in a row. */
const WIDTH = 5;

/** @param {number[][]} rows @returns {Map<number, ObjectUse>} by object */
export function readUses(rows) {
  return new Map(
    rows.map((row) => [row[0], { waits: sumAt(row, 1), holds: sumAt(row, 1 + WIDTH) }]),
  );
}

/** @param {number[]} row @param {number} at @returns {Sum} */
function sumAt(row, at) {
  const [count = 0, ns = 0, longestNs = 0, lane = 0, startNs = 0] = row.slice(at, at + WIDTH);
  return { count, ns, longest: { ns: longestNs, lane, startNs } };
}

/** Of an object that nobody waited for or held. @type {ObjectUse} */
export const NO_USE = { waits: sumAt([], 0), holds: sumAt([], 0) };

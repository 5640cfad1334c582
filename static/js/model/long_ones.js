/**
 * The long ones: rows of time of which only those that are wide enough to be seen from afar are
 * here, in order, with gaps in which there were others.
 *
 * @typedef {{length: number, end: (i: number) => number, lastKept: (ns: number) => number}} LongOnes
 */

/** The index of the first that ends after a time. @param {LongOnes} rows @param {number} ns */
export function firstEndingAfter(rows, ns) {
  const i = Math.max(0, rows.lastKept(ns));
  return i < rows.length && rows.end(i) <= ns ? i + 1 : i;
}

/** The index of the one that is there at a time, or just ended; -1 in a gap.
 *  @param {LongOnes} rows @param {number} ns */
export function lastThere(rows, ns) {
  const i = rows.lastKept(ns);
  return i >= 0 && ns <= rows.end(i) ? i : -1;
}

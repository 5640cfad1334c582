/** A bisection: the place of a value in an ordered sequence known only by its reader. */

/**
 * The first index whose value is greater than `value`; `length` when there is none.
 *
 * @param {number} length
 * @param {(index: number) => number} valueAt never decreasing
 * @param {number} value
 */
export function firstAbove(length, valueAt, value) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The first index whose value is `value` or greater; `length` when there is none.
 *
 * @param {number} length
 * @param {(index: number) => number} valueAt never decreasing
 * @param {number} value
 */
export function firstFrom(length, valueAt, value) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

/**
 * The same as `firstAbove`, for whoever knows that it is not before `from` and likely near it.
 *
 * @param {number} from @param {number} length
 * @param {(index: number) => number} valueAt never decreasing
 * @param {number} value
 */
export function firstAboveNear(from, length, valueAt, value) {
  let step = 1;
  while (from + step < length && valueAt(from + step) <= value) step *= 2;
  const base = from + (step >>> 1);
  return base + firstAbove(Math.min(length, from + step) - base, (i) => valueAt(base + i), value);
}

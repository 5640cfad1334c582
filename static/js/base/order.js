/**
 * An order: the places of numbers from the least to the greatest, found in steps.
 *
 * The sort of typed arrays cannot be interrupted, and takes half a second with a comparison for
 * a million rows. This is a merge sort from the bottom: stable, so equal rows keep the order
 * they came in, and what is in order already (spans of a lane by their start) is only copied.
 */

/** Runs so short are sorted by insertion. */
const RUN = 16;
/** So many numbers are placed between two rests: some hundred microseconds. */
const STEP = 1 << 14;

/**
 * @param {Float64Array} keys
 * @returns {Generator<void, Uint32Array>} places in `keys`, in order
 */
export function* orderOf(keys) {
  let from = new Uint32Array(keys.length);
  for (let start = 0; start < keys.length; start += STEP) {
    const end = Math.min(start + STEP, keys.length);
    for (let run = start; run < end; run += RUN) insert(from, keys, run, Math.min(run + RUN, end));
    yield;
  }
  let to = new Uint32Array(keys.length);
  for (let width = RUN; width < keys.length; width *= 2) {
    for (let start = 0; start < keys.length; start += 2 * width) {
      const merge = new Merge(from, to, keys, start, width);
      while (!merge.step()) yield;
      if (start % STEP === 0) yield;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** The same without a rest, for few. @param {Float64Array} keys */
export function placesInOrder(keys) {
  const work = orderOf(keys);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** @param {Uint32Array} order @param {Float64Array} keys @param {number} from @param {number} to */
function insert(order, keys, from, to) {
  for (let i = from; i < to; i += 1) {
    const key = keys[i];
    let at = i;
    for (; at > from && keys[order[at - 1]] > key; at -= 1) order[at] = order[at - 1];
    order[at] = i;
  }
}

/** Two neighbouring runs on their way to be one. */
class Merge {
  /**
   * @param {Uint32Array} from @param {Uint32Array} to @param {Float64Array} keys
   * @param {number} start @param {number} width of each of the two
   */
  constructor(from, to, keys, start, width) {
    this.from = from;
    this.to = to;
    this.keys = keys;
    this.left = start;
    this.leftEnd = Math.min(start + width, from.length);
    this.right = this.leftEnd;
    this.rightEnd = Math.min(start + 2 * width, from.length);
    this.out = start;
  }

  /** @returns {boolean} whether it is done */
  step() {
    const { from, to, keys, leftEnd, rightEnd } = this;
    if (this.#inOrder()) {
      to.set(from.subarray(this.left, rightEnd), this.out);
      return true;
    }
    let { left, right, out } = this;
    const until = Math.min(out + STEP, rightEnd);
    for (; out < until; out += 1) {
      const takeLeft =
        right >= rightEnd || (left < leftEnd && keys[from[left]] <= keys[from[right]]);
      to[out] = takeLeft ? from[left++] : from[right++];
    }
    this.left = left;
    this.right = right;
    this.out = out;
    return out >= rightEnd;
  }

  /** Nothing was taken yet, and nothing of the left is greater than anything of the right. */
  #inOrder() {
    const { from, keys, left, leftEnd, right, rightEnd } = this;
    if (right !== leftEnd) return false;
    return right >= rightEnd || keys[from[leftEnd - 1]] <= keys[from[right]] || left >= leftEnd;
  }
}

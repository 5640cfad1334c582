/**
 * A column of numbers that only grows, kept in chunks of 8 k.
 *
 * Growing an array of a million numbers by doubling it costs 14–19 ms in one frame;
 * a new chunk costs nothing. Only the first chunk grows, four times at once, so that five
 * hundred lanes of ten spans stay small, and those of thousands leave little behind.
 *
 * There is a class per kind of number, each with code of its own: one `get` that has
 * seen arrays of several kinds is compiled for none of them, and ten times slower.
 */

const CHUNK_BITS = 13;
export const CHUNK_LENGTH = 1 << CHUNK_BITS;
export const CHUNK_MASK = CHUNK_LENGTH - 1;
const FIRST_LENGTH = 64;
const FIRST_GROWTH = 4;

/** Times, durations and sums: whole numbers up to 2^53, and fractions. */
export class Float64Column {
  length = 0;
  /** @type {Float64Array[]} */
  #chunks = [];

  /** The array that an index lies in, at `index & CHUNK_MASK`: for the hottest loops.
   *  @param {number} index */
  chunkOf(index) {
    return this.#chunks[index >>> CHUNK_BITS];
  }

  /** @param {number} index below `length` */
  get(index) {
    return this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK];
  }

  /** @param {number} index below `length` @param {number} value */
  set(index, value) {
    this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = value;
  }

  /** @param {number} value */
  push(value) {
    const index = this.length;
    const chunk = this.#chunks[index >>> CHUNK_BITS];
    if (chunk === undefined || (index & CHUNK_MASK) >= chunk.length) {
      grow(this.#chunks, chunk, (length) => new Float64Array(length));
    }
    this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = value;
    this.length = index + 1;
  }

  /**
   * The first index whose value is greater; `length` when there is none. Of a column that never
   * decreases. What `firstAbove` of bisect.js does for any sequence, this does for the one that is
   * asked thousands of times a frame, without a call for each value.
   *
   * @param {number} value
   */
  firstAbove(value) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(middle) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Reserved, for the figure of memory per span. */
  get bytes() {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }
}

/** Ids and codes: whole numbers up to 2^32. */
export class Uint32Column {
  length = 0;
  /** @type {Uint32Array[]} */
  #chunks = [];

  /** The array that an index lies in, at `index & CHUNK_MASK`: for the hottest loops.
   *  @param {number} index */
  chunkOf(index) {
    return this.#chunks[index >>> CHUNK_BITS];
  }

  /** @param {number} index below `length` */
  get(index) {
    return this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK];
  }

  /** @param {number} index below `length` @param {number} value */
  set(index, value) {
    this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = value;
  }

  /** @param {number} value */
  push(value) {
    const index = this.length;
    const chunk = this.#chunks[index >>> CHUNK_BITS];
    if (chunk === undefined || (index & CHUNK_MASK) >= chunk.length) {
      grow(this.#chunks, chunk, (length) => new Uint32Array(length));
    }
    this.#chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = value;
    this.length = index + 1;
  }

  /** Reserved, for the figure of memory per span. */
  get bytes() {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }
}

/**
 * Make room: grow the first chunk up to its full length, or begin another.
 *
 * @template {Float64Array | Uint32Array} Numbers
 * @param {Numbers[]} chunks @param {Numbers | undefined} full the chunk without room
 * @param {(length: number) => Numbers} make
 */
function grow(chunks, full, make) {
  if (full === undefined) {
    chunks.push(make(chunks.length === 0 ? FIRST_LENGTH : CHUNK_LENGTH));
    return;
  }
  const grown = make(Math.min(CHUNK_LENGTH, full.length * FIRST_GROWTH));
  grown.set(full);
  chunks[chunks.length - 1] = grown;
}

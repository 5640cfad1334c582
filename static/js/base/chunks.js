/**
 * A column of numbers that only grows, kept in chunks of 64 k.
 *
 * Growing an array of a million numbers by doubling it costs 14–19 ms in one frame;
 * a new chunk costs nothing. Only the first chunk doubles, so that five hundred
 * lanes of ten spans stay small.
 */

const CHUNK_BITS = 16;
export const CHUNK_LENGTH = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_LENGTH - 1;
const FIRST_LENGTH = 64;

/** @typedef {Float64Array | Uint32Array | Uint16Array | Uint8Array} NumberArray */
/** @typedef {new (length: number) => NumberArray} NumberArrayType */

export class ChunkedColumn {
  /** @param {NumberArrayType} type */
  constructor(type) {
    this.type = type;
    this.length = 0;
    /** @type {NumberArray[]} Read-only outside; hot loops read chunks directly. */
    this.chunks = [];
  }

  /** @param {number} index */
  get(index) {
    return this.chunks[index >>> CHUNK_BITS][index & CHUNK_MASK];
  }

  /**
   * @param {number} index below `length`
   * @param {number} value
   */
  set(index, value) {
    this.chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = value;
  }

  /** @param {number} value */
  push(value) {
    const index = this.length;
    const chunk = index >>> CHUNK_BITS;
    if (chunk === this.chunks.length || (index & CHUNK_MASK) >= this.chunks[chunk].length) {
      this.#grow(chunk);
    }
    this.chunks[chunk][index & CHUNK_MASK] = value;
    this.length = index + 1;
  }

  /** Bytes reserved, for the figure of memory per span. */
  get bytes() {
    return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  /** @param {number} chunk */
  #grow(chunk) {
    if (chunk > 0) {
      this.chunks.push(new this.type(CHUNK_LENGTH));
      return;
    }
    const before = this.chunks[0];
    const grown = new this.type(before ? before.length * 2 : FIRST_LENGTH);
    if (before) grown.set(before);
    this.chunks[0] = grown;
  }
}

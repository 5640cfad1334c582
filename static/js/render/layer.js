/**
 * A layer: one kind of thing drawn on a canvas, from a frame and nothing else.
 *
 * @typedef {import("../layout/frame.js").Frame & {palette: import("./palette.js").Palette,
 *   scratch: Scratch}} Scene a frame with the colours to draw it in
 *
 * @typedef {{id: string, draw(ctx: CanvasRenderingContext2D, scene: Scene): void}} Layer
 */

/**
 * Pixels lent to a layer for the time of its draw, so that none are allocated per frame. Lanes
 * of one kind are of one height, so there are few images.
 */
export class Scratch {
  /** By height. @type {Map<number, ImageData>} */
  #images = new Map();

  /** An image of that size with whatever was in it. @param {number} width
   *  @param {number} height */
  image(width, height) {
    const known = this.#images.get(height);
    if (known?.width === width) return known;
    if (this.#images.size > MOST_HEIGHTS) this.#images.clear();
    const image = new ImageData(width, height);
    this.#images.set(height, image);
    return image;
  }
}

/** More heights than these are of windows that were resized. */
const MOST_HEIGHTS = 12;

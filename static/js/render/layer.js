/**
 * A layer: one kind of thing drawn on a canvas, from a frame and nothing else.
 *
 * @typedef {import("../layout/frame.js").Frame & {palette: import("./palette.js").Palette,
 *   scratch: Scratch}} Scene a frame with the colours to draw it in
 *
 * @typedef {{id: string, draw(ctx: CanvasRenderingContext2D, scene: Scene): void}} Layer
 */

/**
 * Pixels lent to a layer for the time of its draw, so that none are allocated per frame.
 */
export class Scratch {
  /** @type {ImageData | null} */
  #image = null;

  /** An image of that size with whatever was in it. @param {number} width
   *  @param {number} height */
  image(width, height) {
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
    }
    return this.#image;
  }
}

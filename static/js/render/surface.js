/** A surface: a canvas that is as many device pixels as it covers. */

export class Surface {
  /** Whether its bitmap was cleared by a new size since the last draw. */
  fresh = true;

  /** @param {HTMLCanvasElement} canvas @param {{alpha: boolean}} options */
  constructor(canvas, { alpha }) {
    const ctx = canvas.getContext("2d", { alpha });
    if (!ctx) throw new Error("This browser gives no canvas to draw on.");
    this.canvas = canvas;
    this.ctx = ctx;
    canvas.setAttribute("aria-hidden", "true");
  }

  /** @param {number} widthPx @param {number} heightPx in CSS pixels @param {number} dpr */
  resize(widthPx, heightPx, dpr) {
    const width = Math.max(1, Math.round(widthPx * dpr));
    const height = Math.max(1, Math.round(heightPx * dpr));
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.width = `${width / dpr}px`;
    this.canvas.style.height = `${height / dpr}px`;
    this.fresh = true;
  }

  clear() {
    this.ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}

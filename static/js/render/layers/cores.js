/** The lane of processors: how many the run kept busy, as an area under a line. */

import { PER_CORE } from "../../layout/cores.js";

/** @import {Layer} from "../layer.js" */

/** A core lower than this (CSS pixels) has no line of its own. */
const LEAST_CORE_PX = 4;

/** @type {Layer} */
export const cores = {
  id: "cores",
  draw(ctx, { cores: frame, palette, width, dpr }) {
    if (!frame) return;
    const { columns, shown, box } = frame;
    const line = Math.max(1, Math.round(dpr));
    ctx.fillStyle = palette.line;
    for (let core = 1; core < shown && box.sky / shown >= LEAST_CORE_PX * dpr; core += 1) {
      ctx.fillRect(0, box.baseline - Math.round((core / shown) * box.sky), width, line);
    }
    /** @param {number} column */
    const height = (column) =>
      Math.min(box.sky, Math.round((columns[column] / PER_CORE / shown) * box.sky));
    ctx.fillStyle = palette.dense[0];
    eachStep(columns, height, (from, to, high) => {
      ctx.globalAlpha = 0.3;
      ctx.fillRect(from, box.baseline - high, to - from, high);
      ctx.globalAlpha = 1;
      ctx.fillRect(from, box.baseline - high, to - from, Math.min(high, 2 * line) || line);
    });
  },
};

/**
 * Visit stretches of columns of one height: a step of the counter is one rectangle.
 *
 * @param {Float32Array} columns @param {(column: number) => number} heightOf
 * @param {(from: number, to: number, height: number) => void} visit
 */
function eachStep(columns, heightOf, visit) {
  let from = 0;
  for (let column = 1; column <= columns.length; column += 1) {
    const known = !Number.isNaN(columns[from]);
    if (
      column < columns.length &&
      known === !Number.isNaN(columns[column]) &&
      (!known || heightOf(column) === heightOf(from))
    ) {
      continue;
    }
    if (known) visit(from, column, heightOf(from));
    from = column;
  }
}

/** Moves: how often something was put in a column, which does not depend on the machine. */

import { Float64Column, Uint32Column } from "../../../static/js/base/chunks.js";

/** @param {() => void} work */
export function movesOf(work) {
  const kept = [Float64Column, Uint32Column].map(({ prototype }) => ({
    prototype,
    set: prototype.set,
  }));
  let moves = 0;
  for (const { prototype, set } of kept) {
    prototype.set = function (/** @type {number} */ index, /** @type {number} */ value) {
      moves += 1;
      set.call(/** @type {any} */ (this), index, value);
    };
  }
  try {
    work();
  } finally {
    for (const { prototype, set } of kept) prototype.set = set;
  }
  return moves;
}

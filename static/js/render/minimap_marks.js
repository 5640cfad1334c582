/** Marks set by hand, on the minimap: elements over its bitmap, so that setting one draws nothing
 *  anew. */

import { element } from "./element.js";

/** @import {HandMark} from "../model/marks.js" */

export class MinimapMarks {
  #drawn = "";

  /** @param {HTMLElement} minimap */
  constructor(minimap) {
    this.layer = element("div", "stage-minimap-marks", { "aria-hidden": "true" });
    minimap.append(this.layer);
  }

  /** @param {readonly HandMark[]} marks @param {{fromNs: number, toNs: number}} extent */
  draw(marks, { fromNs, toNs }) {
    const shares = marks.map(({ ns }) => ((ns - fromNs) / Math.max(1, toNs - fromNs)) * 100);
    const key = shares.join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.layer.replaceChildren(
      ...shares.map((share, index) => {
        const mark = element("span", "stage-minimap-mark", {}, String(index + 1));
        mark.style.left = `${share}%`;
        return mark;
      }),
    );
  }
}

/** Labels of spans, in a fixed-width face so that nothing is measured. */

import { layoutLabels } from "../../layout/labels.js";
import { BLOCKED, IO } from "../../model/vocabulary.js";

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const labels = {
  id: "labels",
  draw(ctx, scene) {
    const { palette } = scene;
    ctx.font = palette.font;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    for (const label of layoutLabels(scene, palette.advance)) {
      if (label.state === BLOCKED) {
        // Letters over stripes are hard to read: a plain patch lies under them.
        ctx.fillStyle = palette.fill[BLOCKED];
        ctx.fillRect(label.left, label.top, label.width, label.height);
      }
      ctx.fillStyle = palette.label[label.state];
      ctx.fillText(label.name, label.x, label.y);
      if (!label.duration) continue;
      // White on the colour of I/O has no contrast to give away.
      ctx.globalAlpha = label.state === IO ? 1 : 0.8;
      ctx.fillText(label.duration, label.x + (label.name.length + 1) * palette.advance, label.y);
      ctx.globalAlpha = 1;
    }
  },
};

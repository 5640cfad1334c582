/** Marks of findings that are too short to be seen themselves: a disc on a line through the lane. */

import { layoutFindings } from "../../layout/finding_marks.js";

/** @import {Layer} from "../layer.js" */

const RADIUS_PX = 4;

/** @type {Layer} */
export const findings = {
  id: "findings",
  draw(ctx, scene) {
    const { palette, dpr } = scene;
    const boxes = new Map(scene.lanes.map(({ id, box }) => [id, box]));
    const line = Math.max(1, Math.round(dpr));
    for (const { lane, x, finding } of layoutFindings(scene)) {
      const box = boxes.get(lane);
      if (!box) continue;
      const colour = finding.severity === "error" ? palette.error : palette.hold;
      ctx.fillStyle = colour;
      ctx.fillRect(x, box.top + dpr, line, box.height - 2 * dpr);
      ctx.beginPath();
      ctx.arc(x + line / 2, box.top + (RADIUS_PX + 1) * dpr, RADIUS_PX * dpr, 0, 2 * Math.PI);
      ctx.strokeStyle = palette.ground;
      ctx.lineWidth = 2 * dpr;
      ctx.stroke();
      ctx.fill();
    }
  },
};

/** The names on the lane of a GIL, where there is room: in the part of a hold that is in sight. */

import { drawNames, looksOf } from "./gil.js";

/** @import {Layer} from "../layer.js" */

/** @type {Layer} */
export const gilNames = {
  id: "gil_names",
  draw(ctx, scene) {
    for (const lane of scene.gils) drawNames(ctx, scene, lane, looksOf(scene, lane));
  },
};

/** The first script of the timeline page: small, so that it listens while all others are on their
 *  way. */

import { HeldInput } from "./input/held.js";

export const held = new HeldInput(document);

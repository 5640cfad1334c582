/** The past that a page does not show: who let go of it, and how much it is, as sentences. */

import { formatCounted, formatDuration } from "../base/format.js";

/** @import {Timeline} from "./timeline.js" */

/** @typedef {{brief: string, text: string}} Past `brief` stays the same while the run goes on */

/**
 * Null while all of it is here.
 *
 * @param {Timeline} timeline @returns {Past | null}
 */
export function pastOf({ beginsNs, spansBefore, cost }) {
  if (beginsNs === 0) return null;
  const before = `what ended before ${formatDuration(beginsNs)} was let go, oldest first`;
  if ((cost?.dropped_before ?? beginsNs) >= beginsNs) {
    const text = `The recording grew over its limit: ${before}.`;
    return { brief: `${text} The lanes begin there.`, text };
  }
  const counted = spansBefore > 0 ? `, ${formatCounted(spansBefore, "span")}` : "";
  return {
    brief: "This page shows the latest part of a long recording. The recording has all of it.",
    text: `This page keeps the latest part: ${before}${counted}. The recording has it all.`,
  };
}

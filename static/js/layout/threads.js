/** The look of a thread on the lane of the GIL: one of a few, by its place in its process. */

/** @import {Timeline} from "../model/timeline.js" */

/**
 * @param {Timeline} timeline @param {number} lane @param {number} looks how many there are
 * @returns {number} from 0
 */
export function threadLook(timeline, lane, looks) {
  return timeline.laneNumber(lane) % looks;
}

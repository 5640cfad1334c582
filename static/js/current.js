/** The current cell of the grid: the selected span or hold, in words, on the row it is seen on. */

import { rowOfHold, rowOfSpan } from "./layout/standing.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Current} from "./render/grid.js" */
/** @import {Heads} from "./render/heads.js" */

/**
 * @param {Timeline} timeline @param {View} view @param {Heads} heads
 * @returns {Current | null} null when nothing is selected
 */
export function currentCell(timeline, { mode, selection, hold }, heads) {
  if (hold) {
    const { kind, id } = rowOfHold(timeline, mode, hold);
    return {
      key: `hold ${hold.object}.${hold.start}`,
      row: heads.rowOf(kind, id),
      text: () => {
        const index = timeline.holdsInOrder(hold.object)?.lastStarted(hold.start) ?? -1;
        return timeline.describeHold(hold.object, index)?.announcement ?? "";
      },
    };
  }
  if (!selection) return null;
  const { kind, id } = rowOfSpan(timeline, mode, selection);
  return {
    key: `${selection.lane}.${selection.start}`,
    row: heads.rowOf(kind, id),
    text: () => {
      const index = timeline.spans(selection.lane).lastStarted(selection.start);
      const span = timeline.describe(selection.lane, index);
      return span ? `${span.laneName}: ${span.announcement}` : "";
    },
  };
}

/** The current cell of the grid: the selected span, or hold of the GIL, in words. */

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Current} from "./render/grid.js" */
/** @import {Heads} from "./render/heads.js" */

/**
 * @param {Timeline} timeline @param {View} view @param {Heads} heads
 * @returns {Current | null} null when nothing is selected
 */
export function currentCell(timeline, { selection, hold }, heads) {
  if (hold) {
    return {
      key: `gil ${hold.object}.${hold.start}`,
      row: heads.rowOf("gil", hold.object),
      text: () => {
        const index = timeline.gils.of(hold.object)?.lastStarted(hold.start) ?? -1;
        return timeline.describeHold(hold.object, index)?.announcement ?? "";
      },
    };
  }
  if (!selection) return null;
  return {
    key: `${selection.lane}.${selection.start}`,
    row: heads.rowOf("lane", selection.lane),
    text: () => {
      const index = timeline.spans(selection.lane).lastStarted(selection.start);
      const span = timeline.describe(selection.lane, index);
      return span ? `${span.laneName}: ${span.announcement}` : "";
    },
  };
}

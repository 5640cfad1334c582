/**
 * The first look: the moment at which the lanes of a page that has just been opened are on its
 * screen. What stands around them is fetched and wired after it, so that it costs them no time.
 */

/** When no lanes come, what stands around them is not kept waiting for longer. */
const PATIENCE_MS = 300;

/**
 * @param {import("./model/timeline.js").Timeline} timeline of a stage that was wired before
 * @returns {Promise<void>} when lanes were painted, or patience is over
 */
export function firstLook(timeline) {
  return new Promise((seen) => {
    setTimeout(seen, PATIENCE_MS);
    const leave = timeline.subscribe(() => {
      if (!timeline.lanes.length) return;
      leave();
      // In this screen frame the stage draws; what comes in a turn of its own comes after it.
      requestAnimationFrame(() => setTimeout(seen, 0));
    });
  });
}

/** A refresh: any number of changes, one redraw in the next animation frame. */

/**
 * @param {() => void} draw
 * @param {{everyMs?: number}} [options] `everyMs`: for what is dear, no more often than this
 * @returns {() => void} say that something changed
 */
export function onFrame(draw, { everyMs = 0 } = {}) {
  let asked = false;
  let drawnAt = -Infinity;
  const run = () => {
    asked = false;
    drawnAt = performance.now();
    draw();
  };
  return () => {
    if (asked) return;
    asked = true;
    const waitMs = drawnAt + everyMs - performance.now();
    if (waitMs > 0) setTimeout(() => requestAnimationFrame(run), waitMs);
    else requestAnimationFrame(run);
  };
}

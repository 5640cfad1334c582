/**
 * History: the view kept in the fragment of the address, so that a link carries it and
 * Back undoes a committed move.
 *
 * @typedef {{encode(): string, restore(fragment: string): string | null,
 *   subscribe(subscriber: (view: any, change: string) => void): () => void}} Kept
 */

/** Longer than a wheel pauses within one zoom (`SETTLE_MS` of navigation.js). */
const QUIET_MS = 400;
/** Changes that a link does not carry. */
const UNLINKED = new Set(["hover", "highlight"]);

/**
 * @param {Kept} view
 * @param {{window: Window, onProblem?: (sentence: string) => void}} options
 * @returns {() => void} stop
 */
export function keepInAddress(view, { window, onProblem }) {
  /** @type {number | undefined} */
  let timer;
  let restoring = false;

  const address = () => {
    const fragment = view.encode();
    const { pathname, search } = window.location;
    return `${pathname}${search}${fragment ? `#${fragment}` : ""}`;
  };
  const isCurrent = () => {
    const { pathname, search, hash } = window.location;
    return `${pathname}${search}${hash}` === address();
  };
  const replace = () => {
    timer = undefined;
    if (!isCurrent()) window.history.replaceState(null, "", address());
  };
  const push = () => {
    window.clearTimeout(timer);
    timer = undefined;
    if (!isCurrent()) window.history.pushState(null, "", address());
  };
  const restore = () => {
    restoring = true;
    const problem = view.restore(window.location.hash);
    restoring = false;
    if (problem) onProblem?.(problem);
  };

  const leave = view.subscribe((_, change) => {
    if (restoring || UNLINKED.has(change)) return;
    if (change === "commit") push();
    else {
      // Only when all is still: a zoom in flight must not overwrite where it began.
      window.clearTimeout(timer);
      timer = window.setTimeout(replace, QUIET_MS);
    }
  });
  restore();
  window.addEventListener("popstate", restore);
  return () => {
    window.clearTimeout(timer);
    leave();
    window.removeEventListener("popstate", restore);
  };
}

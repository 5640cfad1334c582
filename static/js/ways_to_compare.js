/** Ways to compare: from a timeline to it beside another — any, or the run it was started again
 *  from. */

import { compareLink } from "./panels/compare_link.js";

/** @typedef {{id: string, url: string}} Started */

const PREVIOUS = "threadline.previous.";

/** Which run this one was started again from, in this tab; "" when it was not. @param {string} id */
function previousOf(id) {
  try {
    return sessionStorage.getItem(PREVIOUS + id) ?? "";
  } catch {
    return ""; // storage refused: then it is found in the list, as any other
  }
}

/** @param {string} id @param {string} previous */
function remember(id, previous) {
  try {
    sessionStorage.setItem(PREVIOUS + id, previous);
  } catch {
    // the two can be compared all the same
  }
}

/**
 * @param {{id: string}} run of this page @param {import("./model/timeline.js").Timeline} timeline
 * @param {ReturnType<typeof import("./panels/notices.js").notices>} notice
 */
export function waysToCompare(run, timeline, notice) {
  const previous = previousOf(run.id);
  // While it runs one watches it; only then is there a whole to compare.
  const offer = () => {
    if (timeline.live || !timeline.lanes.length) return;
    leave();
    notice("previous", {
      severity: "info",
      text: "This was run again from another timeline.",
      action: {
        label: "Compare with the previous run",
        run: () => location.assign(compareLink(previous, run.id)),
      },
      dismiss: true,
    });
  };
  const leave = previous ? timeline.subscribe(offer) : () => {};

  return {
    /** @type {import("./input/commands.js").Command[]} */
    commands: [
      {
        id: "compare",
        keys: ["Shift+c"],
        title: "Compare with another timeline",
        group: "Page",
        run: () => location.assign(`/compare#v=1&a=${run.id}`),
      },
    ],
    /** Go to the run that was started again from this one. @param {Started} started */
    goOn({ id, url }) {
      remember(id, run.id);
      location.assign(url);
    },
  };
}

/** The header: what runs and how it stands, and what can be done about it now. */

import { formatCount, formatDuration } from "../base/format.js";
import { pythonText } from "../model/vocabulary.js";
import { write } from "./element.js";
import { STATUS_WORDS } from "./words.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/**
 * @param {{timeline: import("../model/timeline.js").Timeline, view: import("../model/view.js").View,
 *   stop: () => Promise<any>, runAgain: (() => Promise<any>) | null, onProblem: (error: any) => void}} options
 */
export function headerBar({ timeline, view, stop, runAgain, onProblem }) {
  const [status, clock, python, pause, stopButton, again] = [
    "status",
    "clock",
    "python",
    "pause",
    "stop",
    "again",
  ].map(element);
  let trouble = "";

  pause.addEventListener("click", () => view.pause());

  /** One press is one request. @param {HTMLButtonElement} button @param {() => Promise<any>} act */
  const once = (button, act) =>
    button.addEventListener("click", async () => {
      button.disabled = true;
      await act().catch(onProblem);
      button.disabled = false;
    });
  once(stopButton, stop);
  if (runAgain) once(again, runAgain);

  const clockText = () => {
    const limit = timeline.header?.limits?.wall_s;
    const now = formatDuration(timeline.durationNs);
    if (!timeline.live) return timeline.end ? now : "";
    return limit ? `${now} of at most ${limit}\u2009s` : now;
  };

  return {
    update() {
      const state = trouble || (timeline.status === "empty" ? "loading" : timeline.status);
      status.dataset.status = state;
      write(status, trouble || STATUS_WORDS[timeline.status]);
      write(clock, clockText());
      write(python, pythonsText(timeline));
      // The way back stands on the stage, where the pause is seen.
      pause.hidden = !timeline.live || !(view.follow || view.whole);
      stopButton.hidden = !timeline.live;
      again.hidden = timeline.live || !runAgain;
    },
    /** What the status says instead while something is wrong. @param {string} word */
    setTrouble(word) {
      trouble = word;
      this.update();
    },
    summary: () =>
      `Live: ${formatCount(timeline.lanes.length)} threads, ${formatCount(timeline.spanCount)} spans, ${formatDuration(timeline.now)}.`,
  };
}

/** "Python 3.13.0, free-threaded"; where processes differ each says its own on the lanes.
 *  @param {import("../model/timeline.js").Timeline} timeline */
function pythonsText({ processes }) {
  const texts = new Set([...processes.values()].map(pythonText));
  return texts.size > 1 ? `${texts.size} Pythons` : [...texts].join("");
}

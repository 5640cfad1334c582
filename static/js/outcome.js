/** The outcome: how the run or its loading stands, as a notice or in place of the lanes. */

import { formatDuration } from "./base/format.js";
import { pastOf } from "./model/past.js";
import { findingsByGravity } from "./panels/findings.js";

/** Loading that is over this soon needs no word. */
const PATIENCE_MS = 300;
/** A cut that mends itself this soon was none to the reader. */
const CUT_PATIENCE_MS = 1500;

const HOME = { label: "All scenarios", href: "/" };

/**
 * @param {{timeline: import("./model/timeline.js").Timeline,
 *   notice: ReturnType<typeof import("./panels/notices.js").notices>,
 *   screen: ReturnType<typeof import("./panels/notices.js").stateScreen>,
 *   header: ReturnType<typeof import("./panels/header.js").headerBar>,
 *   runAgain: (() => void) | null, changeParameters: (() => void) | null, showFinding: (finding: any) => void, showTab: (id: string) => void}} page
 */
export function outcome({
  timeline,
  notice,
  screen,
  header,
  runAgain,
  changeParameters,
  showFinding,
  showTab,
}) {
  /** @type {any} */
  let failure = null;
  let patient = true;
  /** How far the recording is prepared, in words; "" when it needs none. */
  let preparation = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let cutTimer;
  setTimeout(() => {
    patient = false;
    update();
  }, PATIENCE_MS);
  const again = runAgain ? { label: "Run again", run: runAgain } : undefined;
  const change = changeParameters
    ? { label: "Change parameters", run: changeParameters }
    : undefined;

  /** What stands in place of the lanes; null when there are lanes. */
  const screenNow = () => {
    if (failure && !timeline.lanes.length) return failureScreen(failure);
    if (timeline.lanes.length) return null;
    if (timeline.end) {
      const reason = timeline.end.reason || exitText(timeline.end);
      return {
        title: "Nothing was recorded",
        text: `The program ended before its first thread could be recorded. ${reason}`,
        actions: again ? [again, HOME] : [HOME],
      };
    }
    if (preparation) return { title: "Preparing the recording", text: preparation, actions: [] };
    if (patient) return null;
    if (timeline.header)
      return {
        title: "The program is starting",
        text: "Its first thread appears here in a moment.",
        actions: [],
      };
    return { title: "Loading the timeline", text: "The recording is on its way.", actions: [] };
  };

  /** How the run ended, or what is already known to be wrong with it.
   * @returns {import("./panels/notices.js").Notice | null}
   */
  const noticeNow = () => {
    const [grave] = findingsByGravity(timeline).filter(({ severity }) => severity === "error");
    const show = grave && { label: "Show it", run: () => showFinding(grave) };
    if (timeline.status === "stopped")
      return {
        severity: grave ? "error" : "warning",
        text: timeline.end?.reason || "The run was stopped.",
        action: show ?? change,
      };
    if (timeline.status === "failed") {
      const text = `The program failed. ${timeline.end?.reason || exitText(timeline.end)}`;
      return {
        severity: "error",
        text,
        action: show ?? { label: "Show output", run: () => showTab("output") },
      };
    }
    if (timeline.status === "lost") {
      const text = `The recording was cut off after ${formatDuration(timeline.durationNs)}. ${timeline.end?.reason || "Threadline ended while the program ran."} Everything up to then is here.`;
      return { severity: "warning", text, action: again };
    }
    return grave ? { severity: "error", text: grave.sentence, action: show } : null;
  };

  /** What was let go is said where it would be looked for, and how much it was.
   * @returns {import("./panels/notices.js").Notice | null}
   */
  const pastNow = () => {
    const past = pastOf(timeline);
    return past && { severity: "info", text: past.brief, dismiss: true };
  };

  const update = () => {
    screen(screenNow());
    const now = timeline.lanes.length ? noticeNow() : null;
    notice("outcome", now && { ...now, dismiss: true });
    notice("past", pastNow());
  };

  return {
    update,

    /** It takes a while until the recording can be shown. @param {string} text how far it is */
    preparing(text) {
      preparation = text;
      update();
    },

    /** The page cannot go on loading; what it has stays. @param {any} error */
    problem(error) {
      const text = error.sentence ?? error.message;
      if (timeline.lanes.length)
        notice("problem", {
          severity: "error",
          text: `${text} What was loaded so far stays here.`,
          dismiss: true,
        });
      failure = error;
      header.setTrouble("not loaded");
      update();
    },

    /** @param {import("./net/stream.js").Connection} connection @param {() => void} reconnect */
    connection(connection, reconnect) {
      if (connection === "open" || connection === "ended") {
        clearTimeout(cutTimer);
        cutTimer = undefined;
        notice("connection", null);
        header.setTrouble("");
      }
      if (connection !== "cut") return;
      cutTimer ??= setTimeout(() => {
        header.setTrouble("no connection");
        notice("connection", {
          text: "No connection to the server. What was received stays here; the rest follows, without a gap, when it answers again.",
          action: { label: "Try now", run: reconnect },
        });
      }, CUT_PATIENCE_MS);
    },
  };
}

/** @param {any} error */
function failureScreen(error) {
  const reload = { label: "Try again", run: () => location.reload() };
  if (error.status === 404)
    return {
      title: "This timeline is gone",
      text: "It was deleted, or its time to be kept ran out. Run its scenario again to get a new one.",
      actions: [HOME],
    };
  return {
    title: "The timeline could not be loaded",
    text: error.sentence ?? error.message,
    actions: [reload, HOME],
  };
}

/** @param {import("./model/rows.js").EndLine | null} end */
function exitText(end) {
  const { code, signal } = end?.exit ?? { code: null, signal: null };
  if (signal) return `It was ended by signal ${signal}.`;
  return code ? `Its exit code is ${code}.` : "";
}

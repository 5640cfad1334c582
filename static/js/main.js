/**
 * The timeline page, in two parts. This one is all that it takes to see how a run stands: its feed,
 * the timeline, the view that the address names, the stage, the header, the cost. What else stands
 * around the lanes comes when they are seen.
 */

import { held } from "./early.js";
import { feed } from "./feed.js";
import { firstLook } from "./first_look.js";
import { going } from "./going.js";
import { keepInAddress } from "./input/history.js";
import { Timeline } from "./model/timeline.js";
import { View } from "./model/view.js";
import { startRun, stopRun } from "./net/api.js";
import { outcome } from "./outcome.js";
import { announcer } from "./panels/announcer.js";
import { costLine } from "./panels/cost.js";
import { wireDivider } from "./panels/divider.js";
import { headerBar } from "./panels/header.js";
import { notices, stateScreen } from "./panels/notices.js";
import { onFrame } from "./panels/refresh.js";
import { createStage } from "./stage.js";
import { waysToCompare } from "./ways_to_compare.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/** While live, how the run stands is read as often as this. */
const LIVE_MS = 100;

const run = JSON.parse(element("run-data").textContent);
const timeline = new Timeline();
const view = new View();
const announce = announcer(element("live"));
const notice = notices(element("notices"));

/** What a run sends comes while the page is still being wired, and is taken right after. */
const lines = run.window_spans
  ? null
  : feed(run, timeline, {
      onConnection: (connection) =>
        connection !== "connecting" && result.connection(connection, () => lines?.reconnect()),
      onProblem: (error) => result.problem(error),
    });

wireDivider(element("divider"), element("side"));
const stage = createStage(element("stage"), timeline, view, { announce: announce.say });
const places = going(timeline, view, stage, announce.say);
const { scenario, parameters, interpreter } = run;
const comparison = waysToCompare(run, timeline, notice);
/** Only a scenario can be started from here; anything else was started in a terminal. */
const runAgain = scenario
  ? async () =>
      comparison.goOn(
        await startRun({ scenario, parameters, interpreter: interpreter ?? undefined }),
      )
  : null;
const header = headerBar({
  timeline,
  view,
  stop: () => stopRun(run.id),
  runAgain,
  onProblem: refused,
});
const result = outcome({
  timeline,
  notice,
  header,
  showFinding: places.showFinding,
  showTab: (id) => void surroundings.then(({ showTab }) => showTab(id)),
  screen: stateScreen(element("state")),
  runAgain: runAgain && (() => void runAgain().catch(refused)),
  changeParameters: scenario && (() => location.assign(`/#${linkToForm()}`)),
});

const cost = costLine(element("cost"), element("known-box"), timeline);

/** The scenario opened with the parameters and the Python of this run. */
function linkToForm() {
  const given = { scenario, parameters: JSON.stringify(parameters) };
  return new URLSearchParams(interpreter ? { ...given, interpreter } : given);
}

/** What a button asked for was not done; the page itself is well. @param {any} error */
function refused(error) {
  notice("refused", { severity: "error", text: error.sentence ?? error.message, dismiss: true });
}

const redraw = onFrame(() => {
  header.update();
  result.update();
  cost();
});
const redrawHeader = onFrame(() => header.update());
const redrawLive = onFrame(redraw, { everyMs: LIVE_MS });
timeline.subscribe(() => {
  (timeline.live ? redrawLive : redraw)();
  if (timeline.live) announce.summarise(() => header.summary());
});
view.subscribe((_, change) => {
  // Whether a run is followed is its window's.
  if (change === "window" && timeline.live) redrawHeader();
});
keepInAddress(view, {
  window,
  onProblem: (sentence) => notice("link", { severity: "info", text: sentence, dismiss: true }),
});
redraw();

if (run.window_spans) {
  const parts = {
    detail: element("detail"),
    coming: element("coming"),
    result,
    say: announce.say,
  };
  import("./tiled.js").then(
    ({ openTiled }) => openTiled(run, timeline, view, stage, parts),
    result.problem,
  );
}

const surroundings = firstLook(timeline)
  .then(() => import("./surroundings.js"))
  .then(({ surround }) =>
    surround({ run, timeline, view, stage, places, say: announce.say, comparison, held }),
  );
surroundings.catch((error) => {
  held.release();
  notice("surroundings", {
    severity: "error",
    text: "What stands around the lanes could not be loaded.",
    action: { label: "Reload", run: () => location.reload() },
  });
  throw error;
});

/** The timeline page: wires the feed, the model, the stage and the panels together. */

import { pageCommands } from "./commands.js";
import { feed } from "./feed.js";
import { going } from "./going.js";
import { COMMANDS } from "./input/commands.js";
import { keepInAddress } from "./input/history.js";
import { listenForKeys } from "./input/keys.js";
import { wireLanes } from "./lanes.js";
import { Timeline } from "./model/timeline.js";
import { View } from "./model/view.js";
import { viewModes } from "./modes.js";
import { getScenario, startRun, stopRun } from "./net/api.js";
import { outcome } from "./outcome.js";
import { announcer } from "./panels/announcer.js";
import { costLine } from "./panels/cost.js";
import { wireDivider } from "./panels/divider.js";
import { findingsByGravity, findingsPanel } from "./panels/findings.js";
import { headerBar } from "./panels/header.js";
import { inViewPanel } from "./panels/in_view.js";
import { keysSheet } from "./panels/keys.js";
import { notices, stateScreen } from "./panels/notices.js";
import { objectsListed, objectsPanel } from "./panels/objects.js";
import { outputPanel } from "./panels/output.js";
import { onFrame } from "./panels/refresh.js";
import { selectionPanel } from "./panels/selection.js";
import { shareBox } from "./panels/share.js";
import { sheet } from "./panels/sheet.js";
import { sourcePanel } from "./panels/source.js";
import { spanTable } from "./panels/span_table.js";
import { tabSet } from "./panels/tabs.js";
import { wireTheme } from "./panels/theme.js";
import { watchForText } from "./panels/words.js";
import { Player, playerCommands } from "./player.js";
import { createStage } from "./stage.js";
import { wayfinding } from "./wayfinding.js";
import { waysToCompare } from "./ways_to_compare.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/** Lists of everything are dear and read slowly: while live, twice a second is enough. */
const LISTS_MS = 500;
const DETAILS_MS = 100;

const run = JSON.parse(element("run-data").textContent);
const timeline = new Timeline();
const view = new View();
const announce = announcer(element("live"));
const notice = notices(element("notices"));
let watchFor = "";

/** What a run sends comes while the page is still being wired, and is taken right after. */
const lines = run.window_spans
  ? null
  : feed(run, timeline, {
      onConnection: (connection) =>
        connection !== "connecting" && result.connection(connection, () => lines?.reconnect()),
      onProblem: (error) => result.problem(error),
    });

const stage = createStage(element("stage"), timeline, view, { announce: announce.say });
const { goToSpan, goToLanes, goToHold, goToRange } = going(timeline, view, stage);
const page = {
  timeline,
  view,
  goToSpan,
  goToHold,
  goToRange,
  showSource,
  showFinding,
  say: announce.say,
};

wireLanes(stage, timeline, view, element("lanes-box"));
const selection = selectionPanel(element("selection"), page, { watchFor: () => watchFor });
const inView = inViewPanel(element("in-view"), page);
const source = sourcePanel(page);
const output = outputPanel(page);
const objects = objectsPanel(page, { showLane: (object) => modes.showObject(object) });
const findings = findingsPanel(page);
const tabs = tabSet(element("tabs"), [
  { id: "source", title: "Source", ...source },
  { id: "output", title: "Output", ...output },
  { id: "objects", title: "Objects", element: objects.element, update: () => objects.update() },
  { id: "findings", title: "Findings", ...findings },
]);
const player = new Player(element("transport"), {
  stage,
  timeline,
  view,
  say: announce.say,
  followers: [source, output],
});
const cost = costLine(element("cost"), element("known-box"), timeline);
const fileName = () => `threadline-${run.id.slice(0, 8)}.csv`;
const table = spanTable(element("table"), { ...page, goToLanes, fileName });
const modes = viewModes(
  element("modes"),
  { timeline, view },
  {
    table: element("table"),
    stage: element("stage"),
    open: () => table.open(),
    reveal: (row) => stage.revealRow(row),
    legends: element("legends"),
    say: announce.say,
  },
);
const details = sheet(element("side-handle"), element("side-peek"));
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
  showFinding,
  showTab: tabs.show,
  screen: stateScreen(element("state")),
  runAgain: runAgain && (() => void runAgain().catch(refused)),
  changeParameters: scenario && (() => location.assign(`/#${linkToForm()}`)),
});
const share = shareBox(element("share-box"), element("share"), {
  link: linkToView,
  download: `/api/runs/${run.id}/export/jsonl`,
  say: announce.say,
});

/** @param {number} site */
function showSource(site) {
  tabs.show("source");
  source.showSite(site);
}

/** @param {import("./model/rows.js").FindingRow} finding */
function showFinding(finding) {
  view.setMode("threads");
  goToRange(finding.from, finding.to);
  view.setHighlight(finding.objects[0] ?? 0);
  if (finding.lanes.length) {
    const spans = timeline.spans(finding.lanes[0]);
    const index = spans.indexAt(Math.max(finding.from, finding.to - 1));
    if (index >= 0) view.select({ lane: finding.lanes[0], start: spans.start(index) });
    stage.revealLane(finding.lanes[0]);
  }
  announce.say(finding.sentence);
}

/** The scenario opened with the parameters and the Python of this run. */
function linkToForm() {
  const given = { scenario, parameters: JSON.stringify(parameters) };
  return new URLSearchParams(interpreter ? { ...given, interpreter } : given);
}

function linkToView() {
  const fragment = view.encode();
  return `${location.origin}/t/${run.id}${fragment && `#${fragment}`}`;
}

/** What a button asked for was not done; the page itself is well. @param {any} error */
function refused(error) {
  notice("refused", { severity: "error", text: error.sentence ?? error.message, dismiss: true });
}

function countTabs() {
  const all = findingsByGravity(timeline);
  tabs.count("findings", all.length ? String(all.length) : "", all[0]?.severity);
  tabs.count("objects", String(objectsListed(timeline).length || ""));
}

const redraw = onFrame(() => {
  selection.update();
  inView();
  header.update();
  result.update();
  cost();
  details.peek(selection.peek());
});
const redrawLive = onFrame(redraw, { everyMs: DETAILS_MS });
const redrawLists = onFrame(
  () => {
    tabs.update();
    countTabs();
    modes.update();
    if (!element("table").hidden) table.update();
  },
  { everyMs: LISTS_MS },
);

timeline.subscribe(() => {
  (timeline.live ? redrawLive : redraw)();
  redrawLists();
  if (timeline.live) announce.summarise(() => header.summary());
});
view.subscribe((_, change) => {
  if (change === "hover" || change === "playhead") return;
  redraw();
  if (["selection", "highlight", "mode"].includes(change)) tabs.update();
  if (change === "window" && view.highlight) redrawLists();
});

const ways = wayfinding(
  {
    trail: element("trail"),
    sought: element("sought"),
    marks: element("marks"),
    finder: element("finder"),
  },
  { ...page, stage },
);
const commands = [
  ...pageCommands({ ...modes, share, find: ways.find, openKeys: () => openKeys() }),
  ...comparison.commands,
  ...playerCommands(player),
  ...ways.commands,
  ...COMMANDS,
];
const openKeys = keysSheet(element("keys-sheet"), commands);
listenForKeys(document, commands, stage);
element("share").addEventListener("click", share);
element("keys").addEventListener("click", openKeys);
wireTheme(element("theme"));
wireDivider(element("divider"), element("side"));
keepInAddress(view, {
  window,
  onProblem: (sentence) => notice("link", { severity: "info", text: sentence, dismiss: true }),
});

if (run.window_spans) {
  const parts = { detail: element("detail"), result, say: announce.say };
  import("./tiled.js").then(
    ({ openTiled }) => openTiled(run, timeline, view, stage, parts),
    result.problem,
  );
}
if (scenario) {
  getScenario(scenario).then(
    (row) => {
      watchFor = watchForText(row.watch_for);
      redraw();
    },
    () => {},
  ); // the hint is a courtesy; the timeline is whole without it
}
redraw();

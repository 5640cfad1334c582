/**
 * The surroundings: what stands on the timeline page around the lanes — details, table, playback,
 * ways to find, to share and to compare — wired together, and the keys that command it all. They
 * come when the lanes are on the screen, and first show what came before them.
 */

import { nextTask } from "./base/slices.js";
import { pageCommands } from "./commands.js";
import { detailPanels } from "./details.js";
import { COMMANDS } from "./input/commands.js";
import { answerTo, listenForKeys } from "./input/keys.js";
import { wireLanes } from "./lanes.js";
import { viewModes } from "./modes.js";
import { getScenario } from "./net/api.js";
import { keysSheet } from "./panels/keys.js";
import { onFrame } from "./panels/refresh.js";
import { shareBox } from "./panels/share.js";
import { spanTable } from "./panels/span_table.js";
import { wireTheme } from "./panels/theme.js";
import { watchForText } from "./panels/words.js";
import { Player, playerCommands } from "./player.js";
import { wayfinding } from "./wayfinding.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/** Lists of everything are dear and read slowly: while live, twice a second is enough. */
const LISTS_MS = 500;
const DETAILS_MS = 100;

/**
 * @typedef {{run: any, timeline: import("./model/timeline.js").Timeline,
 *   view: import("./model/view.js").View, stage: import("./stage.js").Stage,
 *   places: ReturnType<typeof import("./going.js").going>, say: (sentence: string) => void,
 *   comparison: ReturnType<typeof import("./ways_to_compare.js").waysToCompare>,
 *   held: import("./input/held.js").HeldInput}} Opened what there is before; `run`: as the server
 *   described it in the page
 * @typedef {import("./input/commands.js").Command} Command
 */

/**
 * In turns, with room for a screen frame between them: the lanes are being looked at.
 *
 * @param {Opened} opened @returns {Promise<{showTab: (id: string) => void}>}
 */
export async function surround(opened) {
  const { run, timeline, view, stage, places, say, comparison, held } = opened;
  const showSource = (/** @type {number} */ site) => details.showSource(site);
  const page = { timeline, view, ...places, showSource, say };

  wireLanes(stage, timeline, view, element("lanes-box"));
  const details = detailPanels(page, { showLane: (object) => modes.showObject(object) });
  // Seen before the rest is there, and nothing of it may move then.
  details.update();
  details.updateLists();
  await nextTask();
  const followers = details.followers;
  const player = new Player(element("transport"), { stage, timeline, view, say, followers });
  const table = spanTable(element("table"), { ...page, fileName: () => nameOf(run) });
  const modes = modesOf(opened, () => table.open());
  await nextTask();
  const hosts = {
    trail: element("trail"),
    sought: element("sought"),
    marks: element("marks"),
    finder: element("finder"),
  };
  const ways = wayfinding(hosts, { ...page, stage });
  const updateLists = () => {
    details.updateLists();
    modes.update();
    if (!element("table").hidden) table.update();
  };
  keepShown(opened, details, updateLists);
  if (run.scenario) hintAt(run.scenario, details);

  const share = sharing(opened);
  const commands = [
    ...pageCommands({ ...modes, share, find: ways.find, openKeys: () => openKeys() }),
    ...comparison.commands,
    ...playerCommands(player),
    ...ways.commands,
    ...COMMANDS,
  ];
  const openKeys = keysSheet(element("keys-sheet"), commands);
  element("share").addEventListener("click", share);
  element("keys").addEventListener("click", openKeys);
  wireTheme(element("theme"));
  listenForKeys(document, commands, stage);
  held.release(answerTo(commands, stage));
  return details;
}

/** @param {Opened} opened @param {() => void} open called when the table is shown from now on */
function modesOf({ timeline, view, stage, say }, open) {
  const control = element("modes");
  const parts = {
    table: element("table"),
    stage: element("stage"),
    open,
    reveal: (/** @type {import("./layout/standing.js").Standing} */ row) => stage.revealRow(row),
    legends: element("legends"),
    say,
  };
  return viewModes(control, { timeline, view }, parts);
}

/**
 * Show what is there, and from now on what changes.
 *
 * @param {Opened} opened @param {ReturnType<typeof detailPanels>} details
 * @param {() => void} updateLists
 */
function keepShown({ timeline, view }, details, updateLists) {
  const redraw = onFrame(details.update);
  const redrawLive = onFrame(redraw, { everyMs: DETAILS_MS });
  const redrawLists = onFrame(updateLists, { everyMs: LISTS_MS });
  const runChanged = () => {
    (timeline.live ? redrawLive : redraw)();
    redrawLists();
  };
  timeline.subscribe(runChanged);
  view.subscribe((_, change) => {
    if (change === "hover" || change === "playhead") return;
    redraw();
    if (["selection", "highlight", "mode"].includes(change)) details.updateTab();
    if (change === "window" && view.highlight) redrawLists();
  });
  runChanged();
}

/** Of the table, as a file. @param {{id: string}} run */
const nameOf = ({ id }) => `threadline-${id.slice(0, 8)}.csv`;

/** A courtesy; the timeline is whole without it.
 *  @param {string} scenario @param {ReturnType<typeof detailPanels>} details */
function hintAt(scenario, details) {
  getScenario(scenario).then(
    ({ watch_for: text }) => {
      details.hint(watchForText(text));
      details.update();
    },
    () => {},
  );
}

/** @param {Opened} opened */
function sharing({ run, view, say }) {
  const link = () => {
    const fragment = view.encode();
    return `${location.origin}/t/${run.id}${fragment && `#${fragment}`}`;
  };
  const download = `/api/runs/${run.id}/export/jsonl`;
  return shareBox(element("share-box"), element("share"), { link, download, say });
}

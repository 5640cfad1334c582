/**
 * Commands of the stage: everything a key can do to it, in the order of the help sheet.
 *
 * To add one: an object here. The sheet and the keys follow.
 */

import { LANE_COMMANDS } from "./lane_commands.js";
import { OBJECT_COMMANDS } from "./object_commands.js";

/**
 * @typedef {{id: string, keys: string[], title: string, group: string,
 *   run: (stage: any) => void, when?: (stage: any) => boolean}} Command
 *   keys are written as `nameOfKey` writes them; of two with one key the first that
 *   may run wins
 */

/** A key press pans by this share of the window. */
const PAN = 0.2;
/** A key press zooms by this factor. */
const ZOOM = 0.6;

/** @type {readonly Command[]} */
export const COMMANDS = [
  {
    id: "zoom_in",
    keys: ["w", "+", "="],
    title: "Zoom in",
    group: "Time",
    run: (stage) => stage.navigation.zoomBy(ZOOM),
  },
  {
    id: "zoom_out",
    keys: ["s", "-"],
    title: "Zoom out",
    group: "Time",
    run: (stage) => stage.navigation.zoomBy(1 / ZOOM),
  },
  {
    id: "pan_left",
    keys: ["a", "Shift+ArrowLeft"],
    title: "Earlier",
    group: "Time",
    run: (stage) => stage.navigation.panByShare(-PAN),
  },
  {
    id: "pan_right",
    keys: ["d", "Shift+ArrowRight"],
    title: "Later",
    group: "Time",
    run: (stage) => stage.navigation.panByShare(PAN),
  },
  {
    id: "show_start",
    keys: ["Home"],
    title: "Go to the start",
    group: "Time",
    run: (stage) => stage.navigation.goToStart(),
  },
  {
    id: "show_end",
    keys: ["End"],
    title: "Go to the end",
    group: "Time",
    run: (stage) => stage.navigation.goToEnd(),
  },
  {
    id: "show_whole",
    keys: ["0"],
    title: "Show the whole run",
    group: "Time",
    run: (stage) => stage.navigation.showWhole(),
  },
  {
    id: "fit_selection",
    keys: ["f"],
    title: "Fit the selected span or range",
    group: "Time",
    run: (stage) => stage.navigation.fitSelection(),
  },
  {
    id: "next_span",
    keys: [".", "ArrowRight"],
    title: "Next span on the lane",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepSpan(1),
  },
  {
    id: "previous_span",
    keys: [",", "ArrowLeft"],
    title: "Previous span on the lane",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepSpan(-1),
  },
  {
    id: "lane_below",
    keys: ["ArrowDown"],
    title: "Same moment, lane below",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepLane(1),
  },
  {
    id: "lane_above",
    keys: ["ArrowUp"],
    title: "Same moment, lane above",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepLane(-1),
  },
  {
    id: "follow_flow",
    keys: ["]"],
    title: "Follow the arrow to its effect",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepFlow(1),
  },
  {
    id: "follow_flow_back",
    keys: ["["],
    title: "Follow the arrow back to its cause",
    group: "Spans",
    run: (stage) => stage.navigation.selection.stepFlow(-1),
  },
  {
    id: "zoom_to_span",
    keys: ["Enter"],
    title: "Zoom to the selected span",
    group: "Spans",
    run: (stage) => stage.navigation.fitSelection(),
  },
  {
    id: "toggle_arrows",
    keys: ["e"],
    title: "Show all arrows in view",
    group: "Spans",
    run: (stage) => stage.navigation.selection.toggleArrows(),
  },
  ...OBJECT_COMMANDS,
  ...LANE_COMMANDS,
  {
    id: "toggle_gil",
    keys: ["i"],
    title: "Show or hide who had the GIL",
    group: "Lanes",
    run: (stage) => stage.navigation.selection.toggleExtra("gil", "Lanes of the GIL are"),
  },
  {
    id: "toggle_cores",
    keys: ["u"],
    title: "Show or hide the cores in use",
    group: "Lanes",
    run: (stage) => stage.navigation.selection.toggleExtra("cores", "The lane of cores busy is"),
  },
  {
    id: "clear_selection",
    keys: ["Escape"],
    title: "Clear the selection",
    group: "Spans",
    run: (stage) => stage.navigation.selection.clear(),
    when: (stage) => stage.navigation.selection.any,
  },
  {
    id: "follow_live",
    keys: ["l"],
    title: "Back to live",
    group: "Live",
    run: (stage) => stage.navigation.followLive(),
    when: (stage) => stage.navigation.live,
  },
  {
    id: "pause",
    keys: [" "],
    title: "Pause or resume following",
    group: "Live",
    run: (stage) => stage.navigation.togglePause(),
    when: (stage) => stage.navigation.live,
  },
];

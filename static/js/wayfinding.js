/**
 * Wayfinding: the ways back and forth that a person makes — marks set by hand, the windows zoomed
 * through, the hits of a search — wired to the stage and shown over the minimap, on it, and
 * beside the lanes.
 */

import { Marking, markCommands } from "./marking.js";
import { Trail } from "./model/trail.js";
import { finder } from "./panels/finder.js";
import { marksPanel } from "./panels/marks.js";
import { onFrame } from "./panels/refresh.js";
import { trailBar } from "./panels/trail.js";
import { MinimapMarks } from "./render/minimap_marks.js";
import { Seeking, seekCommands } from "./seeking.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** A pan is nothing to go Back from, but when it is over the last crumb is where it led. */
const REST_MS = 300;

/**
 * @param {{trail: HTMLElement, sought: HTMLElement, marks: HTMLElement, finder: HTMLDialogElement}}
 *   hosts
 * @param {Omit<import("./seeking.js").Page, "goToMark" | "revealLane"> & {stage: Stage}} page
 * @returns {{find: () => void, commands: import("./input/commands.js").Command[]}}
 */
export function wayfinding(hosts, page) {
  const { timeline, view, stage, say } = page;
  const { board, navigation } = stage;
  const marking = new Marking(view, stage, say);
  const drawMarks = marksPanel(hosts.marks, { view, goTo: (ns) => marking.goTo(ns) });
  const onMinimap = new MinimapMarks(board.elements.minimap);
  const trail = new Trail();
  const drawTrail = trailBar(hosts.trail, {
    goTo: ({ fromNs, toNs }) => navigation.zoomTo(fromNs, toNs),
    goToWhole: () => navigation.showWhole(),
  });
  const wholeNs = () => board.extent.toNs - board.extent.fromNs;
  const rest = () => trail.rest(view.whole ? board.extent : view, wholeNs());

  const draw = onFrame(() => {
    drawTrail(trail.crumbs, view.widthNs);
    drawMarks();
    onMinimap.draw(view.marks, board.extent);
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  view.subscribe((_, change) => {
    if (change === "hover" || change === "playhead") return;
    if (change === "commit" || (change === "window" && view.whole)) rest();
    else if (change === "window" && !view.follow) {
      clearTimeout(resting);
      resting = setTimeout(() => {
        rest();
        draw();
      }, REST_MS);
    }
    if (change === "marks") board.invalidate("lanes");
    draw();
  });
  // A link may have led into the middle, Back to anywhere.
  const begin = () => {
    if (!trail.crumbs.length && !view.follow) rest();
    draw();
  };
  timeline.subscribe(begin);
  window.addEventListener("popstate", rest);
  begin();
  const goToMark = (/** @type {number} */ ns) => marking.goTo(ns);
  const seeking = new Seeking(hosts.sought, {
    ...page,
    goToMark,
    revealLane: (lane) => stage.revealLane(lane),
  });
  const find = finder(hosts.finder, { timeline, view, go: (...hit) => seeking.go(...hit) });
  return { find, commands: [...markCommands(marking), ...seekCommands(seeking)] };
}

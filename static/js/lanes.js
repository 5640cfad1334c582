/** The lanes of the page: the menu that arranges them, and the button that opens it. */

import { h } from "./panels/element.js";
import { laneMenu } from "./panels/lane_menu.js";
import { onFrame } from "./panels/refresh.js";
import { icon } from "./render/icon.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** While live, lanes come often. */
const UPDATE_MS = 500;

/** @param {Stage} stage @param {Timeline} timeline @param {View} view @param {HTMLElement} box */
export function wireLanes(stage, timeline, view, box) {
  const { arranging, board } = stage;
  const { laneCount } = board.elements;
  const button = h("button", {
    class: "lanes-button",
    type: "button",
    popovertarget: box.id,
    "aria-expanded": false,
    "aria-controls": box.id,
  });
  laneCount.replaceWith(button);
  button.append(h("span", { class: "visually-hidden" }, "Lanes: "), laneCount, icon("fold"));
  const menu = laneMenu(box, button, {
    timeline,
    view,
    actions: {
      sort: (sort) => arranging.sort(sort),
      group: (group) => arranging.group(group),
      foldAll: (folded) => arranging.foldAll(folded),
      show: (lane) => arranging.show(lane),
      showAll: () => arranging.showAll(),
      reset: () => arranging.reset(),
      pin: () => arranging.pin(),
      fold: () => arranging.fold(),
      hide: () => arranging.hide(),
      move: (step) => arranging.move(step),
      pinGroup: (group) => arranging.pinGroup(group),
      foldGroup: (group) => arranging.foldGroup(group),
      hideGroup: (group) => arranging.hideGroup(group),
      moveGroup: (step, group) => arranging.moveGroup(step, group),
    },
  });
  const soon = onFrame(menu.update);
  const whileLive = onFrame(menu.update, { everyMs: UPDATE_MS });
  timeline.subscribe(() => (timeline.live ? whileLive : soon)());
  view.subscribe((_, change) => {
    if (change === "lanes" || change === "selection" || change === "window") soon();
  });
  soon();
}

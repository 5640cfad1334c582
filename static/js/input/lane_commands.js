/** Commands that arrange lanes: what a key can do to the selected one, or to how all of them lie. */

/** @import {Command} from "./commands.js" */

/** @type {readonly Command[]} */
export const LANE_COMMANDS = [
  {
    id: "pin_lane",
    keys: ["p"],
    title: "Pin the selected lane on top, or unpin it",
    group: "Lanes",
    run: (stage) => stage.arranging.pin(),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "hide_lane",
    keys: ["h"],
    title: "Hide the lane of the selected span",
    group: "Lanes",
    run: (stage) => stage.arranging.hide(),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "show_lanes",
    keys: ["Shift+h"],
    title: "Show all hidden lanes",
    group: "Lanes",
    run: (stage) => stage.arranging.showAll(),
  },
  {
    id: "fold_lane",
    keys: ["x"],
    title: "Collapse the selected lane, or expand what it is collapsed into",
    group: "Lanes",
    run: (stage) => stage.arranging.fold(),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "fold_group",
    keys: ["Shift+x"],
    title: "Collapse or expand the group of the selected lane",
    group: "Lanes",
    run: (stage) => stage.arranging.foldGroup(),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "move_lane_up",
    keys: ["Alt+ArrowUp"],
    title: "Move the selected lane up",
    group: "Lanes",
    run: (stage) => stage.arranging.move(-1),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "move_lane_down",
    keys: ["Alt+ArrowDown"],
    title: "Move the selected lane down",
    group: "Lanes",
    run: (stage) => stage.arranging.move(1),
    when: (stage) => stage.arranging.any,
  },
  {
    id: "next_sort",
    keys: ["Shift+s"],
    title: "Sort lanes: as started, by name, busy, blocked; of objects by time waited, name, kind",
    group: "Lanes",
    run: (stage) => stage.nextSort(),
  },
  {
    id: "next_group",
    keys: ["Shift+g"],
    title: "Group lanes: by process, pool, name, not at all",
    group: "Lanes",
    run: (stage) => stage.arranging.nextGroup(),
  },
];

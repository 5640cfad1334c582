/**
 * The menu of the lanes: in what order and in which groups they lie, which are hidden, and what
 * can be done with the selected one.
 */

import { formatCounted, formatDuration, formatTime } from "../base/format.js";
import { arrange } from "../model/arrangement.js";
import { isOfRange } from "../model/lane_order.js";
import { h, refill, write } from "./element.js";

/** @import {Arranged, Arrangement, Group} from "../model/arrangement.js" */
/** @import {Grouping} from "../model/groupings.js" */
/** @import {Sort} from "../model/lane_order.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */

/**
 * @typedef {{sort(sort: Sort): void, group(group: Grouping): void, foldAll(folded: boolean): void,
 *   show(lane: number): void, showAll(): void, reset(): void, pin(): void, fold(): void,
 *   hide(): void, move(step: 1 | -1): void, pinGroup(group: Group): void,
 *   foldGroup(group: Group): void, hideGroup(group: Group): void,
 *   moveGroup(step: 1 | -1, group: Group): void}} Actions
 */

/** @type {[Sort, string][]} */
const SORTS = [
  ["start", "As started"],
  ["name", "By name"],
  ["busy", "Busiest first"],
  ["blocked", "Longest blocked first"],
];

/** @type {[Grouping, string][]} */
const GROUPINGS = [
  ["process", "By process"],
  ["pool", "By pool"],
  ["name", "By name pattern"],
  ["none", "None"],
];

/** A list of hidden lanes longer than this is for the search. */
const HIDDEN_SHOWN = 50;
/** More groups than these are arranged where they lie. */
const GROUPS_SHOWN = 20;

/**
 * @param {HTMLElement} box a popover @param {HTMLButtonElement} button that opens it
 * @param {{timeline: Timeline, view: View, actions: Actions}} what
 */
export function laneMenu(box, button, { timeline, view, actions }) {
  const sorts = choice("Order", "lane-sort", SORTS, actions.sort);
  const groups = choice("Groups", "lane-group", GROUPINGS, actions.group);
  const sortedBy = h("p", { class: "lanes-note" });
  const again = plain("Sort anew by what is in view", () => actions.sort(view.arrangement.sort));
  const folds = h(
    "div",
    { class: "lanes-buttons" },
    plain("Collapse all", () => actions.foldAll(true)),
    plain("Expand all", () => actions.foldAll(false)),
  );
  const each = groupsSection(actions);
  const lane = laneSection(actions);
  const hidden = hiddenSection(timeline, actions);
  const reset = plain("Reset", () => actions.reset());
  const close = plain("Close", () => box.hidePopover());
  refill(
    box,
    h("div", { class: "lanes-head" }, h("h2", { id: "lanes-title" }, "Lanes of threads"), close),
    sorts.element,
    sortedBy,
    again,
    groups.element,
    folds,
    each.element,
    lane.element,
    hidden.element,
    h("div", { class: "lanes-foot" }, reset),
  );

  const update = () => {
    const { arrangement } = view;
    const arranged = arrange(timeline, arrangement);
    sorts.choose(arrangement.sort);
    groups.choose(arranged.by);
    write(sortedBy, orderText(timeline, arrangement));
    again.hidden = !isOfRange(arrangement.sort) || coversView(timeline, view);
    folds.hidden = arranged.groups.length === 0;
    each.update(arranged.groups);
    lane.update(timeline, view);
    hidden.update(arrangement);
  };
  box.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") update();
  });
  box.addEventListener("toggle", (event) => {
    const open = /** @type {ToggleEvent} */ (event).newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (open) placeBelow(box, button);
  });
  // The page behind stays as it is: Escape closes the menu and clears no selection.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.matches(":popover-open")) event.stopPropagation();
  });
  return { update: () => box.matches(":popover-open") && update() };
}

/** @param {HTMLElement} box @param {HTMLElement} button */
function placeBelow(box, button) {
  const { left, bottom } = button.getBoundingClientRect();
  const most = innerWidth - box.offsetWidth - 8;
  box.style.left = `${Math.max(8, Math.min(left, most))}px`;
  box.style.top = `${bottom + 4}px`;
  box.style.maxHeight = `${innerHeight - bottom - 12}px`;
}

/** @param {string} text @param {() => void} onclick @returns {HTMLButtonElement} */
function plain(text, onclick) {
  return h("button", { class: "button", type: "button", onclick }, text);
}

/**
 * One of several, by radio buttons: arrow keys go from one to the next.
 *
 * @template {string} Value
 * @param {string} title @param {string} name @param {[Value, string][]} options
 * @param {(value: Value) => void} onChoose
 */
function choice(title, name, options, onChoose) {
  const inputs = options.map(([value]) =>
    h("input", { type: "radio", name, value, onchange: () => onChoose(value) }),
  );
  const element = h(
    "fieldset",
    { class: "lanes-choice" },
    h("legend", { class: "caps" }, title),
    options.map(([, text], at) => h("label", null, inputs[at], text)),
  );
  return {
    element,
    /** @param {Value} value */
    choose(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/** What the order was made of. @param {Timeline} timeline @param {Arrangement} chosen */
function orderText(timeline, { sort, sortedOver, order }) {
  const moved = order.length
    ? `, ${formatCounted(new Set(order.map(({ lane }) => lane)).size, "lane")} moved by hand`
    : "";
  if (!isOfRange(sort)) return moved && `${sort === "name" ? "By name" : "As started"}${moved}.`;
  const state = sort === "busy" ? "running" : "waiting for others";
  if (!sortedOver && timeline.live) return `By the time ${state}, once the run has ended${moved}.`;
  if (!sortedOver) return `By the time ${state} in the whole run${moved}.`;
  const { fromNs, toNs } = sortedOver;
  const range = `${formatDuration(toNs - fromNs)} from ${formatTime(fromNs, 3)}`;
  return `By the time ${state} in ${range} on${moved}. It stays while you move.`;
}

/** Whether the order is of what is in view, so that sorting anew would change nothing.
 *  @param {Timeline} timeline @param {View} view */
function coversView(timeline, { arrangement: { sortedOver }, whole, fromNs, toNs }) {
  if (!sortedOver) return whole;
  const end = Math.min(toNs, timeline.durationNs);
  return sortedOver.fromNs === Math.max(0, fromNs) && sortedOver.toNs === end;
}

/** @param {Actions} actions */
function laneSection(actions) {
  const title = h("h3", { class: "caps" });
  const pin = plain("Pin", actions.pin);
  const fold = plain("Collapse", actions.fold);
  const element = h(
    "section",
    null,
    title,
    h(
      "div",
      { class: "lanes-buttons" },
      pin,
      fold,
      plain("Hide", actions.hide),
      plain("Up", () => actions.move(-1)),
      plain("Down", () => actions.move(1)),
    ),
  );
  return {
    element,
    /** @param {Timeline} timeline @param {View} view */
    update(timeline, { selection, arrangement }) {
      element.hidden = !selection;
      if (!selection) return;
      write(title, timeline.laneName(selection.lane));
      write(pin, arrangement.pinned.has(selection.lane) ? "Unpin" : "Pin");
      write(fold, arrangement.folded.has(selection.lane) ? "Expand" : "Collapse");
    },
  };
}

/** What can be done to each group, as by its controls: where heads are narrow there are none.
 *  @param {Actions} actions */
function groupsSection(actions) {
  const list = h("ul", { class: "lanes-groups", "aria-label": "Groups" });
  const more = h("p", { class: "lanes-note" });
  const element = h("section", null, list, more);
  let told = "";
  return {
    element,
    /** @param {readonly Group[]} groups */
    update(groups) {
      const shown = groups.slice(0, GROUPS_SHOWN);
      const key = JSON.stringify(
        shown.map(({ id, name, pinned, folded }) => [id, name, pinned, folded]),
      );
      element.hidden = groups.length === 0;
      const left = groups.length - shown.length;
      write(more, left > 0 ? `and ${left} more` : "");
      more.hidden = left <= 0;
      // What has the focus stays: a group is moved by pressing again and again.
      if (key === told) return;
      told = key;
      const focused = document.activeElement;
      const again =
        focused instanceof HTMLElement && list.contains(focused) ? focused.dataset.key : "";
      refill(
        list,
        shown.map((group) => groupItem(group, actions)),
      );
      if (again) list.querySelector(`[data-key="${again}"]`)?.focus();
    },
  };
}

/** @param {Group} group @param {Actions} actions */
function groupItem(group, actions) {
  const { id, name, pinned, folded } = group;
  const one = (/** @type {string} */ text, /** @type {() => void} */ onclick, key = text) => {
    const button = plain(text, onclick);
    button.setAttribute("aria-label", `${text} group ${name}`);
    button.dataset.key = `${key} ${id}`;
    return button;
  };
  return h(
    "li",
    null,
    h("span", { class: "one-line" }, name),
    h(
      "div",
      { class: "lanes-buttons" },
      one(pinned ? "Unpin" : "Pin", () => actions.pinGroup(group), "pin"),
      one(folded ? "Expand" : "Collapse", () => actions.foldGroup(group), "fold"),
      one("Hide", () => actions.hideGroup(group)),
      one("Up", () => actions.moveGroup(-1, group)),
      one("Down", () => actions.moveGroup(1, group)),
    ),
  );
}

/** @param {Timeline} timeline @param {Actions} actions */
function hiddenSection(timeline, actions) {
  const title = h("h3", { class: "caps" });
  const list = h("ul", { class: "lanes-hidden" });
  const more = h("p", { class: "lanes-note" });
  const all = plain("Show all", actions.showAll);
  const element = h("section", null, title, list, more, all);
  return {
    element,
    /** @param {Arrangement} arrangement */
    update({ hidden }) {
      element.hidden = hidden.size === 0;
      const lanes = [...hidden].filter((id) => timeline.lane(id));
      write(title, `${formatCounted(lanes.length, "lane")} hidden`);
      refill(
        list,
        lanes.slice(0, HIDDEN_SHOWN).map((id) => {
          const name = timeline.laneName(id);
          const show = plain("Show", () => actions.show(id));
          show.setAttribute("aria-label", `Show ${name}`);
          return h("li", null, h("span", { class: "one-line" }, name), show);
        }),
      );
      const left = lanes.length - HIDDEN_SHOWN;
      write(more, left > 0 ? `and ${left} more` : "");
      more.hidden = left <= 0;
    },
  };
}

/**
 * Arranging: pin, hide, move, collapse, sort and group, by keys, controls and the menu. Each is
 * one step that Back undoes, and each is said.
 *
 * Going somewhere never rearranges: who collapsed a group or hid a lane wanted it so.
 */

import { formatCounted } from "./base/format.js";
import { rowOf } from "./layout/rows.js";
import { arrange, asItComes } from "./model/arrangement.js";
import { GROUPINGS } from "./model/groupings.js";
import { isOfRange, SORTS, withMove } from "./model/lane_order.js";

/** @import {Board} from "./board.js" */
/** @import {Row} from "./layout/rows.js" */
/** @import {Arrangement, Group} from "./model/arrangement.js" */
/** @import {Grouping} from "./model/groupings.js" */
/** @import {Sort} from "./model/lane_order.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

const SORTED = Object.freeze({
  start: "as they started",
  name: "by name",
  busy: "by the time they were running",
  blocked: "by the time they were waiting for others",
});

const GROUPED = Object.freeze({
  process: "by process",
  pool: "by pool",
  name: "by the pattern of their names",
  none: "not grouped",
});

export class Arranging {
  /** What the last move by key made, and of what. A key that is held down is one step Back.
   *  @type {{what: string, made: Arrangement | null}} */
  #moved = { what: "", made: null };
  /** The row of others in which the selected lane is seen. */
  #seenIn = -1;

  /**
   * @param {Timeline} timeline @param {View} view @param {Board} board
   * @param {(sentence: string) => void} announce
   */
  constructor(timeline, view, board, announce) {
    this.timeline = timeline;
    this.view = view;
    this.board = board;
    this.announce = announce;
  }

  /** Say where a selection is seen that has no row of its own, once. */
  selectionMoved() {
    const lane = this.#selected;
    const row = lane ? rowOf(this.board.rows, "lane", lane) : null;
    const where = row && row.kind !== "lane" ? row : null;
    if (where?.index === this.#seenIn) return;
    this.#seenIn = where?.index ?? -1;
    if (where?.kind === "hidden") this.#say(lane, "is hidden. Shift H shows hidden lanes");
    else if (where?.group)
      this.#say(lane, `is in the collapsed group ${where.group.name}. X expands it`);
  }

  /** Whether a lane is selected. */
  get any() {
    return this.view.selection !== null || this.#isOfGil;
  }

  get #chosen() {
    return this.view.arrangement;
  }

  /** The lanes as they lie now. */
  get #arranged() {
    return arrange(this.timeline, this.#chosen);
  }

  /** @param {number} [lane] the selected one unless told otherwise */
  pin(lane = this.#selected) {
    if (!lane) return;
    const pinned = toggled(this.#chosen.pinned, lane);
    this.view.arrange({ pinned });
    this.#say(lane, pinned.has(lane) ? "is pinned on top" : "is no longer pinned");
  }

  /** @param {number} [lane] */
  hide(lane = this.#selected) {
    if (!lane && this.#isOfGil) this.#hideGils();
    if (!lane) return;
    this.#hide([lane]);
    this.#say(lane, "is hidden");
  }

  /** @param {Group | null} [group] that of the selected lane unless told otherwise */
  pinGroup(group = this.#groupOf(this.#selected)) {
    if (!group) return this.#sayIsAlone();
    const pinnedGroups = toggled(this.#chosen.pinnedGroups, group.id);
    this.view.arrange({ pinnedGroups });
    const what = pinnedGroups.has(group.id) ? "is pinned on top" : "is no longer pinned";
    this.announce(`Group ${group.name} ${what}.`);
    this.#keepInSight();
  }

  /** @param {Group} group */
  hideGroup({ name, lanes }) {
    this.#hide(lanes);
    this.announce(`${formatCounted(lanes.length, "lane")} of ${name} are hidden.`);
  }

  /** @param {number} lane */
  show(lane) {
    const hidden = new Set(this.#chosen.hidden);
    hidden.delete(lane);
    this.view.arrange({ hidden });
    this.#say(lane, "is shown");
  }

  showAll() {
    const count = this.#chosen.hidden.size;
    this.view.arrange({ hidden: new Set() });
    this.announce(count ? "All lanes are shown." : "No lane was hidden.");
  }

  /** Collapse a lane or expand it; one that is seen in the row of its group expands that.
   *  @param {number} [lane] */
  fold(lane = this.#selected) {
    if (!lane) return;
    const row = rowOf(this.board.rows, "lane", lane);
    if (row?.kind === "group" && row.group) {
      this.foldGroup(row.group);
      return;
    }
    const folded = toggled(this.#chosen.folded, lane);
    this.view.arrange({ folded });
    this.#say(lane, folded.has(lane) ? "is collapsed" : "is expanded");
  }

  /** @param {Group | null} [group] that of the selected lane unless told otherwise */
  foldGroup(group = this.#groupOf(this.#selected)) {
    if (!group) return this.#sayIsAlone();
    const foldedGroups = toggled(this.#chosen.foldedGroups, group.id);
    this.view.arrange({ foldedGroups });
    const count = formatCounted(group.lanes.length, "thread");
    const what = foldedGroups.has(group.id) ? "is collapsed into one row" : "is expanded";
    this.announce(`Group ${group.name}, ${count}, ${what}.`);
    this.#keepInSight();
  }

  /** @param {boolean} folded */
  foldAll(folded) {
    const { groups } = this.#arranged;
    this.view.arrange({ foldedGroups: new Set(folded ? groups.map(({ id }) => id) : []) });
    const count = formatCounted(groups.length, "group");
    this.announce(`${count} ${folded ? "collapsed" : "expanded"}.`);
  }

  /** One place up or down, among the lanes it lies with. @param {1 | -1} step
   *  @param {number} [lane] */
  move(step, lane = this.#selected) {
    const lanes = this.lanesBeside(lane);
    const to = lanes.indexOf(lane) + step;
    if (!lanes.includes(lane)) return;
    if (to < 0 || to === lanes.length) {
      this.#say(lane, step < 0 ? "is the first already" : "is the last already");
      return;
    }
    const before = (step < 0 ? lanes[to] : lanes[to + 1]) ?? 0;
    this.#goOn(`lane ${lane}`, (how) => this.moveBefore(lane, before, how));
  }

  /** One place up or down, among the groups it lies with. @param {1 | -1} step
   *  @param {Group | null} [group] that of the selected lane unless told otherwise */
  moveGroup(step, group = this.#groupOf(this.#selected)) {
    if (!group) return this.#sayIsAlone();
    const ids = this.groupsBeside(group.id);
    const to = ids.indexOf(group.id) + step;
    if (to < 0 || to === ids.length) {
      this.announce(`Group ${group.name} is the ${step < 0 ? "first" : "last"} already.`);
      return;
    }
    const before = (step < 0 ? ids[to] : ids[to + 1]) ?? 0;
    this.#goOn(`group ${group.id}`, (how) => this.moveGroupBefore(group.id, before, how));
  }

  /** A move by key, part of the one before if that was of the same.
   *  @param {string} what @param {(how: {commit: boolean}) => void} move */
  #goOn(what, move) {
    move({ commit: this.#moved.what !== what || this.#moved.made !== this.#chosen });
    this.#moved = { what, made: this.#chosen };
  }

  /** @param {number} id @param {number} before another it lies with; 0: to the end of them
   *  @param {{commit?: boolean}} [how] */
  moveGroupBefore(id, before, how) {
    const beside = this.groupsBeside(id);
    if (id === before || !beside.includes(id)) return;
    const { pinnedGroups, groupOrder } = this.#chosen;
    const ids = placed(beside, id, before);
    const change = pinnedGroups.has(id)
      ? { pinnedGroups: new Set(ids) }
      : { groupOrder: withMove(groupOrder, { lane: id, before }) };
    this.view.arrange(change, how);
    const name = this.#arranged.groups.find((group) => group.id === id)?.name;
    this.announce(`Group ${name} is now number ${ids.indexOf(id) + 1} of ${ids.length}.`);
    this.#keepInSight();
  }

  /** The groups among which one may be moved: the pinned ones, or the others.
   *  @param {number} id @returns {readonly number[]} */
  groupsBeside(id) {
    const { groups } = this.#arranged;
    const moved = groups.find((group) => group.id === id);
    return groups.filter(({ pinned }) => pinned === moved?.pinned).map((group) => group.id);
  }

  /** @param {number} lane @param {number} before another it lies with; 0: to the end of them
   *  @param {{commit?: boolean}} [how] */
  moveBefore(lane, before, how) {
    const beside = this.lanesBeside(lane);
    if (lane === before || !beside.includes(lane)) return;
    const { pinned, order } = this.#chosen;
    const change = pinned.has(lane)
      ? { pinned: new Set(placed(beside, lane, before)) }
      : { order: withMove(order, { lane, before }) };
    this.view.arrange(change, how);
    const lanes = placed(beside, lane, before);
    this.#say(lane, `is now number ${lanes.indexOf(lane) + 1} of ${lanes.length}`);
    this.#keepInSight();
  }

  /** The lanes among which one may be moved: the pinned ones, those of its group, or those in no
   *  group. @param {number} lane @returns {readonly number[]} */
  lanesBeside(lane) {
    const { pinned, single, groups } = this.#arranged;
    const beside = [pinned, single, ...groups.map(({ lanes }) => lanes)];
    return beside.find((lanes) => lanes.includes(lane)) ?? [];
  }

  /** An order begins anew what was moved by hand. By time it speaks of what is in view now.
   *  @param {Sort} sort */
  sort(sort) {
    const { whole, fromNs, toNs } = this.view;
    const headNs = this.board.headNs;
    // The whole of a run that is over needs no range; one that goes on ends here, for now.
    const everything = whole && !this.timeline.live;
    const range = { fromNs: Math.max(0, fromNs), toNs: Math.min(toNs, headNs) };
    const sortedOver = isOfRange(sort) && !everything && range.toNs > range.fromNs ? range : null;
    this.view.arrange({ sort, sortedOver, order: [], groupOrder: [] });
    const over = sortedOver ? " in what is in view" : isOfRange(sort) ? " in the whole run" : "";
    this.announce(`Lanes are sorted ${SORTED[sort]}${over}.`);
    this.#keepInSight();
  }

  nextSort() {
    this.sort(SORTS[(SORTS.indexOf(this.#chosen.sort) + 1) % SORTS.length]);
  }

  /** Other groups: which of the former were collapsed, pinned or moved says nothing of them.
   *  @param {Grouping} group */
  group(group) {
    const anew = { foldedGroups: new Set(), pinnedGroups: new Set(), groupOrder: [] };
    this.view.arrange({ group, .../** @type {Partial<Arrangement>} */ (anew) });
    const { groups } = this.#arranged;
    const count = group === "none" ? "" : `: ${formatCounted(groups.length, "group")}`;
    this.announce(`Lanes are ${group === "none" ? "" : "grouped "}${GROUPED[group]}${count}.`);
    this.#keepInSight();
  }

  /** The next grouping that makes groups here: one process alone, or no pool at all, does not. */
  nextGroup() {
    const groups = GROUPINGS.map((group) => arrange(this.timeline, { ...this.#chosen, group }));
    const { by } = this.#arranged;
    const makes = groups.filter(
      (each) => each.by === "none" || each.groups.length > Number(each.by === "process"),
    );
    const at = makes.findIndex((each) => each.by === by);
    this.group(makes[(at + 1) % makes.length].by);
  }

  reset() {
    this.view.arrange(asItComes());
    this.announce("Lanes lie as they came.");
  }

  /** What a control of a row is for. @param {string} act @param {Row} row */
  act(act, { kind, id, group }) {
    if (act === "show") this.showAll();
    else if (kind === "group" && group) {
      if (act === "pin") this.pinGroup(group);
      if (act === "fold") this.foldGroup(group);
      if (act === "hide") this.hideGroup(group);
    } else if (act === "pin") this.pin(id);
    else if (act === "fold") this.fold(id);
    else if (act === "hide") this.hide(id);
  }

  /** Whether the selected hold is one of a GIL. */
  get #isOfGil() {
    return this.timeline.gils.of(this.view.hold?.object ?? 0) !== null;
  }

  #hideGils() {
    this.view.toggleExtra("gil");
    this.view.selectHold(null);
    this.announce("Lanes of the GIL are hidden.");
  }

  /** The selected lane; 0 for none. */
  get #selected() {
    return this.view.selection?.lane ?? 0;
  }

  /** @param {readonly number[]} lanes */
  #hide(lanes) {
    this.view.arrange({ hidden: new Set([...this.#chosen.hidden, ...lanes]) });
    if (lanes.includes(this.#selected)) this.view.select(null);
  }

  /** @param {number} lane */
  #groupOf(lane) {
    return rowOf(this.board.rows, "lane", lane)?.group ?? null;
  }

  /** Why nothing is done to the group of the selected lane. */
  #sayIsAlone() {
    if (this.#selected) this.#say(this.#selected, "is in no group");
  }

  /** What is selected is looked at: it does not leave because other rows came or went. */
  #keepInSight() {
    const lane = this.#selected;
    // The rows are laid out with the next frame.
    if (lane) requestAnimationFrame(() => this.board.revealLane(lane));
  }

  /** @param {number} lane @param {string} what */
  #say(lane, what) {
    this.announce(`${this.timeline.laneName(lane)} ${what}.`);
  }
}

/** @param {ReadonlySet<number>} all @param {number} one @returns {Set<number>} */
function toggled(all, one) {
  const changed = new Set(all);
  if (!changed.delete(one)) changed.add(one);
  return changed;
}

/** @param {readonly number[]} lanes @param {number} lane @param {number} before */
function placed(lanes, lane, before) {
  const others = lanes.filter((each) => each !== lane);
  const at = others.indexOf(before);
  return others.toSpliced(at < 0 ? others.length : at, 0, lane);
}

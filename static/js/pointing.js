/** Pointing: what lies under the pointer on the lanes, shown, selected or zoomed to. */

import { findingsAt } from "./layout/finding_marks.js";
import { hitGroup } from "./layout/group.js";
import { hitHold, hitSpan } from "./layout/hit.js";
import { gravity } from "./layout/marks.js";
import { hitObject } from "./layout/object_hit.js";
import { INSTANT_KINDS } from "./model/vocabulary.js";
import { hoverObject, selectObject, zoomToObject } from "./object_pointing.js";

/** @import {Board} from "./board.js" */
/** @import {HoldHit, MergedHit, SharedHit, SpanHit} from "./layout/hit.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Navigation} from "./navigation.js" */

/** @typedef {{lane: number, hit: SpanHit | MergedHit}} OnLane */
/** @typedef {{gil: number, hit: HoldHit | SharedHit}} OnGil */
/** @typedef {{object: number, hit: NonNullable<ReturnType<typeof hitObject>>}} OnObject */

/** How near to an instant the pointer must be to mean it. */
const INSTANT_REACH_PX = 4;
const MOST_INSTANTS = 4;
const MOST_FINDINGS = 2;
/** A window that has not moved for so long is at rest. */
const REST_MS = 120;

export class Pointing {
  /** Where the pointer rests on the lanes. @type {{x: number, y: number} | null} */
  #pointer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /**
   * @param {HTMLElement} host @param {Timeline} timeline @param {View} view
   * @param {Board} board @param {Navigation} navigation
   */
  constructor(host, timeline, view, board, navigation) {
    this.host = host;
    this.timeline = timeline;
    this.view = view;
    this.board = board;
    this.navigation = navigation;
  }

  /** Another span may lie under a pointer that did not move, for the window or the rows did. Under a
   *  hand that pans or zooms it would be another one in each frame: it is looked up when all has
   *  come to rest. A live window never does. */
  moved() {
    const at = this.#pointer;
    if (!at) return;
    if (this.timeline.live) {
      this.hoverAt(at.x, at.y);
      return;
    }
    this.leave();
    this.#pointer = at;
    this.#resting = setTimeout(() => this.hoverAt(at.x, at.y), REST_MS);
  }

  /** @param {number} x @param {number} y in CSS pixels of the lanes */
  hoverAt(x, y) {
    const { board } = this;
    clearTimeout(this.#resting);
    const found = this.#hit(x, y) ?? this.#hitGroup(x, y);
    if (!found) this.leave();
    this.#pointer = { x, y };
    board.pointerNs = board.scale.pxToTime(x);
    board.invalidate("overlay");
    if (!found) return;
    this.view.setHoverObject("object" in found ? found.object : 0);
    if ("group" in found) {
      this.view.setHover(null);
      board.tooltip.showGroup(found.hit, found.group);
    } else if ("gil" in found) this.#hoverGil(found);
    else if ("object" in found) hoverObject(this, found);
    else this.#hoverLane(found, x);
    const lanes = board.elements.lanes.getBoundingClientRect();
    const stage = this.host.getBoundingClientRect();
    const left = x + lanes.left - stage.left;
    const top = y + lanes.top - stage.top;
    board.tooltip.moveTo(left, top, this.host.clientWidth, this.host.clientHeight);
  }

  leave() {
    clearTimeout(this.#resting);
    this.view.setHover(null);
    this.view.setHoverObject(0);
    this.board.tooltip.hide();
    this.#pointer = null;
    this.board.pointerNs = null;
    this.board.invalidate("overlay");
  }

  /** @param {number} x @param {number} y */
  selectAt(x, y) {
    const found = this.#hit(x, y);
    this.view.setRange(null);
    if (found && "gil" in found) {
      const { gil, hit } = found;
      const holds = this.timeline.gils.of(gil);
      const index = hit.kind === "hold" ? hit.index : (holds?.lastStarted(hit.toNs) ?? -1);
      if (holds && index >= 0) this.view.selectHold({ object: gil, start: holds.start(index) });
    } else if (found && "object" in found) selectObject(this, found);
    else this.view.select(found ? this.#placeOf(found) : null);
    this.board.elements.body.focus({ preventScroll: true });
  }

  /** @param {number} x @param {number} y */
  zoomToAt(x, y) {
    const found = this.#hit(x, y);
    if (!found) return;
    if ("object" in found) {
      zoomToObject(this, found);
      return;
    }
    const { hit } = found;
    if (hit.kind === "merged" || hit.kind === "shared")
      this.navigation.zoomTo(hit.fromNs, hit.toNs);
    else if ("gil" in found) this.navigation.zoomToHold(found.gil, hit.index);
    else this.navigation.zoomToSpan(found.lane, hit.index);
  }

  /** @param {number} x @param {number} y
   *  @returns {OnLane | OnGil | OnObject | null} */
  #hit(x, y) {
    const { board, timeline } = this;
    const row = board.rowAt(y);
    if (row?.kind === "lane") {
      const hit = hitSpan(timeline.spans(row.id), board.scale, x, board.headNs);
      return hit && { lane: row.id, hit };
    }
    if (row?.kind === "object") {
      const inRow = y + board.elements.body.scrollTop - row.top;
      const hit = hitObject(timeline, row, x, inRow, board.scale, board.headNs);
      return hit && { object: row.id, hit };
    }
    const gil = row?.kind === "gil" ? timeline.gils.of(row.id) : null;
    const hit = gil && hitHold(gil, board.scale, x, board.headNs);
    return gil && hit && { gil: gil.object, hit };
  }

  /** A collapsed group tells of all its lanes; which of them is meant cannot be pointed out.
   *  @param {number} x @param {number} y */
  #hitGroup(x, y) {
    const { board, timeline } = this;
    const row = board.rowAt(y);
    const group = row?.kind === "group" && row.folded ? row.group : null;
    if (!group) return null;
    const hit = hitGroup(timeline, group.lanes, board.scale, x, board.headNs);
    return hit && { group, hit };
  }

  /** Null where single spans are not here. @param {OnLane} found */
  #placeOf({ lane, hit }) {
    return hit.index < 0 ? null : { lane, start: this.timeline.spans(lane).start(hit.index) };
  }

  /** @param {OnLane} found @param {number} x */
  #hoverLane(found, x) {
    const { lane, hit } = found;
    const { board, timeline, view } = this;
    const instants = this.#instantsAt(lane, x);
    if (hit.kind === "merged") {
      view.setHover(null);
      board.tooltip.showMerged(hit, timeline.laneName(lane), instants);
      return;
    }
    view.setHover(this.#placeOf(found));
    const description = timeline.describe(lane, hit.index);
    if (description) board.tooltip.showSpan(description, instants);
  }

  /** @param {OnGil} found */
  #hoverGil({ gil, hit }) {
    const { board, timeline, view } = this;
    const holds = timeline.gils.of(gil);
    if (!holds) return;
    if (hit.kind === "shared") {
      view.setHover(null);
      const names = Array.from(hit.shares, (_, slot) => timeline.laneName(holds.laneOfSlot(slot)));
      board.tooltip.showShared(hit, names, "GIL");
      return;
    }
    view.setHoverHold({ object: gil, start: holds.start(hit.index) });
    const description = timeline.describeHold(gil, hit.index);
    if (description) board.tooltip.showHold(description, timeline.laneNumber(description.lane));
  }

  /** @param {number} lane @param {number} x */
  #instantsAt(lane, x) {
    const scale = this.board.scale;
    const from = scale.pxToTime(x - INSTANT_REACH_PX);
    const to = scale.pxToTime(x + INSTANT_REACH_PX);
    const found = this.timeline
      .instants(from, to, lane)
      .toSorted((a, b) => gravity(b) - gravity(a) || a.timeNs - b.timeNs);
    const texts = found
      .slice(0, MOST_INSTANTS)
      .map(
        (instant) => `${INSTANT_KINDS[instant.kind]}: ${instant.text.split("\n")[0].slice(0, 120)}`,
      );
    const findings = findingsAt(this.timeline, lane, scale, x).slice(0, MOST_FINDINGS);
    texts.unshift(...findings.map(({ sentence }) => sentence));
    if (found.length > MOST_INSTANTS) texts.push(`and ${found.length - MOST_INSTANTS} more`);
    return texts;
  }
}

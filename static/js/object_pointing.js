/** What lies under the pointer on the lane of a sync object, shown, selected or zoomed to. */

import { isWaiting } from "./layout/object_parts.js";
import { waitersAt } from "./model/crowd.js";

/** @import {OnObject, Pointing} from "./pointing.js" */

/** Of more that wait at once names say nothing. */
const MOST_NAMES = 200;

/** @param {Pointing} pointing @param {OnObject} found */
export function hoverObject({ board, timeline, view }, { object, hit }) {
  const thing = timeline.objectName(object);
  if (hit.kind === "wait") {
    view.setHover({ lane: hit.lane, start: timeline.spans(hit.lane).start(hit.index) });
    const span = timeline.describe(hit.lane, hit.index);
    if (span) board.tooltip.showSpan(span, []);
    return;
  }
  if (hit.kind === "hold") {
    const start = hit.holds.start(hit.index);
    view.setHoverHold({ object, start });
    const index = timeline.holdsInOrder(object)?.lastStarted(start) ?? -1;
    const hold = timeline.describeHold(object, index);
    if (hold) board.tooltip.showHold(hold, timeline.laneNumber(hold.lane));
    return;
  }
  view.setHover(null);
  if (hit.kind === "shared") {
    const { shares, holds } = hit;
    const names = Array.from(shares, (_, slot) => timeline.laneName(holds.laneOfSlot(slot)));
    board.tooltip.showShared(hit, names, thing);
    return;
  }
  const few = isWaiting(hit.told) && hit.most <= MOST_NAMES;
  const middle = (hit.fromNs + hit.toNs) / 2;
  const lanes = few ? waitersAt(timeline, object, middle, hit.operation) : [];
  board.tooltip.showLevel(
    hit,
    thing,
    lanes.map((lane) => timeline.laneName(lane)),
  );
}

/** @param {Pointing} pointing @param {OnObject} found */
export function selectObject({ timeline, view }, { object, hit }) {
  if (hit.kind === "wait") {
    view.select({ lane: hit.lane, start: timeline.spans(hit.lane).start(hit.index) });
  } else if (hit.kind === "hold") {
    view.selectHold({ object, start: hit.holds.start(hit.index) });
  } else if (hit.kind === "shared") {
    const index = hit.holds.lastStarted(hit.toNs);
    if (index >= 0) view.selectHold({ object, start: hit.holds.start(index) });
  } else view.setHighlight(object);
}

/** @param {Pointing} pointing @param {OnObject} found */
export function zoomToObject({ timeline, navigation }, { object, hit }) {
  if (hit.kind === "wait") navigation.zoomToSpan(hit.lane, hit.index);
  else if (hit.kind === "hold") {
    const index = timeline.holdsInOrder(object)?.lastStarted(hit.holds.start(hit.index)) ?? -1;
    navigation.zoomToHold(object, index);
  } else navigation.zoomTo(hit.fromNs, hit.toNs);
}

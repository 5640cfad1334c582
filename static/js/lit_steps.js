/** Steps along the object that is lit: from one hold or wait of it to the next, in sight or not,
 *  and over each edge of the lanes. */

import { neighbourWait } from "./model/wait_order.js";

/** @import {Beyond, Edge} from "./layout/beyond.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Selection} from "./selection.js" */

/** @typedef {{hold: number, start: number} | {lane: number, index: number, start: number}} Item */

/**
 * The hold or wait that begins next after a moment, or the last that began before it.
 *
 * @param {Timeline} timeline @param {number} object @param {number} ns @param {1 | -1} step
 * @returns {Item | null}
 */
export function nextOf(timeline, object, ns, step) {
  const holds = timeline.holdsInOrder(object);
  let hold = holds ? holds.lastStarted(ns) : -1;
  if (holds && step > 0) hold += 1;
  else while (holds && hold >= 0 && holds.start(hold) === ns) hold -= 1;
  // Of waits that began just then none comes after it, and none before.
  const wait = neighbourWait(timeline, object, { lane: step * Infinity, start: ns }, step);
  const held = holds && hold >= 0 && hold < holds.length ? holds.start(hold) : null;
  if (held === null) return wait;
  if (wait && step * (wait.start - held) < 0) return wait;
  return { hold, start: held };
}

/**
 * @param {Timeline} timeline @param {View} view @param {Selection} selection
 * @param {() => number} lit the object that is lit @param {(sentence: string) => void} say
 */
export function litSteps(timeline, view, selection, lit, say) {
  /** @param {number} object @param {Item} item */
  const select = (object, item) => {
    if ("hold" in item) selection.selectHold(object, item.hold);
    else selection.select(item.lane, item.index);
  };
  /** @param {number} object @param {number} ns @param {1 | -1} step */
  const go = (object, ns, step) => {
    const item = nextOf(timeline, object, ns, step);
    if (item) select(object, item);
    else {
      const which = step > 0 ? "later" : "earlier";
      say(`There is no ${which} hold of ${timeline.objectName(object)}, nor a wait for it.`);
    }
  };

  return {
    /** @param {1 | -1} step */
    step(step) {
      const object = lit();
      if (!object) {
        say("No object is lit. Choose one in the list of objects, or select a wait.");
        return;
      }
      const { hold, selection: span, fromNs, toNs } = view;
      go(object, hold?.start ?? span?.start ?? (fromNs + toNs) / 2, step);
    },

    /** @param {Edge} edge @param {Beyond} beyond */
    over(edge, { object, nearestAbove, nearestBelow }) {
      if (edge === "earlier") go(object, view.fromNs, -1);
      else if (edge === "later") go(object, view.toNs, 1);
      else onLane(object, edge === "above" ? nearestAbove : nearestBelow);
    },
  };

  /** The first thing of the object that a lane does in the window.
   *  @param {number} object @param {number} lane */
  function onLane(object, lane) {
    const { fromNs, toNs } = view;
    const [hold] = timeline
      .holdsOfLane(lane, fromNs, toNs)
      .filter((each) => each.object === object);
    /** @type {number | null} */
    let wait = null;
    timeline.eachWait(object, fromNs, toNs, (waiter, index) => {
      if (waiter === lane) wait = index;
      return wait === null;
    });
    if (wait !== null) selection.select(lane, wait);
    else if (hold)
      selection.selectHold(object, timeline.holdsInOrder(object)?.lastStarted(hold.startNs) ?? -1);
  }
}

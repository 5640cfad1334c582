/** The facts of a sync object in words: how it stands now, and how it fared in the range in view. */

import { formatCounted, formatDuration, formatShare } from "../base/format.js";
import { holdersAt, waitersAt } from "../model/crowd.js";
import { objectDetails, objectSums, waitedTo } from "../model/object_figures.js";
import { isPool, isQueue, isSignal } from "../model/object_kinds.js";

/** @import {Timeline} from "../model/timeline.js" */

/** A crowd before one lock is a number, not a list. */
const NAMES_SHOWN = 4;
/** Sums over more waits than these are kept; of fewer they are made anew, so that each of ten
 *  thousand futures costs nothing. */
const FEW_WAITS = 16;

/** @typedef {{waits: number, waitedNs: number, holds: number}} Use of the whole run */

/** @param {Timeline} timeline @param {number} object @returns {Use} */
export function useOf(timeline, object) {
  const { closed, open } = timeline.waitsInOrder(object);
  const waits = closed.length + open.length;
  const holds = timeline.holdsInOrder(object)?.length ?? 0;
  const { durationNs } = timeline;
  if (waits > FEW_WAITS) {
    const waitedNs = objectSums(timeline, object, 0, durationNs).waitedNs;
    return { waits, waitedNs, holds };
  }
  let waitedNs = 0;
  timeline.eachWait(object, 0, durationNs, (_lane, _index, startNs, endNs) => {
    waitedNs += endNs - startNs;
  });
  return { waits, waitedNs, holds };
}

/** Who has it and who waits, and how much it was used. @param {Timeline} timeline
 *  @param {number} object @param {Use} use */
export function standingText(timeline, object, { waits, waitedNs, holds }) {
  // What is held or waited for when a run ends is cut at its last nanosecond.
  const ns = timeline.live ? timeline.now : timeline.durationNs - 1;
  const when = timeline.live ? "" : " to the end";
  const names = (/** @type {number[]} */ lanes) => {
    const all = lanes.map((lane) => timeline.laneName(lane));
    const more = all.length - NAMES_SHOWN;
    return more > 1 ? `${all.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : all.join(", ");
  };
  const holders = holdersAt(timeline, object, ns);
  const waiters = waitersAt(timeline, object, ns);
  const kind = timeline.objects.get(object)?.kind ?? "";
  return [
    holders.length &&
      `${isPool(kind) ? "busy" : "held"}${when}${isPool(kind) ? ":" : " by"} ${names(holders)}`,
    waiters.length && `${names(waiters)} ${waiters.length === 1 ? "waits" : "wait"}${when}`,
    waits ? `${formatCounted(waits, "wait")}, ${formatDuration(waitedNs)}` : "nobody waited",
    holds && formatCounted(holds, isPool(kind) ? "task" : "hold"),
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * How it fared between two times, one line each.
 *
 * @param {Timeline} timeline @param {number} object @param {number} fromNs @param {number} toNs
 * @returns {[name: string, text: string][]}
 */
export function rangeFacts(timeline, object, fromNs, toNs) {
  const kind = timeline.objects.get(object)?.kind ?? "";
  const details = objectDetails(timeline, object, fromNs, toNs);
  const { held, mostWaiting } = objectSums(timeline, object, fromNs, toNs);
  /** @type {[string, string][]} */
  const facts = [];
  if (timeline.holdsInOrder(object)) {
    const longest = `longest ${formatDuration(details.longestHoldNs)}`;
    const [had, one] = isPool(kind) ? ["Busy", "task"] : ["Held", "hold"];
    const holds = details.holds ? `, ${formatCounted(details.holds, one)}, ${longest}` : "";
    facts.push([had, `${formatShare(held)} of the time${holds}`]);
  }
  const items = isQueue(kind) ? timeline.counters(object).over(fromNs, toNs) : null;
  if (items) facts.push(["In it", `${items.mean.toFixed(1)} on average, at most ${items.most}`]);
  facts.push(["Waits", waitsText(details, mostWaiting)]);
  const ways = isQueue(kind) || isPool(kind) ? waitedTo(timeline, object, fromNs, toNs) : [];
  for (const { operation, waitedNs } of ways) {
    facts.push([
      WAITED_TO[operation] ?? "Others",
      `${formatDuration(waitedNs)}, all threads together`,
    ]);
  }
  if (details.handOvers) facts.push([PASSED[kind] ?? signalled(kind), passedText(details)]);
  return facts;
}

/** What the time from cause to effect is called, where it is not a wake-up.
 *  @type {Readonly<Record<string, string>>} */
const PASSED = Object.freeze({ Executor: "Before begun" });

/** What threads waited for, by what they did. @type {Readonly<Record<string, string>>} */
const WAITED_TO = Object.freeze({
  get: "To get",
  put: "To put",
  join: "Until all done",
  idle: "For work",
  shutdown: "For its end",
});

/** @param {string} kind */
function signalled(kind) {
  if (isQueue(kind)) return "Passed on";
  return isSignal(kind) ? "Wake-up" : "Hand-over";
}

/** @param {import("../model/object_figures.js").Details} details @param {number} mostWaiting */
function waitsText({ waits, medianWaitNs, longestWaitNs }, mostWaiting) {
  if (!waits) return "nobody waited";
  const times = `median ${formatDuration(medianWaitNs)}, longest ${formatDuration(longestWaitNs)}`;
  return `${formatCounted(waits, "wait")}, ${times}, ${mostWaiting} at once`;
}

/** @param {import("../model/object_figures.js").Details} details */
function passedText({ handOvers, medianHandOverNs, lateHandOverNs }) {
  const median = `median ${formatDuration(medianHandOverNs)}`;
  return `${handOvers}×, ${median}, 95 % within ${formatDuration(lateHandOverNs)}`;
}

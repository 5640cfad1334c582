/**
 * The parts of an object's lane, from top to bottom: who had it when, how much was in it, and how
 * many waited — those who wait to put something into a queue apart from those who wait to get
 * something, the idle workers of a pool apart from who waits for its end.
 */

import { isPool, isQueue } from "../model/object_kinds.js";
import { OPERATIONS } from "../model/vocabulary.js";

/** @import {Possession} from "../model/possession.js" */
/** @import {Steps} from "../model/steps.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {SlimBox} from "./frame.js" */

/** What a part tells of. @typedef {"items" | "tasks" | "held" | "busy" | Waiting} Told */
/** @typedef {"waiters" | "getters" | "putters" | "joiners" | "idlers"} Waiting */
/** @typedef {{told: Told, steps: Steps, rows: Possession[], operation: number, weight: number}} Part
 *   `rows`: those who had it, side by side; none where only their number is told; `operation`: of
 *   those who wait, where there are others; -1 elsewhere */

/** How much of a lane is for who had it or what was in it, and for who waited. */
const HAD = 58;
const WAITED = 42;
/** Those of a pool: its tasks, its workers, and who waits. */
const TASKS = 24;
const BUSY = 46;
const POOL_WAITED = 30;
const ANY = -1;

/** @type {Readonly<Record<string, Waiting>>} */
const WAITING = Object.freeze({
  get: "getters",
  put: "putters",
  join: "joiners",
  idle: "idlers",
});
/** Who waits to get something stands over who waits to put something in. */
const ORDER = Object.keys(WAITING).map((name) => OPERATIONS.indexOf(name));

/** @param {Timeline} timeline @param {number} object @returns {Part[]} */
export function partsOf(timeline, object) {
  const kind = timeline.objects.get(object)?.kind ?? "";
  const waiting = waitingParts(timeline, object, isPool(kind) || isQueue(kind));
  const share = (isPool(kind) ? POOL_WAITED : WAITED) / waiting.length;
  return [
    ...upperParts(timeline, object, kind),
    ...waiting.map((part) => ({ ...part, weight: share })),
  ];
}

/** @param {Timeline} timeline @param {number} object @param {string} kind @returns {Part[]} */
function upperParts(timeline, object, kind) {
  if (isQueue(kind)) return [levelPart("items", timeline.counters(object), HAD)];
  const rows = timeline.holdRows(object);
  const had = rows.length ? [{ rows, steps: timeline.heldAtOnce(object), operation: ANY }] : [];
  if (!isPool(kind)) return had.map((part) => ({ ...part, told: "held", weight: HAD }));
  return [
    levelPart("tasks", timeline.queuedTasks(object), TASKS),
    ...had.map((part) => /** @type {Part} */ ({ ...part, told: "busy", weight: BUSY })),
  ];
}

/** @param {Timeline} timeline @param {number} object @param {boolean} apart whether by what they
 *  wait to do @returns {Part[]} */
function waitingParts(timeline, object, apart) {
  if (!apart) {
    const { steps } = timeline.waiters(object);
    return steps.most > 0 ? [levelPart("waiters", steps)] : [];
  }
  const place = (/** @type {number} */ operation) => ORDER.indexOf(operation) >>> 0;
  return [...timeline.waitersByOperation(object)]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([operation, { steps }]) => ({
      ...levelPart(WAITING[OPERATIONS[operation]] ?? "waiters", steps),
      operation,
    }))
    .filter(({ steps }) => steps.most > 0);
}

/** @param {Told} told @param {Steps} steps @param {number} [weight] @returns {Part} */
function levelPart(told, steps, weight = 0) {
  return { told, steps, rows: [], operation: ANY, weight };
}

/**
 * Where parts lie in a lane, by their weights, with air between them.
 *
 * @param {readonly {weight: number}[]} parts @param {{top: number, height: number}} box
 * @param {number} dpr
 * @returns {SlimBox[]}
 */
export function placeParts(parts, { top, height }, dpr) {
  const air = Math.round(3 * dpr);
  const inner = height - 2 * air - Math.round(dpr);
  const room = inner - air * (parts.length - 1);
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  return parts.map(({ weight }, at) => {
    const from = Math.round((passed / whole) * room);
    passed += weight;
    const high = Math.round((passed / whole) * room) - from;
    const begin = top + air + from + at * air;
    return { top: begin, height: high, sky: high, baseline: begin + high };
  });
}

/** Whether a part tells who waits. @param {Told} told @returns {told is Waiting} */
export function isWaiting(told) {
  return told === "waiters" || Object.values(WAITING).includes(/** @type {Waiting} */ (told));
}

/** The part that a wait is seen in; none for an operation below -1. @template {{told: Told, operation: number}} T
 *  @param {readonly T[]} parts @param {number} operation of the wait @returns {T | undefined} */
export function partOfWait(parts, operation) {
  if (operation < ANY) return undefined;
  const waiting = parts.filter(({ told }) => isWaiting(told));
  return waiting.find((part) => part.operation === operation || part.operation === ANY);
}

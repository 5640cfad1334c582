/**
 * Ticks of a time axis, in steps of 1, 2 or 5, written with the digits their step needs.
 *
 * All labels of one axis have the same unit and the same number of decimals, so they
 * never change in width while panning. When the step is under 10 µs a label would be
 * mostly digits that do not change: then a base is told once and ticks say `+120 ns`.
 */

import { formatTime, groupDigits, THIN_SPACE } from "./format.js";

/** @typedef {{ns: number, label: string}} Tick */
/** @typedef {{stepNs: number, base: Tick | null, ticks: Tick[]}} Axis */

const SMALLEST_OFFSET_STEP = 10_000;
/** @type {ReadonlyArray<readonly [string, number]>} */
const UNITS = [
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
  ["ns", 1],
];

/** The smallest 1-2-5 step that is at least `ns`; never below 1. @param {number} ns */
export function stepAbove(ns) {
  if (ns <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(ns));
  for (const factor of [1, 2, 5]) if (power * factor >= ns * (1 - 1e-9)) return power * factor;
  return power * 10;
}

/**
 * @param {number} fromNs @param {number} toNs @param {number} widthPx
 * @param {number} [gapPx] the least distance of two ticks
 * @param {number} [leastNs] before this there is no time: no tick
 * @returns {Axis}
 */
export function layoutAxis(fromNs, toNs, widthPx, gapPx = 110, leastNs = 0) {
  const stepNs = stepAbove(((toNs - fromNs) * gapPx) / Math.max(widthPx, 1));
  const farNs = Math.max(toNs, -fromNs);
  const base = stepNs < SMALLEST_OFFSET_STEP && farNs > 1e5 ? baseOf(fromNs, toNs, leastNs) : null;
  const label = base ? offsetLabel(base.ns, stepNs) : timeLabel(farNs, stepNs);
  /** @type {Tick[]} */
  const ticks = [];
  // Counted, not summed up: at 10 s a sum of thirds of nanoseconds would drift.
  const first = Math.max(Math.ceil(leastNs / stepNs), Math.ceil(fromNs / stepNs));
  for (let n = first; n * stepNs <= toNs; n += 1) {
    ticks.push({ ns: n * stepNs, label: label(n * stepNs) });
  }
  return { stepNs, base, ticks };
}

/**
 * The axis of a run beside another: its labels count from a moment of the run, and there is
 * time before that. The ticks' own times stay those of the run.
 *
 * @param {number} fromNs @param {number} toNs @param {number} widthPx @param {number} zeroNs
 * @returns {Axis}
 */
export function layoutAxisFrom(fromNs, toNs, widthPx, zeroNs) {
  const axis = layoutAxis(fromNs - zeroNs, toNs - zeroNs, widthPx, undefined, -Infinity);
  const back = (/** @type {Tick} */ tick) => ({ ...tick, ns: tick.ns + zeroNs });
  return { ...axis, base: axis.base && back(axis.base), ticks: axis.ticks.map(back) };
}

/** A round moment before the window, kept over many pans. @param {number} fromNs
 *  @param {number} toNs @param {number} leastNs @returns {Tick} */
function baseOf(fromNs, toNs, leastNs) {
  const round = 10 ** Math.ceil(Math.log10(toNs - fromNs));
  const ns = Math.max(leastNs, Math.floor(fromNs / round) * round);
  return { ns, label: signed(ns, formatTime(Math.abs(ns))) };
}

/** @param {number} baseNs @param {number} stepNs */
function offsetLabel(baseNs, stepNs) {
  const [unit, size] = stepNs >= 1000 ? UNITS[2] : UNITS[3];
  return (/** @type {number} */ ns) =>
    `+${groupDigits(String(Math.round((ns - baseNs) / size)))}${THIN_SPACE}${unit}`;
}

/** A time before zero has the sign that is as wide as a digit. @param {number} ns
 *  @param {string} text without a sign */
function signed(ns, text) {
  return ns < 0 ? `−${text}` : text;
}

/** @param {number} farNs @param {number} stepNs */
function timeLabel(farNs, stepNs) {
  // The unit of the window's far end, so that 900 ms and 1 100 ms read 0.9 s and 1.1 s.
  const [unit, size] = UNITS.find(([, ns]) => farNs >= ns) ?? UNITS[3];
  const decimals = Math.max(0, Math.round(-Math.floor(Math.log10(stepNs / size) + 1e-9)));
  return (/** @type {number} */ ns) =>
    signed(ns, `${groupDigits((Math.abs(ns) / size).toFixed(decimals))}${THIN_SPACE}${unit}`);
}

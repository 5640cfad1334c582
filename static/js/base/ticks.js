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
 * @returns {Axis}
 */
export function layoutAxis(fromNs, toNs, widthPx, gapPx = 110) {
  const stepNs = stepAbove(((toNs - fromNs) * gapPx) / Math.max(widthPx, 1));
  const base = stepNs < SMALLEST_OFFSET_STEP && toNs > 1e5 ? baseOf(fromNs, toNs) : null;
  const label = base ? offsetLabel(base.ns, stepNs) : timeLabel(toNs, stepNs);
  /** @type {Tick[]} */
  const ticks = [];
  // Counted, not summed up: at 10 s a sum of thirds of nanoseconds would drift.
  const first = Math.max(0, Math.ceil(fromNs / stepNs));
  for (let n = first; n * stepNs <= toNs; n += 1) {
    ticks.push({ ns: n * stepNs, label: label(n * stepNs) });
  }
  return { stepNs, base, ticks };
}

/** A round moment before the window, kept over many pans. @param {number} fromNs
 *  @param {number} toNs @returns {Tick} */
function baseOf(fromNs, toNs) {
  const round = 10 ** Math.ceil(Math.log10(toNs - fromNs));
  const ns = Math.max(0, Math.floor(fromNs / round) * round);
  return { ns, label: formatTime(ns) };
}

/** @param {number} baseNs @param {number} stepNs */
function offsetLabel(baseNs, stepNs) {
  const [unit, size] = stepNs >= 1000 ? UNITS[2] : UNITS[3];
  return (/** @type {number} */ ns) =>
    `+${groupDigits(String(Math.round((ns - baseNs) / size)))}${THIN_SPACE}${unit}`;
}

/** @param {number} toNs @param {number} stepNs */
function timeLabel(toNs, stepNs) {
  // The unit of the window's end, so that 900 ms and 1 100 ms read 0.9 s and 1.1 s.
  const [unit, size] = UNITS.find(([, ns]) => toNs >= ns) ?? UNITS[3];
  const decimals = Math.max(0, Math.round(-Math.floor(Math.log10(stepNs / size) + 1e-9)));
  return (/** @type {number} */ ns) =>
    `${groupDigits((ns / size).toFixed(decimals))}${THIN_SPACE}${unit}`;
}

/** Differences in words: how much more or less, and the one sentence that sums two runs up. */

import {
  formatCores,
  formatCount,
  formatDuration,
  formatShare,
  THIN_SPACE,
} from "../base/format.js";
import { findingTitle } from "./words.js";

/** @import {Row, Section, Unit} from "../model/difference.js" */
/** @import {Timeline} from "../model/timeline.js" */

/** Two runs of the same program differ by more than this by chance. */
const ALIKE = 0.02;
/** A difference smaller than this share of the longer run is not worth a sentence. */
const WORTH_TELLING = 0.01;
/** From here on "1.5×" is easier to grasp than a percentage. */
const RATIO_FROM = 1.5;

/** @param {number} value @param {Unit} unit */
export function valueText(value, unit) {
  if (value === 0) return "0";
  switch (unit) {
    case "ns":
      return formatDuration(value);
    case "share":
      return formatShare(value);
    case "cores":
      return formatCores(value * 1000);
    default:
      return formatCount(value);
  }
}

/** "+310 ms"; percentages differ by points. @param {number} difference @param {Unit} unit */
export function signedText(difference, unit) {
  if (difference === 0) return "0";
  const sign = difference > 0 ? "+" : "−";
  const size = Math.abs(difference);
  // What would be rounded to nothing is told all the same.
  if (unit === "cores" && size < 0.005) return `${sign}${Number(size.toPrecision(1))}`;
  if (unit !== "share") return `${sign}${valueText(size, unit)}`;
  return `${sign}${(size * 100).toFixed(2)}${THIN_SPACE}points`;
}

/** "12 % less", "3.4× as much", "only in A". @param {number | null} a @param {number | null} b
 *  @returns {string} */
export function changeText(a, b) {
  if (a === null || b === null) return "";
  if (a === b) return "same";
  if (a === 0) return "none in A";
  if (b === 0) return "none in B";
  const ratio = b / a;
  if (ratio >= RATIO_FROM) return `${times(ratio)} as much`;
  const percent = Math.abs(ratio - 1) * 100;
  if (percent < 0.05) return "about the same";
  // A little is left: that is not nothing.
  if (ratio < 0.0005) return `over 99.9${THIN_SPACE}% less`;
  const digits = percent < 10 ? 1 : 0;
  return `${percent.toFixed(digits)}${THIN_SPACE}% ${ratio > 1 ? "more" : "less"}`;
}

/** "2.1×", "340×". @param {number} ratio */
function times(ratio) {
  return `${ratio < 10 ? ratio.toFixed(1) : formatCount(ratio)}×`;
}

/** @param {Row} row @param {number} at of the measure */
export function differenceOf(row, at) {
  const a = row.a?.[at] ?? null;
  const b = row.b?.[at] ?? null;
  return a === null || b === null ? null : b - a;
}

/**
 * What sets B apart from A, as one sentence about the whole of both runs.
 *
 * @param {Timeline} a @param {Timeline} b @param {readonly Section[]} sections of the whole
 */
export function summaryText(a, b, sections) {
  const end = endText(a, b);
  const parts = [
    end,
    waitText(a, b, sections, end.startsWith("B ") ? "its" : "B’s"),
    findingText(a, b, "A"),
    findingText(b, a, "B"),
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

/** Only runs that came to their end by themselves can be told to have been sooner.
 *  @param {Timeline} a @param {Timeline} b */
function endText(a, b) {
  if (a.status !== "finished" || b.status !== "finished") {
    return `A ${stateText(a)}, B ${stateText(b)}`;
  }
  const [ofA, ofB] = [a.durationNs, b.durationNs];
  const both = `${formatDuration(ofB)} instead of ${formatDuration(ofA)}`;
  if (Math.abs(ofB - ofA) <= ALIKE * Math.max(ofA, ofB)) {
    return `A and B take about as long (${formatDuration(ofA)} and ${formatDuration(ofB)})`;
  }
  if (ofB < ofA)
    return `B finishes ${muchText(ofA / Math.max(1, ofB), 1 - ofB / ofA)} sooner (${both})`;
  const much = muchText(ofB / Math.max(1, ofA), ofB / Math.max(1, ofA) - 1);
  return `B takes ${much.endsWith("×") ? `${much} as long` : `${much} longer`} (${both})`;
}

/** A ratio where it is great, else a percentage. @param {number} ratio @param {number} share */
function muchText(ratio, share) {
  return ratio >= RATIO_FROM ? times(ratio) : `${Math.round(share * 100)}${THIN_SPACE}%`;
}

/** @param {Timeline} timeline */
function stateText({ status, durationNs }) {
  const after = formatDuration(durationNs);
  switch (status) {
    case "live":
      return `is still running (${after} so far)`;
    case "finished":
      return `finished after ${after}`;
    case "stopped":
      return `was stopped after ${after}`;
    case "failed":
      return `failed after ${after}`;
    case "lost":
      return `was cut off after ${after}`;
    default:
      return "has not begun";
  }
}

/** What the threads of B wait for less, or more: the greatest difference there is.
 *  @param {Timeline} a @param {Timeline} b @param {readonly Section[]} sections
 *  @param {string} whose */
function waitText(a, b, sections, whose) {
  const least = WORTH_TELLING * Math.max(a.durationNs, b.durationNs);
  const waits = [
    ...rowsOf(sections, "objects").filter(({ note }) => !note.startsWith("Thread")),
    ...rowsOf(sections, "states").filter(({ key }) => key === "gil" || key === "cpu"),
  ].map((row) => ({ row, ns: (row.b?.[0] ?? 0) - (row.a?.[0] ?? 0) }));
  const [most] = waits.toSorted((one, other) => Math.abs(other.ns) - Math.abs(one.ns));
  if (!most || Math.abs(most.ns) < least) return "";
  const what = most.row.state ? most.row.name.replace(/^Waiting for /, "") : most.row.name;
  const much = `${formatDuration(Math.abs(most.ns))} ${most.ns < 0 ? "less" : "more"}`;
  return `${whose} threads wait ${much} for ${what}`;
}

/** @param {readonly Section[]} sections @param {Section["id"]} id */
function rowsOf(sections, id) {
  return sections.find((section) => section.id === id)?.rows ?? [];
}

/** What was found in one run and not in the other. @param {Timeline} one @param {Timeline} other
 *  @param {string} letter of the one */
function findingText(one, other, letter) {
  const elsewhere = new Set([...other.findings.values()].map(({ kind }) => kind));
  const kinds = new Set(
    [...one.findings.values()]
      .filter(({ kind, severity }) => severity !== "info" && !elsewhere.has(kind))
      .map(({ kind }) => findingTitle(kind).toLowerCase()),
  );
  return kinds.size ? `found only in ${letter}: ${[...kinds].join(", ")}` : "";
}

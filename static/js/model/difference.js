/**
 * The difference of two runs: what each of them took, per state, per thread and per sync
 * object, in a range of each.
 *
 * Every number is a sum that the timeline itself can give to the nanosecond: a thread's time
 * in a state from its sums per block, waits and holds from the area under how many there were at
 * a time. What was not measured is null, which is not zero.
 */

import { fullName, matchLanes, matchObjects } from "./matching.js";
import { NO_USE } from "./object_uses.js";
import { RUNNABLE, STATES, stateLabel } from "./vocabulary.js";

/** @import {How} from "./matching.js" */
/** @import {ObjectUse} from "./object_uses.js" */
/** @import {LaneRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {{fromNs: number, toNs: number}} Range */
/** @typedef {"ns" | "count" | "share" | "cores"} Unit */
/** @typedef {{id: string, title: string, unit: Unit}} Measure */
/** @typedef {{key: string, name: string, note: string, a: (number | null)[] | null,
 *   b: (number | null)[] | null, how: How, unit?: Unit, state?: string,
 *   ids?: readonly [number[], number[]]}} Row numbers by measure; null for a side that has no
 *   such thing; `unit` where a row has one of its own; `ids` of lanes or objects on each side */
/** @typedef {{id: "run" | "states" | "threads" | "objects", measures: readonly Measure[],
 *   rows: Row[]}} Section */

/** What a thread waited for to run is told apart as far as it is known.
 *  @type {readonly {id: string, state: number, title: string}[]} */
const TIMES = [
  { id: "running", state: 0, title: "Running" },
  { id: "gil", state: RUNNABLE, title: "Waiting for the GIL" },
  { id: "cpu", state: RUNNABLE, title: "Waiting for a CPU" },
  { id: "runnable", state: RUNNABLE, title: "Waiting to run" },
  { id: "blocked", state: 2, title: "Waiting for another thread" },
  { id: "io", state: 4, title: stateLabel(4) },
  { id: "sleeping", state: 3, title: stateLabel(3) },
];

/** @type {readonly Measure[]} */
const OF_THREADS = [
  ...TIMES.map(({ id, title }) => ({ id, title, unit: /** @type {Unit} */ ("ns") })),
  { id: "lived", title: "Lived", unit: "ns" },
];

/** @type {readonly Measure[]} */
const OF_OBJECTS = [
  { id: "waited", title: "Time waited", unit: "ns" },
  { id: "waits", title: "Waits", unit: "count" },
  { id: "held", title: "Time held", unit: "ns" },
  { id: "holds", title: "Holds", unit: "count" },
];

/** @type {readonly Measure[]} */
const TOTAL = [{ id: "total", title: "All threads", unit: "ns" }];

/** The GIL has its sums among the states, the processors among those of the run. */
const TOLD_ELSEWHERE = new Set(["GIL", "Processors"]);

/** Whether all rows of a range are here: of a run that is too long for that only a stretch may
 *  be, and what is known of the whole are sums. @param {Timeline} timeline @param {Range} range */
function isHere({ part, durationNs }, { fromNs, toNs }) {
  if (!part) return true;
  const { single, stretch } = part;
  if (!single || !stretch) return false;
  return stretch.fromNs <= Math.max(0, fromNs) && Math.min(toNs, durationNs) <= stretch.toNs;
}

/** Nanoseconds of a lane, in the order of OF_THREADS. @param {Timeline} timeline
 *  @param {number} lane @param {Range} range */
function timesOf(timeline, lane, { fromNs, toNs }) {
  const here = isHere(timeline, { fromNs, toNs });
  const spans = here ? timeline.spans(lane) : timeline.wholeSpans(lane);
  const shares = spans.shares(fromNs, toNs);
  const { gil, cpu } = spans.lacked(fromNs, toNs);
  const times = TIMES.map(({ id, state }) => {
    if (id === "gil") return gil;
    if (id === "cpu") return cpu;
    return id === "runnable" ? shares[RUNNABLE] - gil - cpu : shares[state];
  });
  return [...times, times.reduce((sum, ns) => sum + ns, 0)];
}

/** @param {Timeline} timeline @param {Range} range */
function totalsOf(timeline, range) {
  const totals = OF_THREADS.map(() => 0);
  for (const { id } of timeline.lanes) {
    timesOf(timeline, id, range).forEach((ns, at) => {
      totals[at] += ns;
    });
  }
  return totals;
}

/** Waits and holds of some objects in a range, in the order of OF_OBJECTS: those that have more
 *  than an edge in common with it. @param {Timeline} timeline @param {number[]} ids
 *  @param {Range} range @returns {(number | null)[]} */
function useOf(timeline, ids, { fromNs, toNs }) {
  const from = Math.max(0, fromNs);
  const to = Math.min(toNs, timeline.durationNs);
  if (!isHere(timeline, { fromNs, toNs })) {
    const { far } = timeline.part ?? {};
    return from === 0 && to === timeline.durationNs && far ? usesOf(far.uses, ids) : UNKNOWN;
  }
  const use = [0, 0, 0, 0];
  if (to <= from) return use;
  for (const id of ids) {
    addWaits(timeline, id, from, to, use);
    addHolds(timeline, id, from, to, use);
  }
  return use;
}

/** @type {null[]} */
const UNKNOWN = OF_OBJECTS.map(() => null);

/** Over the whole of a run that is not here. @param {Map<number, ObjectUse>} uses
 *  @param {number[]} ids */
function usesOf(uses, ids) {
  const use = [0, 0, 0, 0];
  for (const id of ids) {
    const { waits, holds } = uses.get(id) ?? NO_USE;
    [waits.ns, waits.count, holds.ns, holds.count].forEach((value, at) => {
      use[at] += value;
    });
  }
  return use;
}

/** @param {Timeline} timeline @param {number} id @param {number} from @param {number} to
 *  @param {number[]} use */
function addWaits(timeline, id, from, to, use) {
  const { closed, open } = timeline.waitsInOrder(id);
  const all = closed.length + open.length;
  if (all === 0) return;
  const waiters = timeline.waiters(id);
  use[0] += waiters.steps.over(from, to)?.area ?? 0;
  // Times are whole nanoseconds, edges of a window need not be.
  const over = waiters.endedBefore(Math.floor(from) + 1);
  use[1] += all - over - waiters.beginAfter(Math.ceil(to) - 1);
}

/** @param {Timeline} timeline @param {number} id @param {number} from @param {number} to
 *  @param {number[]} use */
function addHolds(timeline, id, from, to, use) {
  const holds = timeline.holdsInOrder(id);
  if (!holds) return;
  const held = timeline.heldAtOnce(id);
  use[2] += held.over(from, to)?.area ?? 0;
  const over = holds.lastStarted(from) + 1 - (held.at(from) ?? 0);
  use[3] += holds.lastStarted(Math.ceil(to) - 1) + 1 - over;
}

/** @param {Timeline} a @param {Timeline} b @param {readonly [Range, Range]} ranges
 *  @returns {Section} */
function states(a, b, ranges) {
  const [ofA, ofB] = [totalsOf(a, ranges[0]), totalsOf(b, ranges[1])];
  const rows = TIMES.map(({ id, title, state }, at) => ({
    key: id,
    name: title,
    note: "",
    a: [ofA[at]],
    b: [ofB[at]],
    how: /** @type {How} */ ("name"),
    state: STATES[state],
  }));
  // What no thread of either ever lacked is no line.
  const told = rows.filter((row, at) => TIMES[at].state !== RUNNABLE || row.a[0] || row.b[0]);
  return { id: "states", measures: TOTAL, rows: told };
}

/** @param {Timeline} a @param {Timeline} b @param {readonly [Range, Range]} ranges
 *  @returns {Section} */
function threads(a, b, ranges) {
  /** @type {Row[]} */
  const rows = matchLanes(a, b).map((match) => {
    const [nameA, nameB] = [match.a && fullName(a, match.a), match.b && fullName(b, match.b)];
    return {
      key: `${match.a?.id ?? ""}.${match.b?.id ?? ""}`,
      name: nameA ?? nameB ?? "",
      note: nameA && nameB && nameA !== nameB ? nameB : "",
      a: match.a && timesOf(a, match.a.id, ranges[0]),
      b: match.b && timesOf(b, match.b.id, ranges[1]),
      how: match.how,
      ids: [match.a ? [match.a.id] : [], match.b ? [match.b.id] : []],
    };
  });
  return { id: "threads", measures: OF_THREADS, rows };
}

/** Objects that somebody waited for or held in the ranges.
 *  @param {Timeline} a @param {Timeline} b @param {readonly [Range, Range]} ranges
 *  @returns {Section} */
function objects(a, b, ranges) {
  const rows = matchObjects(a, b)
    .filter(({ kind }) => !TOLD_ELSEWHERE.has(kind))
    .map((subject) => ({
      key: `${subject.kind} ${subject.name}`,
      name: subject.name,
      note: kindNote(subject),
      a: subject.a.length ? useOf(a, subject.a, ranges[0]) : null,
      b: subject.b.length ? useOf(b, subject.b, ranges[1]) : null,
      how: /** @type {How} */ (subject.a.length && subject.b.length ? "name" : "none"),
      ids: /** @type {const} */ ([subject.a, subject.b]),
    }))
    .filter((row) => [...(row.a ?? []), ...(row.b ?? [])].some((value) => (value ?? 0) > 0));
  return { id: "objects", measures: OF_OBJECTS, rows };
}

/** @param {{kind: string, a: number[], b: number[]}} subject */
function kindNote({ kind, a, b }) {
  const [inA, inB] = [a.length, b.length];
  if (inA <= 1 && inB <= 1) return kind;
  return inA === inB ? `${kind}, ${inA} of them` : `${kind}, ${inA} in A, ${inB} in B`;
}

/** What of a range lies in the run. @param {Timeline} timeline @param {Range} range */
function wallOf({ durationNs }, { fromNs, toNs }) {
  return Math.max(0, Math.min(toNs, durationNs) - Math.max(fromNs, 0));
}

/** Cores kept busy, on average; null where that was not measured.
 *  @param {Timeline} timeline @param {Range} range */
function coresOf(timeline, { fromNs, toNs }) {
  const until = Math.min(toNs, timeline.durationNs);
  if (!timeline.coresObject || until <= fromNs) return null;
  const { coresObject, part } = timeline;
  const counters = part?.counters?.of(coresObject) ?? timeline.counters(coresObject);
  const over = counters.over(Math.max(0, fromNs), until);
  return over && over.mean / 1000;
}

/** @param {Timeline} a @param {Timeline} b @param {readonly [Range, Range]} ranges
 *  @param {boolean} whole @returns {Section} */
function run(a, b, ranges, whole) {
  const row = (
    /** @type {string} */ key,
    /** @type {string} */ name,
    /** @type {Unit} */ unit,
    /** @type {(timeline: Timeline, range: Range) => number | null | undefined} */ of,
  ) => ({
    key,
    name,
    note: "",
    unit,
    a: [of(a, ranges[0]) ?? null],
    b: [of(b, ranges[1]) ?? null],
    how: /** @type {How} */ ("name"),
  });
  const always = [row("wall", "Time", "ns", wallOf), row("cores", "Cores busy", "cores", coresOf)];
  // These the recorder and the kernel tell of the run as a whole.
  const ofWhole = [
    row("processor", "Processor time", "ns", ({ cost }) => cost?.program_cpu),
    row("cost", "Recorder’s share of it", "share", ({ cost }) => cost?.share),
    row("events", "Events recorded", "count", ({ cost }) => cost?.events),
    row("lanes", "Threads", "count", ({ lanes }) => lanes.length),
  ];
  const rows = whole ? [always[0], ofWhole[0], always[1], ...ofWhole.slice(1)] : always;
  return {
    id: "run",
    measures: [{ id: "value", title: "Run", unit: "ns" }],
    rows: rows.filter((each) => each.a[0] !== null || each.b[0] !== null),
  };
}

/** All of a run. @param {Timeline} timeline @returns {Range} */
export function wholeOf({ durationNs }) {
  return { fromNs: 0, toNs: durationNs };
}

/**
 * @param {Timeline} a @param {Timeline} b
 * @param {readonly [Range, Range] | null} [ranges] each in its run's own time; null: the whole
 *   of both
 * @returns {Section[]}
 */
export function differences(a, b, ranges = null) {
  const both = ranges ?? [wholeOf(a), wholeOf(b)];
  return [
    run(a, b, both, ranges === null),
    states(a, b, both),
    threads(a, b, both),
    objects(a, b, both),
  ];
}

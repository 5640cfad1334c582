/**
 * A timeline drawn by hand: lanes as strings, one character per tick.
 *
 * `#` runs, `r` is runnable, `g` wants the GIL, `c` a CPU, `z` sleeps, `~` does I/O, a digit is
 * blocked on that sync object, a blank is before the lane's life or after it.
 *
 *     timelineOf({ left: "##11##", right: "######" })
 *
 * The GIL is a string of its own: a digit is the lane that has it, `-` its way from one lane
 * to another, a dot nobody.
 *
 *     timelineOf({ left: "##gg", right: "gg##" }, { gil: "11-2" })
 */

import { Timeline } from "../../../static/js/model/timeline.js";
import { FLOW_KINDS, OPERATIONS } from "../../../static/js/model/vocabulary.js";

/** @type {Record<string, number>} */
const STATES = { "#": 0, r: 1, g: 1, c: 1, z: 3, "~": 4 };
/** @type {Record<string, number>} */
const OPERATIONS_OF = { g: OPERATIONS.indexOf("gil"), c: OPERATIONS.indexOf("cpu") };
export const GIL = 9;

/** @param {string} mark @returns {{state: number, object: number, operation: number}} */
function meaning(mark) {
  if (/\d/.test(mark)) return { state: 2, object: Number(mark), operation: 1 };
  const object = mark === "g" ? GIL : 0;
  return { state: STATES[mark], object, operation: OPERATIONS_OF[mark] ?? 0 };
}

/** @param {string} mark @param {string | undefined} doing what waits on its lane are for */
function operationOf(mark, doing) {
  const { state, operation } = meaning(mark);
  return doing && state === 2 ? OPERATIONS.indexOf(doing) : operation;
}

/**
 * What a drawing of the GIL says, in ticks.
 *
 * @param {string} drawing
 */
export function possessionOf(drawing) {
  const held = stretches(drawing).filter(({ mark }) => /\d/.test(mark));
  const holds = held.map(
    ({ mark, from, to }) => /** @type {Row} */ ([GIL, Number(mark), from, to]),
  );
  const handOvers = holds.slice(1).flatMap(([, lane, from], i) => {
    const [, before, , to] = holds[i];
    const handed = drawing.slice(to, from).replaceAll("-", "") === "";
    return handed ? [/** @type {Flow} */ ([HAND_OVER, before, to, lane, from])] : [];
  });
  return { holds, handOvers };
}

/** @typedef {[object: number, lane: number, from: number, to: number]} Row */
/** @typedef {[kind: number, fromLane: number, from: number, toLane: number, to: number]} Flow */
const HAND_OVER = FLOW_KINDS.indexOf("gil");

/** @param {string} drawing @returns {{mark: string, from: number, to: number}[]} */
function stretches(drawing) {
  return [...drawing.matchAll(/(\S)\1*/g)].map((match) => ({
    mark: match[1],
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** @param {number[]} values */
export function deltas(values) {
  return values.map((value, i) => (i === 0 ? value : value - values[i - 1]));
}

/**
 * @param {Record<string, string>} lanes drawings by name
 * @param {{tickNs?: number, holds?: [object: number, lane: number, from: number, to: number][],
 *   flows?: [kind: number, fromLane: number, from: number, toLane: number, to: number][],
 *   instants?: [lane: number, at: number, kind: number, text: string][], open?: boolean,
 *   gil?: string, kinds?: Record<number, string>, doing?: Record<number, string>,
 *   counters?: [object: number, at: number, value: number][]}} [more] times in ticks; `kinds`: of
 *   objects that are no locks; `doing`: what the waits of a lane are for, where that is not to
 *   acquire; open: the last span of each lane goes on
 * @returns {any[]} lines
 */
export function linesOf(lanes, more = {}) {
  const { tickNs = 1000, instants = [], open = false, gil = "", kinds = {}, doing = {} } = more;
  const counters = more.counters ?? [];
  const possession = possessionOf(gil);
  const holds = [...(more.holds ?? []), ...possession.holds];
  const flows = [...(more.flows ?? []), ...possession.handOvers];
  const drawings = Object.values(lanes);
  const now = Math.max(...drawings.map((drawing) => drawing.length)) * tickNs;
  const all = drawings.flatMap((drawing, i) => {
    const found = stretches(drawing);
    return found.map((each, at) => ({ ...each, lane: i + 1, last: at === found.length - 1 }));
  });
  const closed = all.filter((each) => !(open && each.last));
  const spans = {
    lane: closed.map((each) => each.lane),
    start: deltas(closed.map((each) => each.from * tickNs)),
    duration: closed.map((each) => (each.to - each.from) * tickNs),
    state: closed.map((each) => meaning(each.mark).state),
    object: closed.map((each) => meaning(each.mark).object),
    site: closed.map((each) => (each.mark === "#" ? 1 : 0)),
    operation: closed.map(({ mark, lane }) => operationOf(mark, doing[lane])),
    certainty: closed.map((each) => (each.mark === "#" ? 2 : 0)),
  };
  const frame = {
    type: "frame",
    now,
    processes: [
      {
        id: 1,
        pid: 7,
        parent: 0,
        name: "MainProcess",
        python: "3.13.0",
        implementation: "CPython",
        gil: true,
      },
    ],
    lanes: Object.keys(lanes).map((name, i) => ({
      id: i + 1,
      process: 1,
      name,
      native: 0,
      daemon: false,
      parent: 0,
      site: 0,
      begin: 0,
      end: null,
      object: 0,
    })),
    objects: [
      ...[1, 2, 3].map((id) => {
        const kind = kinds[id] ?? "Lock";
        return { id, kind, name: `${kind.toLowerCase()}_${id}`, site: 1, process: 1 };
      }),
      ...(gil ? [{ id: GIL, kind: "GIL", name: "GIL", site: 0, process: 1 }] : []),
    ],
    files: [{ id: 1, path: "bank.py", text: null }],
    sites: [{ id: 1, file: 1, line: 12, function: "transfer" }],
    spans,
    holds: {
      object: holds.map((each) => each[0]),
      lane: holds.map((each) => each[1]),
      start: deltas(holds.map((each) => each[2] * tickNs)),
      duration: holds.map((each) => (each[3] - each[2]) * tickNs),
      site: holds.map(() => 1),
    },
    flows: {
      kind: flows.map((each) => each[0]),
      from_lane: flows.map((each) => each[1]),
      from: deltas(flows.map((each) => each[2] * tickNs)),
      to_lane: flows.map((each) => each[3]),
      to: deltas(flows.map((each) => each[4] * tickNs)),
      object: flows.map(([kind]) => (kind === HAND_OVER ? GIL : 1)),
    },
    counters: {
      object: counters.map((each) => each[0]),
      time: deltas(counters.map((each) => each[1] * tickNs)),
      value: counters.map((each) => each[2]),
    },
    instants: {
      lane: instants.map((each) => each[0]),
      time: deltas(instants.map((each) => each[1] * tickNs)),
      kind: instants.map((each) => each[2]),
      site: instants.map(() => 1),
      object: instants.map(() => 0),
      text: instants.map((each) => each[3]),
    },
    open: open
      ? all
          .filter((each) => each.last)
          .map(({ lane, from, mark }) => {
            const { state, object } = meaning(mark);
            return [lane, from * tickNs, state, object, 1, operationOf(mark, doing[lane]), 0];
          })
      : [],
  };
  return [{ type: "header", format: "threadline", version: 1, id: "1" }, frame];
}

/**
 * @param {Parameters<typeof linesOf>[0]} lanes
 * @param {Parameters<typeof linesOf>[1]} [more]
 */
export function timelineOf(lanes, more) {
  const timeline = new Timeline();
  timeline.applyAll(linesOf(lanes, more));
  return timeline;
}

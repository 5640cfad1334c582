/**
 * A synthetic run: threads that share a GIL, a few locks, sleep and do I/O, as lines of
 * a timeline of any size. The same seed gives the same lines.
 */

import { randomFrom } from "./seeded.js";

const LOCKS = ["balance_lock", "cache_lock", "log_lock", "db_lock"];
const FUNCTIONS = ["handle", "encode", "compress", "poll", "retry", "update_index", "crc32"];

const GIL = 1000;
const WANTS_GIL = 22;

/** Columns of rows as the format has them, with one column delta-coded.
 *  @param {string[]} names @param {string[]} deltas */
function columns(names, deltas) {
  /** @type {Record<string, any[]>} */
  const data = Object.fromEntries(names.map((name) => [name, []]));
  /** @type {Record<string, number>} */
  const last = Object.fromEntries(deltas.map((name) => [name, 0]));
  return {
    data,
    get length() {
      return data[names[0]].length;
    },
    /** @param {Record<string, any>} row */
    add(row) {
      for (const name of names) {
        if (name in last) {
          data[name].push(row[name] - last[name]);
          last[name] = row[name];
        } else data[name].push(row[name]);
      }
    },
  };
}

const SPAN = ["lane", "start", "duration", "state", "object", "site", "operation", "certainty"];

function emptyRows() {
  return {
    spans: columns(SPAN, ["start"]),
    holds: columns(["object", "lane", "start", "duration", "site"], ["start"]),
    flows: columns(["kind", "from_lane", "from", "to_lane", "to", "object"], ["from", "to"]),
    instants: columns(["lane", "time", "kind", "site", "object", "text"], ["time"]),
  };
}

class Simulation {
  /** @param {{lanes: number, spans: number, seed: number, processes: number, slot: number,
   *   gil: boolean}} size */
  constructor({ lanes, spans, seed, processes, slot, gil }) {
    this.gil = gil;
    /** Who has the GIL, and since when. */
    this.possessor = { lane: 0, since: 0, until: 0 };
    this.random = randomFrom(seed);
    this.laneCount = lanes;
    this.left = spans;
    this.processes = processes;
    this.slot = slot;
    this.t = 0;
    /** @type {{id: number, state: number, since: number, object: number, wake: number,
     *   holds: {object: number, since: number} | null}[]} */
    this.lanes = Array.from({ length: lanes }, (_, i) => ({
      id: i + 1,
      state: 1,
      since: i * 400,
      object: 0,
      wake: 0,
      holds: null,
    }));
    /** @type {Map<number, {owner: number, queue: number[]}>} */
    this.locks = new Map(LOCKS.map((_, i) => [i + 1, { owner: 0, queue: [] }]));
    this.rows = emptyRows();
  }

  /** @param {Simulation["lanes"][number]} lane @param {number} state @param {number} [object] */
  turn(lane, state, object = 0) {
    if (this.t > lane.since) {
      this.rows.spans.add({
        lane: lane.id,
        start: lane.since,
        duration: this.t - lane.since,
        state: lane.state,
        object: this.gil && lane.state === 1 ? GIL : lane.object,
        site: lane.state === 0 ? 1 + (lane.id % FUNCTIONS.length) : 0,
        operation: this.gil && lane.state === 1 ? WANTS_GIL : lane.object ? 1 : 0,
        certainty: lane.state === 0 ? 2 : lane.state === 1 ? 1 : 0,
      });
      this.left -= 1;
    }
    lane.state = state;
    lane.since = Math.max(this.t, lane.since);
    lane.object = object;
  }

  /** One turn of the GIL: a runnable lane runs, then does something. */
  step() {
    for (const lane of this.lanes) if (lane.wake && lane.wake <= this.t) this.wake(lane);
    const ready = this.lanes.filter((lane) => lane.state === 1 && lane.since <= this.t);
    if (ready.length === 0) {
      this.t += Math.ceil(this.slot * 0.2);
      return;
    }
    const lane = ready[Math.floor(this.random() * this.random() * ready.length)];
    this.turn(lane, 0);
    const since = this.t;
    this.t += 200 + Math.ceil(this.slot * this.random() ** 3 * 4);
    if (this.gil) this.possess(lane.id, since);
    this.act(lane);
  }

  /** A lane had the GIL from `since` until now. @param {number} lane @param {number} since */
  possess(lane, since) {
    const before = this.possessor;
    if (before.lane && before.lane !== lane) {
      const { lane: from, until } = before;
      this.rows.flows.add({
        kind: 10,
        from_lane: from,
        from: until,
        to_lane: lane,
        to: since,
        object: GIL,
      });
    }
    this.rows.holds.add({ object: GIL, lane, start: since, duration: this.t - since, site: 0 });
    this.possessor = { lane, since, until: this.t };
  }

  /** @param {Simulation["lanes"][number]} lane */
  wake(lane) {
    lane.wake = 0;
    this.turn(lane, 1);
  }

  /** @param {Simulation["lanes"][number]} lane */
  act(lane) {
    const dice = this.random();
    if (lane.holds && dice < 0.6) this.release(lane);
    if (dice < 0.35 && !lane.holds) this.acquire(lane);
    else if (dice > 0.93) {
      lane.wake = this.t + Math.ceil(this.slot * 3 * this.random());
      this.turn(lane, dice > 0.965 ? 3 : 4);
    } else this.turn(lane, 1);
    if (dice > 0.985 && dice < 0.986) {
      this.rows.instants.add({
        lane: lane.id,
        time: this.t,
        kind: dice > 0.9858 ? 2 : 0,
        site: 1,
        object: 0,
        text: dice > 0.9858 ? "ValueError: no such account" : `served request ${this.t}`,
      });
    }
  }

  /** @param {Simulation["lanes"][number]} lane */
  acquire(lane) {
    const object = 1 + Math.floor(this.random() * this.random() * LOCKS.length);
    const lock = /** @type {{owner: number, queue: number[]}} */ (this.locks.get(object));
    if (lock.owner) {
      lock.queue.push(lane.id);
      this.turn(lane, 2, object);
    } else {
      lock.owner = lane.id;
      lane.holds = { object, since: this.t };
      this.turn(lane, 1);
    }
  }

  /** @param {Simulation["lanes"][number]} lane */
  release(lane) {
    if (!lane.holds) return;
    const { object, since } = lane.holds;
    this.rows.holds.add({ object, lane: lane.id, start: since, duration: this.t - since, site: 2 });
    lane.holds = null;
    const lock = /** @type {{owner: number, queue: number[]}} */ (this.locks.get(object));
    const next = lock.queue.shift();
    lock.owner = next ?? 0;
    if (next === undefined) return;
    const waiter = this.lanes[next - 1];
    this.rows.flows.add({
      kind: 2,
      from_lane: lane.id,
      from: this.t,
      to_lane: next,
      to: this.t,
      object,
    });
    waiter.holds = { object, since: this.t };
    this.turn(waiter, 1);
  }

  tables() {
    const perProcess = Math.ceil(this.laneCount / this.processes);
    return {
      processes: Array.from({ length: this.processes }, (_, i) => ({
        id: i + 1,
        pid: 4711 + i,
        parent: i ? 1 : 0,
        name: i ? `SpawnProcess-${i}` : "MainProcess",
        python: "3.13.0",
        implementation: "CPython",
        gil: true,
      })),
      lanes: this.lanes.map((lane, i) => ({
        id: lane.id,
        process: 1 + Math.floor(i / perProcess),
        name: i ? `Worker-${i}` : "MainThread",
        native: 4800 + i,
        daemon: false,
        parent: i ? 1 : 0,
        site: 0,
        begin: lane.since,
        end: null,
        object: 0,
      })),
      files: [{ id: 1, path: "bank.py", text: "import threading\n" }],
      sites: FUNCTIONS.map((name, i) => ({ id: i + 1, file: 1, line: 10 + i, function: name })),
      objects: [
        ...LOCKS.map((name, i) => ({ id: i + 1, kind: "Lock", name, site: 1, process: 1 })),
        ...(this.gil ? [{ id: GIL, kind: "GIL", name: "GIL", site: 0, process: 1 }] : []),
      ],
    };
  }

  /** Rows since the last take. */
  take() {
    const frame = {
      type: "frame",
      now: this.t,
      spans: this.rows.spans.data,
      holds: this.rows.holds.data,
      flows: this.rows.flows.data,
      instants: this.rows.instants.data,
      open: this.lanes
        .filter((lane) => lane.since < this.t)
        .map((lane) => [lane.id, lane.since, lane.state, lane.object, 1, lane.object ? 1 : 0, 0]),
    };
    this.rows = emptyRows();
    return frame;
  }
}

/**
 * @param {{lanes?: number, spans?: number, seed?: number, processes?: number, slot?: number,
 *   frameSpans?: number, ended?: boolean, gil?: boolean}} [size] gil: with its holds, as many as
 *   running spans
 * @returns {Generator<any>} the lines
 */
export function* syntheticRun({
  lanes = 8,
  spans = 10_000,
  seed = 1,
  processes = 1,
  slot = 400_000,
  frameSpans = 20_000,
  ended = true,
  gil = false,
} = {}) {
  const simulation = new Simulation({ lanes, spans, seed, processes, slot, gil });
  yield {
    type: "header",
    format: "threadline",
    version: 1,
    id: "0",
    created: "2026-11-22T12:00:00Z",
    program: { kind: "scenario", name: "synthetic" },
  };
  yield { type: "frame", now: 0, ...simulation.tables() };
  while (simulation.left > 0) {
    simulation.step();
    if (simulation.rows.spans.length >= frameSpans) yield simulation.take();
  }
  yield simulation.take();
  if (ended) {
    yield {
      type: "end",
      status: "finished",
      reason: "",
      exit: { code: 0, signal: null },
      duration: simulation.t,
    };
  }
}

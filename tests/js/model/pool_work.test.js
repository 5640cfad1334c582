import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../../static/js/model/timeline.js";
import { FLOW_KINDS, OPERATIONS } from "../../../static/js/model/vocabulary.js";
import { deltas, linesOf } from "../support/lines.js";
import { random } from "../support/random.js";

const SUBMIT = FLOW_KINDS.indexOf("submit→run");
const IDLE = OPERATIONS.indexOf("idle");
const POOL = 1;

/** Lines in which waits for the pool are waits for work.
 *  @param {Record<string, string>} lanes @param {any} more `ends`: of lanes, in ticks
 *  @returns {any[]} */
function linesOfPool(lanes, { ends = {}, ...more } = {}) {
  const [header, frame] = linesOf(lanes, { kinds: { [POOL]: "Executor" }, ...more });
  const operationOf = (/** @type {number} */ object) => (object === POOL ? IDLE : 0);
  frame.spans.operation = frame.spans.object.map(operationOf);
  for (const row of frame.open) row[5] = operationOf(row[3]);
  for (const lane of frame.lanes) lane.end = lane.id in ends ? ends[lane.id] * 1000 : null;
  return [header, frame];
}

/** @param {Record<string, string>} lanes @param {any} more */
function pooled(lanes, more) {
  const timeline = new Timeline();
  timeline.applyAll(linesOfPool(lanes, more));
  return timeline;
}

/** @param {import("../../../static/js/model/timeline.js").Timeline} timeline */
const tasks = (timeline) =>
  timeline
    .heldBetween(POOL, 0, Infinity)
    .map(({ lane, startNs, endNs, open }) => [lane, startNs / 1000, open ? "open" : endNs / 1000]);

test("a worker is busy from the beginning of a task until it waits for work or begins another", () => {
  const timeline = pooled(
    { main: "############", a: "1###2##11###", b: "#####11#####" },
    {
      flows: [
        [SUBMIT, 1, 0, 2, 1],
        [SUBMIT, 1, 0, 3, 2],
        [SUBMIT, 1, 0, 2, 6],
        [SUBMIT, 1, 0, 2, 9],
      ],
    },
  );
  assert.deepEqual(tasks(timeline), [
    [2, 1, 6],
    [3, 2, 5],
    [2, 6, 7],
    [2, 9, "open"],
  ]);
  assert.deepEqual(
    timeline.holdRows(POOL).map((row) => [row.length, row.lane(0)]),
    [
      [3, 2],
      [1, 3],
    ],
    "each worker has a row of its own",
  );
  const busy = timeline.heldAtOnce(POOL);
  assert.deepEqual([busy.at(3000), busy.at(8000), busy.at(10_000), busy.most], [2, 0, 1, 2]);
});

test("a task is over with its worker, and what is no task of the pool is none", () => {
  const timeline = pooled(
    { main: "##########", a: "1####     " },
    { flows: [[SUBMIT, 1, 0, 2, 1]], ends: { 2: 5 } },
  );
  assert.deepEqual(tasks(timeline), [[2, 1, 5]]);
  assert.equal(timeline.holdsInOrder(2), null, "a lock that nobody held");
});

test("a task is told in words: who ran what, since when it had been submitted", () => {
  const timeline = pooled({ main: "######", a: "1#####" }, { flows: [[SUBMIT, 1, 0, 2, 1]] });
  const task = timeline.describeHold(POOL, 0);
  assert.equal(task?.sentence, "a runs transfer, a task of executor_1");
  assert.match(task?.received ?? "", /^submitted by main 1\sµs before$/);
  assert.match(
    task?.announcement ?? "",
    /^a runs transfer, a task of executor_1 for 5\sµs, .*; submitted by main 1\sµs before; task 1 of 1$/,
  );
  assert.deepEqual(timeline.describe(2, 0)?.holders, [], "who waits for work is kept by nobody");
});

/** A worker of random tasks, each of a span or two. @param {(most: number) => number} upTo */
function worker(upTo) {
  const parts = ["1"];
  for (let n = 0; n < 100; n += 1) {
    parts.push("#".repeat(1 + upTo(9)), "2".repeat(upTo(3)), "#", "1".repeat(1 + upTo(5)));
  }
  return parts.join("").slice(0, 300);
}

test("read piece by piece as it comes it is what it is when it is read at once", () => {
  const { seed, upTo } = random();
  const lanes = { main: "#".repeat(300), a: worker(upTo), b: worker(upTo), c: worker(upTo) };
  const flows = Object.values(lanes).flatMap((drawing, at) =>
    at === 0
      ? []
      : [...drawing.matchAll(/1#/g)].map(({ index }) => [SUBMIT, 1, 0, at + 1, index + 1]),
  );
  const upToCut = (/** @type {number} */ cut) => {
    const drawn = Object.entries(lanes).map(([name, drawing]) => [name, drawing.slice(0, cut)]);
    const begun = flows.filter((flow) => flow[4] < cut);
    return linesOfPool(Object.fromEntries(drawn), { flows: begun, open: true });
  };
  const growing = new Timeline();
  /** @type {any} */
  let last = null;
  for (let cut = 10; cut <= 300; cut += 1 + upTo(20)) {
    const [header, frame] = upToCut(cut);
    growing.applyAll(last ? [rest(last, frame)] : [header, frame]);
    last = frame;
    const whole = new Timeline();
    whole.applyAll(upToCut(cut));
    assert.deepEqual(tasks(growing), tasks(whole), `${seed}: ${cut}`);
  }
});

/** What a later frame tells that an earlier one did not. @param {any} before @param {any} after */
function rest(before, after) {
  const only = (/** @type {any} */ old, /** @type {any} */ now, /** @type {string[]} */ sums) => {
    const keys = Object.keys(now);
    const rows = (/** @type {any} */ columns) => {
      const totals = Object.fromEntries(sums.map((name) => [name, 0]));
      return (columns[keys[0]] ?? []).map((/** @type {any} */ _, /** @type {number} */ i) =>
        keys.map((name) => {
          if (!(name in totals)) return columns[name][i];
          totals[name] += columns[name][i];
          return totals[name];
        }),
      );
    };
    const known = new Set(rows(old).map(String));
    const fresh = rows(now).filter((/** @type {any} */ row) => !known.has(String(row)));
    return Object.fromEntries(
      keys.map((name, at) => {
        const values = fresh.map((/** @type {any} */ row) => row[at]);
        return [name, sums.includes(name) ? deltas(values) : values];
      }),
    );
  };
  return {
    type: "frame",
    now: after.now,
    spans: only(before.spans, after.spans, ["start"]),
    flows: only(before.flows, after.flows, ["from", "to"]),
    open: after.open,
  };
}

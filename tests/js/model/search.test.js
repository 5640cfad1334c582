import assert from "node:assert/strict";
import { test } from "node:test";
import { occurrence, readTime, Search } from "../../../static/js/model/search.js";
import { soughtInstants, soughtSpans } from "../../../static/js/model/sought.js";
import { timelineOf } from "../support/lines.js";

const OUTPUT = 0;
const EXCEPTION = 2;

function bank() {
  return timelineOf(
    { left: "##11##", right: "#1zz##" },
    {
      instants: [
        [1, 1, OUTPUT, "Transfer done"],
        [2, 3, EXCEPTION, "ValueError: no such account"],
        [2, 5, OUTPUT, "transfer undone"],
      ],
    },
  );
}

/** @param {Search} search @param {string} word @param {any[]} [marks] */
function found(search, word, marks = []) {
  const work = search.find(word, marks);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value.map(({ title, hits }) => [title, ...hits.map((h) => h.text)]);
  }
}

test("a word leads to threads, objects, functions, lines and texts, in groups", () => {
  const timeline = bank();
  timeline.findings.set(
    "f",
    /** @type {any} */ ({ id: "f", kind: "long_hold", sentence: "left held lock_1." }),
  ); // prettier-ignore
  const search = new Search(timeline);
  assert.deepEqual(found(search, "left"), [
    ["Threads", "left"],
    ["Findings", "left held lock_1."],
  ]);
  assert.deepEqual(found(search, "LOCK_1")[0], ["Objects", "lock_1"]);
  assert.deepEqual(found(search, "long hold"), [["Findings", "left held lock_1."]]);
  assert.deepEqual(found(search, "bank.py"), [["Lines", "bank.py:12"]]);
  assert.deepEqual(found(search, "transfer"), [
    ["Functions", "transfer"],
    ["Printed and raised", "Transfer done", "transfer undone"],
  ]);
});

test("a mark is found by its name and its number, a time by what it is called", () => {
  const search = new Search(bank());
  const marks = [
    { ns: 10, name: "" },
    { ns: 2000, name: "oven opens" },
  ]; // prettier-ignore
  assert.deepEqual(found(search, "oven", marks), [["Marks", "2 oven opens"]]);
  assert.deepEqual(found(search, "mark 1", marks), [["Marks", "1"]]);
  assert.deepEqual(found(search, "3 us"), [["Time", "Go to 3\u2009µs"]]);
  assert.deepEqual(found(search, "3 s"), [], "the run was over by then");
});

test("a longer word is found among the hits of the shorter, and what came since too", () => {
  const timeline = bank();
  const search = new Search(timeline);
  assert.equal(found(search, "trans")[1].length, 3);
  const more = { lane: [1], time: [6000], kind: [0], site: [1], object: [0], text: ["transfer 3"] };
  timeline.apply({ type: "frame", now: 6000, instants: more });
  assert.deepEqual(found(search, "transfer ").at(-1)?.slice(1), [
    "Transfer done",
    "transfer undone",
    "transfer 3",
  ]);
  assert.deepEqual(found(search, "account")[0], [
    "Printed and raised",
    "ValueError: no such account",
  ]); // prettier-ignore
});

test("a search for nothing finds nothing", () => {
  assert.deepEqual(found(new Search(bank()), "  "), []);
});

test("where a word occurs is known for showing it", () => {
  assert.deepEqual(occurrence("Waiting for LOCK_1", " lock"), [12, 16]);
  assert.equal(occurrence("left", "right"), null);
});

test("times are read as people write them", () => {
  assert.deepEqual(
    ["1.2 ms", "300us", "0,5", "7µs", "12 ns"].map(readTime),
    [1.2e6, 3e5, 5e8, 7000, 12],
  ); // prettier-ignore
  assert.equal(readTime("ms"), null);
});

/** @param {import("../../../static/js/model/sought.js").Sought} sought @param {1 | -1} step */
async function walked(sought, step) {
  const spots = [];
  let here = { lane: step > 0 ? -1 : 99, ns: step > 0 ? -1 : 1e9 };
  const { signal } = new AbortController();
  const next = () => sought.step(here, step, signal);
  for (let found = await next(); found; found = await next()) {
    here = found.spot;
    spots.push(`${here.lane} at ${here.ns / 1000}${found.place && `, ${found.place}`}`);
  }
  return spots;
}

test("hits on the timeline are walked in order of time, over all lanes, both ways", async () => {
  const timeline = bank();
  const ran = soughtSpans("transfer", timeline, { kind: "site", ids: [1] });
  const forth = ["1 at 0", "2 at 0", "1 at 4", "2 at 4"];
  assert.deepEqual(await walked(ran, 1), forth);
  assert.deepEqual(await walked(ran, -1), forth.toReversed());
  const waits = soughtSpans("lock_1", timeline, { kind: "object", ids: [1] });
  assert.deepEqual(await walked(waits, 1), ["2 at 1", "1 at 2"]);
});

test("printed lines are walked too, and counted", async () => {
  const instants = bank().instants(0, 1e9);
  assert.deepEqual(await walked(soughtInstants("x", instants), 1), [
    "1 at 1, 1 of 3",
    "2 at 3, 2 of 3",
    "2 at 5, 3 of 3",
  ]);
  assert.deepEqual((await walked(soughtInstants("x", instants), -1))[0], "2 at 5, 3 of 3");
});

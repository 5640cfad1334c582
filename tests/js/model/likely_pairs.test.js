import assert from "node:assert/strict";
import { test } from "node:test";
import { likelyPairs } from "../../../static/js/model/likely_pairs.js";

let minute = 0;

/** @param {string} scenario @param {Record<string, any>} [parameters]
 *  @param {string | null} [interpreter] */
function run(scenario, parameters = {}, interpreter = null) {
  minute += 1;
  const created = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const title = scenario.replaceAll("_", " ");
  return { id: `${minute}`, title, scenario, parameters, interpreter, created, status: "finished" };
}

/** @param {ReturnType<typeof likelyPairs>} pairs */
const told = (pairs) => pairs.map(({ kind, title, ofA, ofB }) => [kind, title, ofA, ofB]);

test("one scenario with other parameters is a pair, told by what differs, the earlier first", () => {
  const runs = [
    run("downloads", { workers: 1, files: 4 }),
    run("downloads", { workers: 8, files: 4 }),
  ];
  assert.deepEqual(told(likelyPairs(runs)), [
    ["parameters", "downloads", "workers 1", "workers 8"],
  ]);
  assert.deepEqual(told(likelyPairs(runs.toReversed())), told(likelyPairs(runs)));
});

test("one scenario on two Pythons is a pair", () => {
  const runs = [run("primes"), run("primes", {}, "cpython-3.13t")];
  assert.deepEqual(told(likelyPairs(runs)), [
    ["python", "primes", "the usual Python", "cpython-3.13t"],
  ]);
});

test("a scenario and its cure are a pair, two that have nothing in common are none", () => {
  const runs = [run("deadlock"), run("deadlock_cured"), run("dead"), run("timer")];
  assert.deepEqual(told(likelyPairs(runs)), [["cure", "", "deadlock", "deadlock cured"]]);
});

test("of twice the same only the latest two are told, after what tells more", () => {
  const runs = [
    run("timer"),
    run("timer"),
    run("timer"),
    run("primes", { n: 1 }),
    run("primes", { n: 2 }),
  ];
  const pairs = likelyPairs(runs);
  assert.deepEqual(
    pairs.map(({ kind }) => kind),
    ["parameters", "again"],
  );
  assert.deepEqual([pairs[1].a.id, pairs[1].b.id], [runs[1].id, runs[2].id]);
});

test("with one run chosen, all that goes with it is offered", () => {
  const [one, two, three, other] = [
    run("primes", { n: 1 }),
    run("primes", { n: 2 }),
    run("primes", { n: 3 }),
    run("timer"),
  ];
  const pairs = likelyPairs([one, two, three, other], two.id);
  assert.deepEqual(told(pairs), [
    ["parameters", "primes", "n 2", "n 3"],
    ["parameters", "primes", "n 1", "n 2"],
  ]);
  assert.deepEqual(likelyPairs([one, other], other.id), []);
});

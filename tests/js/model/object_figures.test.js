import assert from "node:assert/strict";
import { test } from "node:test";
import { quantile } from "../../../static/js/base/quantile.js";
import { objectDetails, objectSums } from "../../../static/js/model/object_figures.js";
import { FLOW_KINDS } from "../../../static/js/model/vocabulary.js";
import { neighbourWait } from "../../../static/js/model/wait_order.js";
import { timelineOf } from "../support/lines.js";
import { random } from "../support/random.js";

const RELEASE = FLOW_KINDS.indexOf("release→acquire");

test("a quantile is the value at its rank, found without sorting", () => {
  const { seed, upTo } = random();
  assert.equal(quantile([], 0.5), 0);
  for (let round = 0; round < 50; round += 1) {
    const values = Array.from({ length: 1 + upTo(200) }, () => upTo(upTo(2) ? 5 : 1000));
    const sorted = values.toSorted((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.95, 1]) {
      const rank = Math.max(0, Math.ceil(share * values.length) - 1);
      assert.equal(quantile([...values], share), sorted[rank], `${seed} ${share}`);
    }
  }
});

const timeline = timelineOf(
  { left: "####11##11", right: "##########", third: "#####1####" },
  {
    holds: [
      [1, 2, 1, 6],
      [1, 1, 6, 7],
      [1, 2, 7, 10],
    ],
    flows: [
      [RELEASE, 2, 5, 1, 6],
      [RELEASE, 2, 5, 3, 6],
    ],
  },
);

test("sums are of the range, also of what is cut by it", () => {
  assert.deepEqual(objectSums(timeline, 1, 0, 10_000), {
    held: 0.9,
    waitedNs: 5000,
    mostWaiting: 2,
  });
  assert.deepEqual(objectSums(timeline, 1, 500, 1500), { held: 0.5, waitedNs: 0, mostWaiting: 0 });
  assert.deepEqual(objectSums(timeline, 1, 4500, 5500), {
    held: 1,
    waitedNs: 1500,
    mostWaiting: 2,
  });
});

test("details are of whole holds and waits that the range touches", () => {
  assert.deepEqual(objectDetails(timeline, 1, 4500, 6500), {
    holds: 2,
    longestHoldNs: 5000,
    waits: 2,
    medianWaitNs: 1000,
    longestWaitNs: 2000,
    handOvers: 2,
    medianHandOverNs: 1000,
    lateHandOverNs: 1000,
  });
  assert.equal(objectDetails(timeline, 2, 0, 10_000).waits, 0);
});

test("two permits held at once are the time of one", () => {
  const pool = timelineOf(
    { left: "##########", right: "##########" },
    {
      kinds: { 1: "Semaphore" },
      holds: [
        [1, 1, 0, 4],
        [1, 2, 2, 5],
      ],
    },
  );
  assert.equal(objectSums(pool, 1, 0, 10_000).held, 0.5);
});

test("a hold of a lock says who held it, from whom, for whom, and who waited", () => {
  const hold = timeline.describeHold(1, 1);
  assert.equal(hold?.sentence, "left held lock_1; nobody else waited for it meanwhile");
  assert.equal(hold?.giver, "right");
  assert.match(
    timeline.describeHold(1, 0)?.announcement ?? "",
    /^lock_1, held by right, 5\sµs, at 0\.000\s001\ss; left and third waited for it meanwhile; hold 1 of 3$/u,
  );
  assert.equal(timeline.describeHold(1, 3), null);
});

test("who waits for a lock it holds itself keeps no other waiting", () => {
  const twice = timelineOf({ left: "##11######", right: "####11####" }, { holds: [[1, 1, 0, 10]] });
  const names = twice.describeHold(1, 0)?.wanters.map(({ name }) => name);
  assert.deepEqual(names, ["right"]);
});

test("of waits that began together none is passed over", () => {
  const together = timelineOf({ a: "#1##", b: "#11#", c: "#1##" });
  /** @type {number[]} */
  const met = [];
  let place = { lane: 0, start: -1 };
  for (let wait = neighbourWait(together, 1, place, 1); wait && met.length < 9; ) {
    met.push(wait.lane);
    place = wait;
    wait = neighbourWait(together, 1, place, 1);
  }
  assert.deepEqual(met, [1, 2, 3]);
  assert.equal(neighbourWait(together, 1, { lane: 2, start: 1000 }, -1)?.lane, 1);
});

test("waits for an object come one after the other, the open one last", () => {
  const open = timelineOf({ left: "11##11##", right: "#11####1" }, { open: true });
  /** @type {string[]} */
  const met = [];
  let place = { lane: 0, start: -1 };
  for (let n = 0; n < 9; n += 1) {
    const wait = neighbourWait(open, 1, place, 1);
    if (!wait) break;
    met.push(`${wait.lane}@${wait.start}`);
    place = wait;
  }
  assert.deepEqual(met, ["1@0", "2@1000", "1@4000", "2@7000"]);
  const back = neighbourWait(open, 1, place, -1);
  assert.equal(back && `${back.lane}@${back.start}`, "1@4000");
});

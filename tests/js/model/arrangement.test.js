import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, asItComes, mostAtOnce } from "../../../static/js/model/arrangement.js";
import { namePattern } from "../../../static/js/model/groupings.js";
import { withMove } from "../../../static/js/model/lane_order.js";
import { View } from "../../../static/js/model/view.js";
import { ended, pooled, processesOf } from "../support/lanes.js";
import { timelineOf } from "../support/lines.js";

/** @import {Arrangement} from "../../../static/js/model/arrangement.js" */
/** @import {Timeline} from "../../../static/js/model/timeline.js" */

/**
 * Lanes as they lie, in words: "main | worker: a, b" are one lane alone and a group of two.
 *
 * @param {Timeline} timeline @param {Partial<Arrangement>} [chosen]
 */
function lying(timeline, chosen) {
  const { pinned, single, groups } = arrange(timeline, { ...asItComes(), ...chosen });
  const names = (/** @type {number[]} */ lanes) =>
    lanes.map((lane) => timeline.laneName(lane)).join(", ");
  const parts = [
    ...(pinned.length ? [`pinned: ${names(pinned)}`] : []),
    ...(single.length ? [names(single)] : []),
    ...groups.map(({ name, lanes }) => `${name}: ${names(lanes)}`),
  ];
  return parts.join(" | ");
}

const IDLE_AND_BUSY = { idle: "#zzzzzzz", busy: "########", waits: "##111111", late: "    ####" };

test("lanes lie as they started, until somebody chooses otherwise", () => {
  assert.equal(lying(timelineOf(IDLE_AND_BUSY)), "idle, busy, waits, late");
});

test("of two lanes that started one after the other the second may be heard of first", () => {
  const timeline = timelineOf({ first: "#" });
  const [row] = timeline.lanes;
  timeline.apply({
    type: "frame",
    now: 1000,
    lanes: [
      { ...row, id: 3, name: "third", begin: 20 },
      { ...row, id: 2, name: "second", begin: 10 },
    ],
  });
  assert.equal(lying(timeline), "first, second, third");
});

test("by name, numbers count as numbers", () => {
  const timeline = timelineOf({ "worker-10": "#", "worker-2": "#", main: "#" });
  assert.equal(lying(timeline, { sort: "name" }), "main, worker-2, worker-10");
});

test("by time the busiest comes first, or the one that waited longest", () => {
  const timeline = ended(timelineOf(IDLE_AND_BUSY));
  assert.equal(lying(timeline, { sort: "busy" }), "busy, late, waits, idle");
  assert.equal(lying(timeline, { sort: "blocked" }), "waits, idle, busy, late");
});

test("an order by time speaks of the range it was made of", () => {
  const timeline = ended(timelineOf(IDLE_AND_BUSY));
  const sortedOver = { fromNs: 0, toNs: 2000 };
  assert.equal(lying(timeline, { sort: "busy", sortedOver }), "busy, waits, idle, late");
});

test("the whole of a run that goes on is not known: its lanes lie as they started", () => {
  const timeline = timelineOf(IDLE_AND_BUSY, { open: true });
  assert.equal(lying(timeline, { sort: "busy" }), "idle, busy, waits, late");
  const sortedOver = { fromNs: 0, toNs: 8000 };
  assert.equal(lying(timeline, { sort: "busy", sortedOver }), "busy, late, waits, idle");
});

test("an order of a range that is past is not disturbed by what comes later", () => {
  const timeline = timelineOf(IDLE_AND_BUSY, { open: true });
  const chosen = { sort: /** @type {const} */ ("busy"), sortedOver: { fromNs: 0, toNs: 8000 } };
  const before = lying(timeline, chosen);
  timeline.apply({ type: "frame", now: 900_000 });
  assert.equal(lying(timeline, chosen), before);
});

test("lanes moved by hand lie where they were put, also when others come", () => {
  const timeline = timelineOf({ a: "#", b: "#", c: "#", d: "#" });
  const order = [{ lane: 4, before: 2 }];
  assert.equal(lying(timeline, { order }), "a, d, b, c");
  timeline.apply({ type: "frame", now: 1000, lanes: [{ ...timeline.lanes[0], id: 5, name: "e" }] });
  assert.equal(lying(timeline, { order }), "a, d, b, c, e");
  assert.equal(lying(timeline, { order: [...order, { lane: 1, before: 0 }] }), "d, b, c, e, a");
});

test("a lane moved twice has one move, unless another was put before it since", () => {
  const first = withMove([], { lane: 4, before: 2 });
  assert.deepEqual(withMove(first, { lane: 4, before: 1 }), [{ lane: 4, before: 1 }]);
  const needed = withMove(first, { lane: 3, before: 4 });
  assert.equal(withMove(needed, { lane: 4, before: 1 }).length, 3);
});

test("moving a lane that is gone, or before one that is gone, does no harm", () => {
  const timeline = timelineOf({ a: "#", b: "#" });
  assert.equal(lying(timeline, { order: [{ lane: 9, before: 1 }] }), "a, b");
  assert.equal(lying(timeline, { order: [{ lane: 1, before: 9 }] }), "b, a");
});

test("several processes are grouped without being asked, one is not", () => {
  const timeline = processesOf({ main: { a: "#", b: "#" }, child: { a: "#" } });
  assert.equal(lying(timeline), "main: a, b | child: a");
  assert.equal(lying(timeline, { group: "none" }), "a, b, a");
  assert.equal(lying(timelineOf({ a: "#" })), "a");
});

test("a pool is known by the tasks its threads took, whatever they are called", () => {
  const timeline = processesOf({ main: { MainThread: "#", x: "#", y: "#", z: "#" } });
  pooled(timeline, 20, "fetchers", [2, 4]);
  assert.equal(lying(timeline, { group: "pool" }), "MainThread, y | fetchers: x, z");
});

test("a pool reaches over processes", () => {
  const timeline = processesOf({ main: { MainThread: "#" }, one: { run: "#" }, two: { run: "#" } });
  pooled(timeline, 20, "pool", [2, 3]);
  assert.equal(lying(timeline, { group: "pool" }), "MainThread | pool: run, run");
});

test("where no task was seen the names of a pool's threads tell, and it is said so", () => {
  const timeline = timelineOf({
    MainThread: "#",
    "ThreadPoolExecutor-0_0": "#",
    "ThreadPoolExecutor-0_1": "#",
    "ThreadPoolExecutor-1_0": "#",
  });
  const { groups } = arrange(timeline, { ...asItComes(), group: "pool" });
  assert.deepEqual(
    groups.map(({ name, lanes, told }) => [name, lanes.length, told]),
    [
      ["ThreadPoolExecutor-0", 2, "a pool, going by the threads' names"],
      ["ThreadPoolExecutor-1", 1, "a pool, going by the threads' names"],
    ],
  );
});

test("names that differ in their numbers only are of one pattern", () => {
  const names = ["Thread-1 (worker)", "worker-3", "worker_12", "worker 7", "worker4"];
  assert.deepEqual(new Set(names.map(namePattern)), new Set(["worker"]));
  assert.deepEqual(
    ["MainThread", "Thread-4", "ThreadPoolExecutor-0_1", "conn-3-reader", "17"].map(namePattern),
    ["MainThread", "Thread", "ThreadPoolExecutor", "conn-reader", "17"],
  );
});

test("a name that no other is like is in no group", () => {
  const timeline = timelineOf({ MainThread: "#", "worker-1": "#", logger: "#", "worker-2": "#" });
  assert.equal(
    lying(timeline, { group: "name" }),
    "MainThread, logger | worker: worker-1, worker-2",
  );
});

test("groups lie in the order of what their lanes were sorted by", () => {
  const timeline = ended(
    timelineOf({ "a-1": "#zzz", "a-2": "#zzz", "b-1": "####", "b-2": "####" }),
  );
  const chosen = { group: /** @type {const} */ ("name") };
  assert.equal(lying(timeline, chosen), "a: a-1, a-2 | b: b-1, b-2");
  assert.equal(lying(timeline, { ...chosen, sort: "busy" }), "b: b-1, b-2 | a: a-1, a-2");
});

test("groups lie where they were put, and the pinned ones above all others", () => {
  const timeline = timelineOf({
    "a-1": "#",
    "a-2": "#",
    "b-1": "#",
    "b-2": "#",
    "c-1": "#",
    "c-2": "#",
  });
  const order = (/** @type {Partial<Arrangement>} */ chosen) =>
    arrange(timeline, { ...asItComes(), group: "name", ...chosen })
      .groups.map(({ name, pinned }) => (pinned ? `(${name})` : name))
      .join(" ");
  const groupOrder = [{ lane: 5, before: 1 }];
  assert.equal(order({ groupOrder }), "c a b");
  assert.equal(order({ groupOrder: [...groupOrder, { lane: 5, before: 0 }] }), "a b c");
  assert.equal(order({ pinnedGroups: new Set([5, 3]) }), "(c) (b) a");
  assert.equal(order({ groupOrder, pinnedGroups: new Set([3, 99]) }), "(b) c a");
  assert.equal(
    lying(timeline, { group: "name", pinnedGroups: new Set([3]), pinned: new Set([3, 4]) }),
    "pinned: b-1, b-2 | a: a-1, a-2 | c: c-1, c-2",
    "a group whose lanes are all pinned by themselves is none",
  );
});

test("hidden lanes are counted, pinned ones lie in the order they were pinned", () => {
  const timeline = timelineOf({ a: "#", b: "#", c: "#", d: "#" });
  const chosen = { hidden: new Set([2, 3, 99]), pinned: new Set([4, 1, 3]) };
  assert.equal(lying(timeline, chosen), "pinned: d, a");
  assert.equal(arrange(timeline, { ...asItComes(), ...chosen }).hidden, 2);
});

test("how many of a group lived at once is the height of its one row", () => {
  const timeline = timelineOf({ a: "##  ", b: "  ##", c: "####" });
  const lives = [
    { begin: 0, end: 2000 },
    { begin: 2000, end: 4000 },
    { begin: 0, end: null },
  ];
  timeline.apply({
    type: "frame",
    now: 4000,
    lanes: timeline.lanes.map((lane, at) => ({ ...lane, ...lives[at] })),
  });
  assert.equal(mostAtOnce(timeline, [1, 2, 3]), 2);
  assert.equal(mostAtOnce(timeline, [1, 2]), 1, "one ended when the other began");
  assert.equal(mostAtOnce(timeline, []), 0);
});

test("a link carries the whole arrangement", () => {
  const view = new View();
  view.arrange({
    hidden: new Set([9, 3, 4, 5, 6]),
    pinned: new Set([8, 2]),
    sort: "busy",
    sortedOver: { fromNs: 1000.4, toNs: 9000 },
    order: [
      { lane: 7, before: 3 },
      { lane: 9, before: 0 },
    ],
    group: "pool",
    folded: new Set([4]),
    foldedGroups: new Set([2, 11]),
    pinnedGroups: new Set([11]),
    groupOrder: [
      { lane: 11, before: 2 },
      { lane: 2, before: 0 },
    ],
  });
  const link = view.encode();
  assert.equal(
    link,
    "v=1&hide=3-6.9&pin=8.2.g11&sort=busy&over=1000-9000&order=7-3.9-0.g11-g2.g2-g0&group=pool&fold=4.g2.g11",
  );
  const other = new View();
  assert.equal(other.restore(link), null);
  assert.equal(other.encode(), link);
});

test("what of an arrangement cannot be read is named, and the rest is used", () => {
  const view = new View();
  const problem = view.restore("v=1&pin=2&sort=size&order=7-g3&fold=h3&group=pool&hide=9-3");
  assert.match(problem ?? "", /“order”, “hide”, “sort”/);
  assert.match(problem ?? "", /“fold”/);
  assert.equal(view.encode(), "v=1&pin=2&group=pool");
});

test("a link of before there were ranges hides what it hid then", () => {
  const view = new View();
  assert.equal(view.restore("v=1&hide=3.5"), null);
  assert.deepEqual([...view.hidden], [3, 5]);
});

test("each way of arranging is a step that Back undoes", () => {
  const view = new View();
  /** @type {string[]} */
  const heard = [];
  view.subscribe((_, change) => heard.push(change));
  view.arrange({ pinned: new Set([1]) });
  assert.deepEqual(heard, ["lanes", "commit"]);
});

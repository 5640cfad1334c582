import assert from "node:assert/strict";
import { test } from "node:test";
import { Far } from "../../static/js/far.js";
import { NO_USE } from "../../static/js/model/object_uses.js";
import { soughtSpans } from "../../static/js/model/sought.js";
import { INSTANT_KINDS } from "../../static/js/model/vocabulary.js";
import { timelineOf } from "./support/lines.js";
import { overviewOf } from "./support/tiled.js";

/** @import {Spot, Wanted} from "../../static/js/model/sought.js" */

/** A run of which the first 6 µs are here, and a server that knows one span after that. */
function setUp() {
  const timeline = timelineOf({ left: "##11##", right: "1111##" });
  timeline.apply({ type: "end", status: "finished", reason: "", exit: null, duration: 6000 });
  /** @type {any[]} */
  const asked = [];
  /** @type {any[]} */
  const went = [];
  const parts = /** @type {any} */ ({
    async seek(/** @type {any} */ query) {
      asked.push(query);
      return { span: { lane: 2, start: 90_000 }, total: 1234 };
    },
  });
  const overview = { ...overviewOf(), uses: [[7, 2, 30, 20, 1, 500, 1, 9, 9, 2, 600]] };
  const far = new Far(parts, overview, timeline, {
    show: (ns) => went.push(["show", ns]),
    arrive: (lane, ns) => went.push(["arrive", lane, ns]),
    leave: () => went.push(["leave"]),
  });
  timeline.part = /** @type {any} */ ({ single: true, far });
  return { timeline, far, asked, went };
}

test("of a run that is not here whole the server is asked for the next span", async () => {
  const { timeline, asked } = setUp();
  /** @type {Wanted} */
  const wanted = { kind: "site", ids: [1, 4] };
  const sought = soughtSpans("transfer", timeline, wanted);
  const { signal } = new AbortController();

  const found = await sought.step({ lane: -1, ns: 0 }, 1, signal);

  assert.deepEqual(found, { spot: { lane: 2, ns: 90_000 }, place: "1\u2009234 in all" });
  await sought.step({ lane: Infinity, ns: 7.5 }, -1, signal);
  assert.deepEqual(asked, [
    { site: "1,4", ns: "0", lane: "-1", step: "next" },
    { site: "1,4", ns: "7", lane: "9007199254740991", step: "previous" },
  ]);
});

test("what is here is selected at once, what is not when it has come", () => {
  const { timeline, far, went } = setUp();
  far.goTo(1, 2500);
  assert.deepEqual(went.splice(0), [["arrive", 1, 2500]]);

  far.goTo(2, 90_000);
  far.came();
  assert.deepEqual(went.splice(0), [["leave"], ["show", 90_000]]);
  timeline.part = null;
  timeline.apply({
    type: "frame",
    now: 100_000,
    open: [[2, 89_000, 0, 0, 1, 0, 0]],
  });
  far.came();
  assert.deepEqual(went.splice(0), [["arrive", 2, 90_000]]);
  far.came();
  assert.deepEqual(went, [], "once");
});

test("who goes elsewhere before it has come is not led there after all", () => {
  const { far, timeline, went } = setUp();
  far.goTo(2, 90_000);
  far.goTo(1, 2500);
  timeline.part = null;
  went.length = 0;

  far.came();

  assert.deepEqual(went, []);
});

test("it is known how many lines were printed that are not here to be searched", () => {
  const { parts, timeline, ways } = setUp().far;
  const kinds = ["output", "exception", "collection", "output", "error"];
  timeline.apply({
    type: "frame",
    now: 6000,
    instants: {
      lane: kinds.map(() => 1),
      time: kinds.map(() => 1),
      kind: kinds.map((kind) => INSTANT_KINDS.indexOf(kind)),
      site: kinds.map(() => 0),
      object: kinds.map(() => 0),
      text: kinds,
    },
  });
  const far = (/** @type {number} */ lines) =>
    new Far(parts, { ...overviewOf(), ordinary_instants: lines }, timeline, ways);
  assert.deepEqual(
    [3, 50_003].map((lines) => far(lines).untoldCount),
    [0, 50_000],
  );
});

test("how objects were used in the whole of the run is known by object", () => {
  const { uses } = setUp().far;
  assert.deepEqual(uses.get(7), {
    waits: { count: 2, ns: 30, longest: { ns: 20, lane: 1, startNs: 500 } },
    holds: { count: 1, ns: 9, longest: { ns: 9, lane: 2, startNs: 600 } },
  });
  assert.equal(NO_USE.waits.count, 0);
});

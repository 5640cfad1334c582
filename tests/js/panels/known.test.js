import assert from "node:assert/strict";
import { test } from "node:test";
import { numberOfLast } from "../../../static/js/feed.js";
import { costText, eventRate } from "../../../static/js/panels/cost.js";
import { knowledge } from "../../../static/js/panels/known.js";
import { interpreterHint, interpreterText } from "../../../static/js/panels/scenario.js";
import { timelineOf } from "../support/lines.js";

const COST = { events: 1200, ns_per_event: 310, dropped: 0, output_dropped: 0, sampler_hz: 980 };

/** @param {any} process @param {any} [cost] */
function told(process, cost) {
  const timeline = timelineOf({ a: "##" });
  const [row] = timeline.processes.values();
  timeline.apply({ type: "frame", now: 2000, processes: [{ ...row, ...process }], cost });
  return Object.fromEntries(knowledge(timeline).map(({ title, text }) => [title, text]));
}

const MAIN = "MainProcess, pid 7";

test("how the GIL is watched and what recorded are said of each process", () => {
  assert.match(
    told({ gil_watch: "exact", recorder: "compiled" })[MAIN],
    /told by the process itself.*compiled recorder\.$/,
  );
  assert.match(
    told({ gil_watch: "sampled", recorder: "python" })[MAIN],
    /seen from outside.*recorder in Python/,
  );
  assert.match(told({})[MAIN], /^Python 3\.13\.0\. Who has the GIL is not seen/);
  assert.match(told({ gil: false })[MAIN], /^Python 3\.13\.0, free-threaded\. It has no GIL/);
});

test("what was not looked at is said to be inferred", () => {
  const none = told({}, { ...COST, sampler_hz: 0 })["Between events"];
  assert.match(none, /^Nothing was looked at from outside/);
  const clocks = told({ clocks: true, recorder: "python" }, { ...COST, sampler_hz: 0 });
  assert.match(clocks["Between events"], /inferred from its own processor clock/);
  assert.match(clocks[MAIN], /Python, which alone reads the clocks of threads\.$/);
  const looked = told({}, { ...COST, sampler_mean_hz: 610, sampler_share: 0.021 });
  assert.match(
    looked["Between events"],
    /610 times a second on average, which took 2\.1\s% of one CPU/,
  );
  const seldom = told({}, { ...COST, sampler_mean_hz: 0.4 });
  assert.match(seldom["Between events"], /0\.4 times a second on average/);
});

test("how many events there are each second is said when one has passed", () => {
  const rate = eventRate();
  assert.deepEqual([rate(100, 5000), rate(180, 5500)], [null, null]);
  assert.equal(rate(300, 6000), 200);
  assert.equal(rate(350, 6900), 200, "not yet anew");
  assert.equal(rate(300, 8000), 0);
});

test("the cost line gives a share only of what was measured", () => {
  const timeline = timelineOf({ a: "##" });
  timeline.apply({ type: "frame", now: 2000, cost: { ...COST, share: 0, program_cpu: 0 } });
  /** @param {number | null} perSecond */
  const text = (perSecond) => costText(timeline, perSecond).replaceAll("\u2009", "_");
  assert.equal(text(null), "1 span · 0 wake-ups · 1_200 events at 310_ns · sampled at 980_Hz");
  timeline.apply({
    type: "frame",
    now: 2000,
    cost: { ...COST, share: 0.012, program_cpu: 9, dropped: 3, sampler_mean_hz: 0, sampler_hz: 0 },
  });
  assert.equal(
    text(50),
    "1 span · 0 wake-ups · 1_200 events at 310_ns · 1.2_% of the program’s time · 50/s · 3 events lost · not sampled",
  );
  timeline.apply({ type: "frame", now: 2000, cost: { ...COST, sampler_mean_hz: 0.4 } });
  assert.equal(text(null), "1 span · 0 wake-ups · 1_200 events at 310_ns · sampled at 0.4_Hz");
});

test("what was let go of the past is said", () => {
  const timeline = timelineOf({ a: "##" });
  assert.ok(!knowledge(timeline).some(({ title }) => title === "The past"));
  timeline.apply({ type: "frame", now: 9_000_000, begins: { at: 8_000_000, line: 3 } });
  const [past] = knowledge(timeline).filter(({ title }) => title === "The past");
  assert.match(past.text, /The recording grew.*what ended before 8\s*ms was let go, oldest first/);
});

test("what only the page has let go of is not said to be lost", () => {
  const timeline = timelineOf({ a: "##" });
  const cost = { ...COST, dropped_before: 0 };
  const begins = { at: 8_000_000, line: 3, spans: 1200 };
  timeline.apply({ type: "frame", now: 9_000_000, begins, cost });
  const [past] = knowledge(timeline).filter(({ title }) => title === "The past");
  assert.match(past.text, /before 8\s*ms was let go.*1.200 spans\. The recording has it all/);
});

test("a stream goes on from the line that a log which begins late says it has", () => {
  assert.equal(numberOfLast([]), -1);
  assert.equal(numberOfLast([{ type: "header" }, { type: "frame" }]), 1);
  const late = [{ type: "header" }, { type: "frame", begins: { line: 15_321 } }, { type: "frame" }];
  assert.equal(numberOfLast(late), 15_322);
});

test("a Python is offered with what it means", () => {
  const row = { id: "x", version: "3.13.0", implementation: "CPython", path: "~/p" };
  assert.equal(
    interpreterText({ ...row, free_threaded: true }),
    "Python 3.13.0, free-threaded (~/p)",
  );
  assert.equal(
    interpreterText({ ...row, free_threaded: false }),
    "Python 3.13.0, with a GIL (~/p)",
  );
  assert.match(interpreterHint({ ...row, free_threaded: false }), /one at a time/);
  assert.equal(interpreterHint(null), "");
});

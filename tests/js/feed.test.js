import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../static/js/model/timeline.js";

/** An EventSource that does what the test says. */
class FakeSource extends EventTarget {
  static CLOSED = 2;
  /** @type {FakeSource} */
  static latest;

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    this.readyState = 0;
    FakeSource.latest = this;
  }

  close() {
    this.readyState = 2;
  }

  /** @param {number} id @param {any} line */
  send(id, line) {
    const data = JSON.stringify(line);
    this.dispatchEvent(Object.assign(new Event(line.type), { lastEventId: String(id), data }));
  }
}

const nowhere = new EventTarget();
Object.assign(globalThis, {
  EventSource: FakeSource,
  document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
  addEventListener: nowhere.addEventListener.bind(nowhere),
});
const { feed } = await import("../../static/js/feed.js");

const HEADER = { type: "header", format: "threadline", version: 1, id: "1" };

/** One tick in which lane 1 ran. @param {number} tick @param {any} [more] */
function frame(tick, more = {}) {
  const spans = {
    ...{ lane: [1], start: [tick * 10], duration: [10], state: [0] },
    ...{ object: [0], site: [0], operation: [0], certainty: [0] },
  };
  return { type: "frame", now: tick * 10 + 10, spans, ...more };
}

/** @param {any[]} lines */
const body = (lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
const turn = () => new Promise((done) => setTimeout(done));

/** @param {number} mostSpans */
function following(mostSpans) {
  const timeline = new Timeline();
  /** @type {any[]} */
  const problems = [];
  const run = { id: "1", status: "running" };
  const listeners = {
    onConnection: () => {},
    onProblem: (/** @type {any} */ error) => problems.push(error),
  };
  feed(run, timeline, listeners, { mostSpans });
  return { timeline, problems };
}

/** Let the stream send its header (0) and frames. @param {number[]} ticks */
function send(...ticks) {
  for (const tick of ticks) FakeSource.latest.send(tick, tick ? frame(tick) : HEADER);
}

/** @param {Timeline} timeline */
function starts(timeline) {
  const spans = timeline.spans(1);
  return Array.from({ length: spans.length }, (_, i) => spans.start(i));
}

test("a page that has followed for long goes on with the latest part, nothing lost or doubled", async () => {
  const { timeline, problems } = following(3);
  /** @type {(text: string) => void} */
  let answer = () => {};
  globalThis.fetch = () =>
    new Promise((resolve) => {
      answer = (text) => resolve(new Response(text));
    });
  send(0, 1, 2, 3, 4);
  await turn();
  // While the latest part is asked for, the run goes on.
  send(5);
  await turn();
  assert.deepEqual(starts(timeline), [10, 20, 30, 40, 50]);
  const begins = { at: 30, line: 2, spans: 2 };
  answer(body([HEADER, { type: "frame", now: 30, begins }, frame(3), frame(4)]));
  await turn();
  await turn();
  assert.deepEqual(starts(timeline), [30, 40, 50]);
  assert.deepEqual([timeline.beginsNs, timeline.spansBefore, timeline.now], [30, 2, 60]);
  send(6);
  await turn();
  assert.deepEqual(starts(timeline), [30, 40, 50, 60]);
  assert.deepEqual(problems, []);
});

test("a latest part that is ahead of the stream is not doubled by it", async () => {
  const { timeline } = following(1);
  const begins = { at: 20, line: 1, spans: 1 };
  globalThis.fetch = async () =>
    new Response(body([HEADER, { type: "frame", now: 20, begins }, frame(2), frame(3)]));
  send(0, 1, 2);
  await turn();
  await turn();
  await turn();
  send(3, 4);
  await turn();
  assert.deepEqual(starts(timeline), [20, 30, 40]);
});

test("a server that is away leaves the page what it has", async () => {
  const { timeline, problems } = following(1);
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  send(0, 1, 2);
  await turn();
  await turn();
  send(3);
  await turn();
  assert.deepEqual(starts(timeline), [10, 20, 30]);
  assert.deepEqual(problems, []);
});

test("a recording is nowhere half loaded", async () => {
  const timeline = new Timeline();
  timeline.fill([HEADER, frame(1)]);
  assert.equal(timeline.status, "empty");
  let told = 0;
  timeline.subscribe(() => {
    told += 1;
  });
  timeline.fill([frame(2)]);
  assert.equal(told, 0);
  timeline.applyAll([]);
  assert.deepEqual([told, timeline.status], [1, "live"]);
});

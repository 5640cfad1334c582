import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

/** An EventSource that does what the test says. */
class FakeSource extends EventTarget {
  static CLOSED = 2;
  /** @type {FakeSource[]} */
  static opened = [];

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    this.readyState = 0;
    FakeSource.opened.push(this);
  }

  close() {
    this.readyState = 2;
  }

  /** @param {string} type @param {number} id @param {string} [data] */
  send(type, id, data = `{"type": "${type}", "id": ${id}}`) {
    this.dispatchEvent(Object.assign(new Event(type), { lastEventId: String(id), data }));
  }

  /** @param {{forGood: boolean}} how */
  fail({ forGood }) {
    if (forGood) this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const pageEvents = new EventTarget();
Object.assign(globalThis, {
  EventSource: FakeSource,
  document: page,
  addEventListener: pageEvents.addEventListener.bind(pageEvents),
});
const { Stream } = await import("../../../static/js/net/stream.js");

const last = () => /** @type {FakeSource} */ (FakeSource.opened.at(-1));

/** @param {{after?: number}} [options] */
function opened(options = {}) {
  const seen =
    /** @type {{ids: number[], connections: string[], problems: Error[], stream: any}} */ ({
      ids: [],
      connections: [],
      problems: [],
      stream: null,
    });
  seen.stream = new Stream("/events", {
    ...options,
    onLines: (lines) => seen.ids.push(...lines.map(({ id }) => id)),
    onConnection: (connection) => seen.connections.push(connection),
    onProblem: (error) => seen.problems.push(error),
  });
  return seen;
}

mock.timers.enable({ apis: ["setTimeout"] });
beforeEach(() => {
  FakeSource.opened = [];
  page.visibilityState = "visible";
});

test("lines that come again after a reconnect are taken once", () => {
  const seen = opened();
  last().send("header", 0);
  last().send("frame", 1);
  last().send("frame", 1);
  last().send("frame", 0);
  last().send("frame", 2);
  mock.timers.tick(0);
  assert.deepEqual(seen.ids, [0, 1, 2]);
});

test("a source that closed for good is opened anew, from the line after the last", () => {
  const seen = opened();
  assert.equal(last().url, "/events");
  last().fail({ forGood: true });
  mock.timers.tick(250);
  assert.equal(FakeSource.opened.length, 2);
  assert.equal(last().url, "/events");
  last().send("header", 0);
  last().send("frame", 1);
  last().fail({ forGood: true });
  mock.timers.tick(500);
  assert.equal(last().url, "/events?after=1");
  assert.ok(seen.connections.includes("cut"));
  seen.stream.close();
});

test("a source that tries again by itself is left to it", () => {
  const seen = opened();
  last().fail({ forGood: false });
  mock.timers.tick(10_000);
  assert.equal(FakeSource.opened.length, 1);
  seen.stream.close();
});

test("tries come ever more slowly, and quickly again after one that held", () => {
  const seen = opened();
  for (const waitMs of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
    const before = FakeSource.opened.length;
    last().fail({ forGood: true });
    mock.timers.tick(waitMs - 1);
    assert.equal(FakeSource.opened.length, before);
    mock.timers.tick(1);
    assert.equal(FakeSource.opened.length, before + 1);
  }
  last().dispatchEvent(new Event("open"));
  last().fail({ forGood: true });
  mock.timers.tick(250);
  assert.equal(last().readyState, 0);
  seen.stream.close();
});

test("the end closes the stream after handing over its line", () => {
  const seen = opened({ after: 4 });
  assert.equal(last().url, "/events?after=4");
  last().send("frame", 5);
  last().send("end", 6);
  assert.deepEqual(seen.ids, [5, 6]);
  assert.equal(last().readyState, 2);
  assert.equal(seen.connections.at(-1), "ended");
  pageEvents.dispatchEvent(new Event("pageshow"));
  assert.equal(FakeSource.opened.length, 1);
});

test("a page that nobody looks at lets go after a while and comes back where it was", () => {
  const seen = opened();
  last().send("header", 0);
  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  mock.timers.tick(4999);
  assert.equal(last().readyState, 0);
  mock.timers.tick(1);
  assert.equal(last().readyState, 2);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(last().url, "/events?after=0");
  seen.stream.close();
});

test("a line that is no JSON ends the stream with a sentence", () => {
  const seen = opened();
  last().send("frame", 0, "{torn");
  assert.equal(last().readyState, 2);
  assert.match(seen.problems[0].message, /not what the format says/);
});

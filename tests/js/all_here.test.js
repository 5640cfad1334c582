import assert from "node:assert/strict";
import { test } from "node:test";
import { AllHere } from "../../static/js/all_here.js";
import { Timeline } from "../../static/js/model/timeline.js";
import { noRows } from "../../static/js/model/window_rows.js";
import { Parts } from "../../static/js/net/tiles.js";

const HEADER = { type: "header", format: "threadline", version: 1, id: "1" };
const LANE = { id: 1, process: 1, name: "main", begin: 0, end: null, parent: 0, site: 0 };
const END = { type: "end", status: "lost", reason: "", exit: null, duration: 45 };

/** One tick in which lane 1 ran. @param {number} tick */
function frame(tick) {
  const spans = {
    ...{ lane: [1], start: [tick * 10], duration: [10], state: [0] },
    ...{ object: [0], site: [0], operation: [0], certainty: [0] },
  };
  const lanes = tick === 0 ? { lanes: [LANE] } : {};
  return { type: "frame", now: tick * 10 + 10, spans, ...lanes };
}

const LINES = [HEADER, frame(0), frame(1), frame(2)];

/** @param {any[]} lines @param {{broken?: boolean}} [how] */
function serve(lines, { broken = false } = {}) {
  globalThis.fetch = async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const line of lines) {
            controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
          }
          if (!broken) controller.close();
        },
        pull(controller) {
          if (broken) controller.error(new TypeError("network error"));
        },
      }),
    );
}

/** A run that is here as an overview only, and all of it on its way. */
function opened() {
  const shown = new Timeline();
  shown.applyAll(/** @type {any[]} */ ([HEADER, END]));
  /** @type {number[]} */
  const came = [];
  let rests = 0;
  const all = new AllHere(new Parts("1"), {
    onCame: () => came.push(all.spanCount),
    rest: async () => {
      rests += 1;
    },
  });
  return { shown, came, all, rests: () => rests };
}

test("all spans come behind the scenes, and it is told how many have", async () => {
  serve([...LINES, END]);
  const { shown, came, all, rests } = opened();

  const whole = await all.fetch(shown);

  assert.ok(rests() > 0, "others have their turn after what was read");
  assert.equal(whole.spanCount, 3);
  assert.equal(came.at(-1), 3);
  assert.equal(shown.spanCount, 0);
  assert.equal(all.coming, false);
});

test("a run takes their place whole: it is no part any more", async () => {
  serve([...LINES, END]);
  const { shown, all } = opened();
  const rows = noRows();
  shown.exchange(rows, { single: false, coming: true, spans: 3, flows: 0, whole: rows.spans });

  shown.become(await all.fetch(shown));

  assert.equal(shown.part, null);
  assert.equal(shown.single, true);
  assert.equal(shown.spans(1).length, 3);
  assert.equal(shown.status, "lost");
});

test("a log that was cut off ends as its overview says", async () => {
  serve(LINES);
  const { shown, all } = opened();

  const whole = await all.fetch(shown);

  assert.equal(whole.end?.status, "lost");
  assert.equal(whole.durationNs, 45);
});

test("of a download that broke off nothing is taken, and another may be tried", async () => {
  serve(LINES, { broken: true });
  const { shown, all } = opened();

  await assert.rejects(all.fetch(shown), /broke off/);
  assert.equal(all.coming, false);
  assert.equal(shown.spanCount, 0);

  serve([...LINES, END]);
  assert.equal((await all.fetch(shown)).spanCount, 3);
});

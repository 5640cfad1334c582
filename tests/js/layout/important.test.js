/** What matters is seen at every zoom, however short it was and whatever lies around it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { findingsAt, layoutFindings } from "../../../static/js/layout/finding_marks.js";
import { spanBox } from "../../../static/js/layout/lit.js";
import { gravity, layoutMarks } from "../../../static/js/layout/marks.js";
import { View } from "../../../static/js/model/view.js";
import { INSTANT_KINDS } from "../../../static/js/model/vocabulary.js";
import { sceneOf } from "../support/canvas.js";
import { deltas, timelineOf } from "../support/lines.js";
import { randomLane, randomWindow } from "../support/random.js";
import { randomFrom } from "../support/seeded.js";

const EXCEPTION = INSTANT_KINDS.indexOf("exception");
const OUTPUT = INSTANT_KINDS.indexOf("output");
const LANE = { process: 1, name: "x", native: 0, daemon: false, parent: 0, site: 0, begin: 0 };

/** @param {any} timeline @param {number} from @param {number} to @param {number} widthPx */
function sceneAt(timeline, from, to, widthPx) {
  const view = new View();
  view.show(from, to);
  return sceneOf(timeline, view, { widthPx });
}

/** A lane with instants and findings at random, and windows onto it.
 *  @param {(what: {timeline: any, from: number, to: number, widthPx: number, where: string,
 *    times: number[], kinds: number[], findings: any[]}) => void} holds */
function forAny(holds) {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { timeline, random, endNs } = randomLane(seed, 500);
    const times = Array.from({ length: 400 }, () => Math.floor(random() * endNs));
    times.sort((a, b) => a - b);
    const kinds = times.map(() => (random() < 0.1 ? EXCEPTION : OUTPUT));
    const findings = Array.from({ length: 20 }, (_, i) => {
      const from = Math.floor(random() * endNs);
      const to = Math.min(endNs, from + Math.ceil(10 ** (random() * 8)));
      const severity = random() < 0.5 ? "error" : "warning";
      return { id: `${i}`, kind: "deadlock", severity, sentence: `${i}`, lanes: [1], from, to };
    });
    timeline.apply(
      /** @type {any} */ ({
        ...{ type: "frame", now: endNs, lanes: [{ ...LANE, id: 1, end: null, object: 0 }] },
        instants: {
          ...{ lane: times.map(() => 1), time: deltas(times), kind: kinds },
          ...{ site: times.map(() => 0), object: times.map(() => 0) },
          text: times.map((_, i) => `${i}`),
        },
        findings,
      }),
    );
    for (const widthPx of [1, 50, 944]) {
      const { from, to } = randomWindow(random, endNs);
      const where = `seed ${seed}, ${from}–${to} on ${widthPx} px`;
      holds({ timeline, from, to, widthPx, where, times, kinds, findings });
    }
  }
}

test("an exception has a flag at every zoom, among any number of lines of output", () => {
  forAny(({ timeline, from, to, widthPx, where, times, kinds }) => {
    const scene = sceneAt(timeline, from, to, widthPx);
    const marks = layoutMarks(scene, scene.lanes[0]);
    const flags = new Set(marks.filter(({ look }) => look === "exception").map(({ x }) => x));
    times.forEach((ns, i) => {
      if (kinds[i] !== EXCEPTION || ns < from || ns > to) return;
      assert.ok(flags.has(Math.round(scene.scale.timeToPx(ns))), `${where}: ${ns}`);
    });
    const looks = marks.map(({ look }) => look);
    const last = looks.lastIndexOf("line");
    assert.ok(looks.indexOf("exception") === -1 || looks.indexOf("exception") > last, where);
  });
});

test("a finding has a mark, or is wide enough to be seen itself, on each of its lanes", () => {
  forAny(({ timeline, from, to, widthPx, where, findings }) => {
    const scene = sceneAt(timeline, from, to, widthPx);
    const marks = layoutFindings(scene);
    for (const finding of findings) {
      if (finding.to < from || finding.from > to) continue;
      const { timeToPx } = scene.scale;
      const [left, right] = [timeToPx(finding.from), timeToPx(finding.to)];
      if (right - left >= 12) continue;
      const middle = Math.min(widthPx - 1, Math.max(0, Math.round((left + right) / 2)));
      const mark = marks.find(({ x }) => x === middle);
      assert.ok(mark, `${where}: ${finding.from}–${finding.to}`);
      assert.ok(mark.finding.severity === "error" || finding.severity === "warning", where);
    }
  });
});

test("the selected span has a box in sight at every zoom", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { timeline, spans, random, endNs } = randomLane(seed, 2000);
    const lane = { ...LANE, id: 1, end: null, object: 0 };
    timeline.apply(/** @type {any} */ ({ type: "frame", now: endNs, lanes: [lane] }));
    for (let round = 0; round < 30; round += 1) {
      const index = Math.floor(random() * spans.length);
      const { from, to } = randomWindow(random, endNs);
      const scene = sceneAt(timeline, from, to, 944);
      const inView = spans.end(index) >= from && spans.start(index) <= to;
      if (!inView) continue;
      const box = spanBox(scene, scene.lanes[0], index);
      assert.ok(box.width >= 1 && box.height >= 4, `seed ${seed}, span ${index}`);
      assert.ok(box.x + box.width >= 0 && box.x <= 944, `seed ${seed}, span ${index}`);
    }
  }
});

test("under the pointer what is grave is told before what is not", () => {
  const timeline = timelineOf(
    { left: "######" },
    { instants: [1, 2, 3, 4, 5].map((at) => [1, at, at === 5 ? EXCEPTION : OUTPUT, `${at}`]) },
  );
  const told = timeline.instants(0, 6000, 1).toSorted((a, b) => gravity(b) - gravity(a));
  assert.deepEqual(
    told.map(({ text }) => text),
    ["5", "1", "2", "3", "4"],
  );
});

test("a finding that is marked tells itself under the pointer, one that is wide does not", () => {
  const timeline = timelineOf({ left: "#".repeat(1000) });
  const finding = { id: "d", kind: "deadlock", severity: "error", sentence: "Stuck.", objects: [] };
  timeline.apply(
    /** @type {any} */ ({
      ...{ type: "frame", now: 1_000_000 },
      findings: [{ ...finding, sites: [], lanes: [1], from: 500_000, to: 501_000 }],
    }),
  );
  const random = randomFrom(3);
  const near = 50 + random();
  assert.equal(findingsAt(timeline, 1, createScale(0, 1_000_000, 100), near)[0].sentence, "Stuck.");
  assert.deepEqual(findingsAt(timeline, 1, createScale(0, 1_000_000, 100), 20), []);
  assert.deepEqual(findingsAt(timeline, 1, createScale(499_000, 502_000, 100), near), []);
});

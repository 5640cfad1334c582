import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, lineTotals } from "../../../static/js/model/line_totals.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { linesOf } from "../support/lines.js";
import { random } from "../support/random.js";

/** @import {LineTotal} from "../../../static/js/model/line_totals.js" */

/**
 * A timeline whose spans have the sites that are drawn under them; site 4 is on the line of site 1.
 *
 * @param {Record<string, string>} lanes @param {Record<string, string>} sites
 */
function placed(lanes, sites) {
  const [header, frame] = linesOf(lanes);
  frame.sites = [
    { id: 1, file: 1, line: 12, function: "transfer" },
    { id: 2, file: 1, line: 30, function: "transfer" },
    { id: 3, file: 2, line: 5, function: "main" },
    { id: 4, file: 1, line: 12, function: "<lambda>" },
  ];
  const names = Object.keys(lanes);
  let start = 0;
  frame.spans.site = frame.spans.lane.map((/** @type {number} */ lane, /** @type {number} */ i) => {
    start += frame.spans.start[i];
    return Number(sites[names[lane - 1]][start / 1000]);
  });
  const timeline = new Timeline();
  timeline.applyAll([header, frame]);
  return timeline;
}

/** @param {Timeline} timeline @param {number} fromNs @param {number} toNs @returns {LineTotal[]} */
function totals(timeline, fromNs, toNs) {
  const work = lineTotals(timeline, fromNs, toNs);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** @param {LineTotal[]} all */
const told = (all) =>
  all.map(({ file, line, spentNs, blockedNs }) => [file, line, spentNs / 1000, blockedNs / 1000]);

const LANES = { left: "##11##zz", right: "#1111###" };
const SITES = { left: "11223333", right: "42222000" };

test("each line has the time of all threads at it, and how long of it they were blocked", () => {
  const all = totals(placed(LANES, SITES), 0, 8000);
  assert.deepEqual(told(inOrder(all, "line")), [
    [1, 12, 3, 0],
    [1, 30, 6, 6],
    [2, 5, 4, 0],
  ]);
  assert.deepEqual(told(inOrder(all, "spent"))[0], [1, 30, 6, 6]);
  assert.deepEqual(
    told(inOrder(all, "blocked")).map(([, line]) => line),
    [30, 12, 5],
    "those that never blocked as they stand in the source",
  );
});

test("what lies across the edge of the range counts as far as it is in it", () => {
  const all = totals(placed(LANES, SITES), 1500, 3250);
  assert.deepEqual(told(inOrder(all, "line")), [
    [1, 12, 0.5, 0],
    [1, 30, 3, 3],
  ]);
});

test("what was not told by events is summed apart", () => {
  // In a drawing what runs is inferred, and all else exact.
  const [first, second] = inOrder(totals(placed(LANES, SITES), 0, 8000), "line");
  assert.deepEqual([first.inferredNs, first.sampledNs], [3000, 0]);
  assert.deepEqual([second.inferredNs, second.sampledNs], [0, 0]);
});

test("in any range the lines add up to what spans with a place did", () => {
  const { seed, upTo } = random();
  const drawing = (/** @type {string} */ marks) =>
    Array.from({ length: 300 }, () => marks[upTo(marks.length)]).join("");
  const timeline = placed(
    { a: drawing("#1z"), b: drawing("#1~") },
    { a: drawing("123"), b: drawing("124") },
  );
  for (let n = 0; n < 40; n += 1) {
    const from = upTo(280_000);
    const to = from + upTo(20_000);
    const sums = totals(timeline, from, to);
    const spent = sums.reduce((sum, { spentNs }) => sum + spentNs, 0);
    const shares = timeline.sharesOfAll(from, to).reduce((sum, ns) => sum + ns, 0);
    assert.equal(spent, shares, `${seed}: ${from} to ${to}`);
    const states = sums.reduce((sum, each) => sum + each.states[2], 0);
    assert.equal(states, timeline.sharesOfAll(from, to)[2], `${seed}: blocked`);
  }
});

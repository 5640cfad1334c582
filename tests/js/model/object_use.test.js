import assert from "node:assert/strict";
import { test } from "node:test";
import { HoldRows } from "../../../static/js/model/hold_rows.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { linesOf, timelineOf } from "../support/lines.js";
import { random } from "../support/random.js";

/** The drawing of rows: on each, the lane that holds at a tick.
 *  @param {HoldRows} rows @param {number} ticks */
function drawn(rows, ticks) {
  return rows.rows.map((row) =>
    Array.from({ length: ticks }, (_, tick) => {
      const at = row.indexAt(tick + 0.5);
      return at < 0 ? "." : String(row.lane(at));
    }).join(""),
  );
}

test("holds that lie over each other go on rows of their own, the first that is free", () => {
  const rows = new HoldRows(1);
  rows.add(1, 0, 4);
  rows.add(2, 2, 6);
  rows.add(3, 4, 8);
  rows.add(1, 6, 7);
  assert.deepEqual(drawn(rows, 8), ["11113333", "..22221."]);
});

test("what was open is closed on the row it lies on, whoever came meanwhile", () => {
  const rows = new HoldRows(1);
  rows.add(1, 0, Infinity);
  rows.add(2, 1, 3);
  rows.moveNow(4);
  assert.deepEqual(drawn(rows, 4), ["1111", ".22."]);
  rows.close(1, 0, 2);
  rows.add(3, 3, 4);
  assert.deepEqual(drawn(rows, 4), ["11.3", ".22."]);
});

test("who waits is counted from the spans, the open ones too, and the area is their sum", () => {
  const timeline = timelineOf({ left: "##11##", right: "#11111", third: "###111" }, { open: true });
  const { steps } = timeline.waiters(1);
  const counts = Array.from({ length: 6 }, (_, tick) => steps.at(tick * 1000 + 500));
  assert.deepEqual(counts, [0, 1, 2, 3, 2, 2]);
  assert.equal(steps.over(0, 6000)?.area, 10_000);
  assert.equal(timeline.waiters(2).steps.over(0, 6000)?.most, 0);
});

test("waiters of a growing run are those of the run read at once", () => {
  const { seed, upTo } = random();
  const drawing = () => Array.from({ length: 40 }, () => "#1112"[upTo(5)]).join("");
  const lanes = { left: drawing(), right: drawing(), third: drawing() };
  const whole = timelineOf(lanes);
  const growing = new Timeline();
  const { steps } = growing.waiters(1);
  for (const ticks of [7, 13, 26, 40]) {
    const part = Object.fromEntries(
      Object.entries(lanes).map(([name, all]) => [name, all.slice(0, ticks)]),
    );
    growing.applyAll(since(growing, linesOf(part, { open: ticks < 40 })));
    growing.waiters(1);
    const known = ticks * 1000;
    for (let from = 0; from < known; from += 700) {
      const expected = whole.waiters(1).steps.over(from, Math.min(known, from + 2100));
      assert.deepEqual(
        growing.waiters(1).steps.over(from, Math.min(known, from + 2100)),
        expected,
        seed,
      );
    }
  }
  assert.equal(growing.waiters(1).steps, steps, "the same steps, grown");
});

/** Only the spans that were not told before: closed spans come once.
 *  @param {Timeline} timeline @param {any[]} lines */
function since(timeline, lines) {
  const [header, frame] = lines;
  const { spans } = frame;
  let start = 0;
  const starts = spans.start.map((/** @type {number} */ delta) => (start += delta));
  const fresh = starts
    .map((/** @type {number} */ _, /** @type {number} */ row) => row)
    .filter((/** @type {number} */ row) => {
      const known = timeline.spans(spans.lane[row]);
      return starts[row] >= (known.closedLength ? known.end(known.closedLength - 1) : 0);
    });
  /** @param {number[]} column @returns {number[]} */
  const pick = (column) => fresh.map((/** @type {number} */ row) => column[row]);
  const picked = Object.fromEntries(
    Object.entries(spans).map(([name, column]) => [name, pick(/** @type {number[]} */ (column))]),
  );
  const kept = pick(starts);
  picked.start = kept.map((at, i) => (i === 0 ? at : at - kept[i - 1]));
  return [header, { ...frame, spans: picked }];
}

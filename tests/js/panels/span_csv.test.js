import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf } from "../../../static/js/panels/span_csv.js";
import { timelineOf } from "../support/lines.js";

/** @param {Record<string, string>} lanes @param {number} from @param {number} to */
function csv(lanes, from, to) {
  const timeline = timelineOf(lanes);
  const rows = timeline.lanes.flatMap(({ id: lane }) =>
    Array.from({ length: timeline.spans(lane).length }, (_, index) => ({ lane, index })),
  );
  const work = csvOf(timeline, { length: rows.length, at: (row) => rows[row] }, from, to);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value.join("").split("\r\n").slice(0, -1);
  }
}

test("each row is a span, with the columns of the CSV that a run is exported as", () => {
  assert.deepEqual(csv({ left: "##1" }, 0, 2), [
    "lane,name,start_ns,duration_ns,state,certainty,operation,object,object_kind,file,line,function",
    "1,left,0,2000,running,inferred,,,,bank.py,12,transfer",
    "1,left,2000,1000,blocked,exact,acquire,lock_1,Lock,,,",
  ]);
});

test("only the rows asked for are written", () => {
  assert.deepEqual(
    csv({ left: "#1#1#" }, 3, 5).map((row) => row.split(",")[2]),
    ["start_ns", "3000", "4000"],
  ); // prettier-ignore
});

test("a name cannot break a row, nor be a formula to a spreadsheet", () => {
  const names = ['say "hi", twice', "=cmd()", "two\nlines"];
  const [, ...rows] = csv(Object.fromEntries(names.map((name) => [name, "#"])), 0, 3);
  assert.match(rows[0], /^1,"say ""hi"", twice",0,/);
  assert.match(rows[1], /^2,'=cmd\(\),0,/);
  assert.match(rows[2], /^3,"two\nlines",0,/);
});

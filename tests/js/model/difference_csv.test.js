import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../../static/js/model/difference.js";
import { differenceCsv } from "../../../static/js/model/difference_csv.js";
import { timelineOf } from "../support/lines.js";

/** @param {string} text */
const linesOf = (text) => text.trimEnd().split("\r\n");

test("every measure of every row is a line, to the nanosecond", () => {
  const a = timelineOf({ left: "####", right: "11##" }, { tickNs: 1001 });
  const b = timelineOf({ left: "####" });
  const lines = linesOf(differenceCsv(differences(a, b)));
  assert.equal(lines[0], "part,name,note,matched,measure,unit,a,b,difference,ratio");
  assert.ok(lines.includes("threads,left,,name,running,ns,4004,4000,-4,0.999001"));
  assert.ok(lines.includes("threads,right,,none,blocked,ns,2002,,,"), "only in A: not zero");
  assert.ok(lines.includes("objects,lock_1,Lock,name,waits,count,1,0,-1,0"));
  assert.equal(new Set(lines.map((line) => line.split(",").length)).size, 1);
});

test("a name that a spreadsheet would run or split is text", () => {
  const timeline = timelineOf({ '=cmd("x"),1': "#" });
  const lines = linesOf(differenceCsv(differences(timeline, timeline)));
  assert.ok(lines.some((line) => line.startsWith('threads,"\'=cmd(""x""),1",,name,running')));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { spansOfLine } from "../../../static/js/model/line_spans.js";
import { lineText } from "../../../static/js/panels/line_spans.js";
import { timelineOf } from "../support/lines.js";

/** @param {Parameters<typeof timelineOf>[0]} lanes */
const said = (lanes) =>
  lineText(12, spansOfLine(timelineOf(lanes), { file: 1, line: 12 })).replaceAll("\u2009", " ");

test("a line says how many spans came of it and how long they took, the longest state first", () => {
  assert.equal(said({ left: "##11##", right: "####" }), "3 spans from line 12: Running 8 µs");
  assert.equal(said({ left: "##" }), "1 span from line 12: Running 2 µs");
});

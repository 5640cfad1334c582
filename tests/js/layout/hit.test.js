import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { hitSpan } from "../../../static/js/layout/hit.js";
import { timelineOf } from "../support/lines.js";

test("a wide span is hit where it is drawn", () => {
  const spans = timelineOf({ left: "##11##" }).spans(1);
  const scale = createScale(0, 6000, 60);
  assert.deepEqual(
    [5, 25, 55].map((px) => hitSpan(spans, scale, px, 6000)?.index),
    [0, 1, 2],
  );
});

test("a span of less than a pixel can be hit from beside it", () => {
  const spans = timelineOf({ left: `${"#".repeat(500)}1${"#".repeat(500)}` }).spans(1);
  const scale = createScale(0, 1_001_000, 100);
  assert.equal(hitSpan(spans, scale, 50.4, 1_001_000)?.index, 1);
  assert.equal(hitSpan(spans, scale, 53, 1_001_000)?.index, 2);
});

test("where many share a pixel, it is said how many and of what", () => {
  const spans = timelineOf({ left: "#1".repeat(500) }).spans(1);
  const hit = hitSpan(spans, createScale(0, 1_000_000, 20), 10, 1_000_000);
  assert.ok(hit?.kind === "merged");
  assert.ok(Math.abs(hit.count - 150) < 4);
  assert.ok(Math.abs(hit.shares[0] / hit.totalNs - 0.5) < 0.02);
});

test("there is nothing before the lane's life and after the head", () => {
  const spans = timelineOf({ left: "     #####" }).spans(1);
  const scale = createScale(0, 20_000, 200);
  assert.equal(hitSpan(spans, scale, 20, 10_000), null);
  assert.equal(hitSpan(spans, scale, 150, 10_000), null);
});

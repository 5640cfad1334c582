import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatMoment,
  formatShare,
  formatTime,
} from "../../../static/js/base/format.js";

/** @param {string} text */
const plain = (text) => text.replaceAll("\u2009", "_");

test("a duration is written with the unit that leaves one to three digits before the point", () => {
  const written = [0, 1, 999, 999.96, 1000, 35_000, 1_960_000, 2.11e9, 237e9].map((ns) =>
    plain(formatDuration(ns)),
  );
  assert.deepEqual(written, [
    "0_ns",
    "1_ns",
    "999_ns",
    "1_µs",
    "1_µs",
    "35_µs",
    "1.96_ms",
    "2.11_s",
    "3_min 57_s",
  ]);
});

test("a duration before zero has a minus sign, not a hyphen", () => {
  assert.equal(plain(formatDuration(-1500)), "−1.5_µs");
});

test("a moment is written to the nanosecond in groups of three digits", () => {
  assert.equal(plain(formatTime(629_501_867)), "0.629_501_867_s");
  assert.equal(plain(formatTime(79_000, 6)), "0.000_079_s");
  assert.equal(plain(formatTime(12_345e9)), "12_345.000_000_000_s");
});

test("a share that is not nothing is never written as nothing", () => {
  const written = [0, 0.0002, 0.125, 0.9996, 1].map((share) => plain(formatShare(share)));
  assert.deepEqual(written, ["0_%", "<_0.1_%", "12.5_%", "100_%", "100_%"]);
});

test("counts are grouped and agree with their noun", () => {
  assert.equal(plain(formatCount(1_126_000)), "1_126_000");
  assert.equal(formatCounted(1, "span"), "1 span");
  assert.equal(formatCounted(37, "span"), "37 spans");
});

test("a moment is said in its own unit, a microsecond apart from the next", () => {
  const said = [0, 420, 35_120, 1_204_000, 999_999.7, 12_345_678_901, -5].map((ns) =>
    plain(formatMoment(ns)),
  );
  assert.deepEqual(said, [
    "0_ns",
    "420_ns",
    "35.120_µs",
    "1.204_ms",
    "1.000_ms",
    "12.345_679_s",
    "-5_ns",
  ]);
});

/**
 * A synthetic recording on standard output: threads that share a GIL, locks, sleep and I/O.
 *
 *     node benchmarks/synthetic.js --spans 1000000 --lanes 64 --gil > recording.jsonl
 *
 * The program that is simulated is the one of the page's own tests. A line has two thousand
 * spans: what a collector writes every 40 ms of a run that makes 50,000 a second.
 */

import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { syntheticRun } from "../tests/js/support/synthetic.js";

const { values } = parseArgs({
  options: {
    spans: { type: "string", default: "1000000" },
    lanes: { type: "string", default: "64" },
    slot: { type: "string", default: "400000" },
    line: { type: "string", default: "2000" },
    gil: { type: "boolean", default: false },
  },
});

const run = syntheticRun({
  lanes: Number(values.lanes),
  spans: Number(values.spans),
  slot: Number(values.slot),
  frameSpans: Number(values.line),
  gil: values.gil,
});
for (const line of run) {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  let at = 0;
  while (at < bytes.length) at += writeSync(1, bytes, at);
}

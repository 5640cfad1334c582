/**
 * The bench: a stage with a synthetic run, to look at and to measure.
 *
 * Serve the checkout (`python -m http.server`) and open
 * /tests/js/bench/?lanes=64&spans=1000000&theme=dark&live=1&gil=1
 */

import { listenForKeys } from "../../../static/js/input/keys.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { View } from "../../../static/js/model/view.js";
import { createStage } from "../../../static/js/stage.js";
import { syntheticRun } from "../support/synthetic.js";

const asked = new URLSearchParams(location.search);
/** @param {string} name @param {number} otherwise */
const number = (name, otherwise) => Number(asked.get(name) ?? otherwise);
document.documentElement.dataset.theme = asked.get("theme") ?? "light";

const timeline = new Timeline();
const view = new View();
const lines = syntheticRun({
  lanes: number("lanes", 8),
  spans: number("spans", 10_000),
  processes: number("processes", 1),
  gil: asked.has("gil"),
  frameSpans: asked.has("live") ? number("frame", 200) : 20_000,
});

const begun = performance.now();
if (asked.has("live")) {
  // Made beforehand: what is measured is the stage, not the making.
  const all = [...lines];
  let next = 0;
  const timer = setInterval(() => {
    timeline.apply(all[next]);
    next += 1;
    if (next === all.length) clearInterval(timer);
  }, 40);
} else {
  const all = [...lines].map((line) => JSON.parse(JSON.stringify(line)));
  const made = performance.now();
  timeline.applyAll(all);
  console.log(`applied in ${(performance.now() - made).toFixed(0)} ms`);
}
if (location.hash) view.restore(location.hash);
const host = /** @type {HTMLElement} */ (document.getElementById("stage"));
const stage = createStage(host, timeline, view);
listenForKeys(document, stage.commands, stage);
Object.assign(window, { timeline, view, stage, begun });

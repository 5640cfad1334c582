/** The details of a stretch of time: per thread, and per object that was waited for or held. */

import { formatCount, formatCounted, formatDuration, formatShare } from "../base/format.js";
import { laneStats, objectStats } from "../model/range_stats.js";
import { BLOCKED, FINISHED, RUNNABLE, RUNNING, STATES } from "../model/vocabulary.js";
import { h, refill, write } from "./element.js";
import { objectsListed } from "./objects.js";

/** @import {Scope} from "../model/scope.js" */
/** @import {Page} from "./selection.js" */

const ROWS_SHOWN = 12;
/** In the order of the bar above. */
const DRAWN = STATES.slice(0, FINISHED);

/** @param {Page} page @param {() => number[]} lanesOf that are shown */
export function rangeDetails(page, lanesOf) {
  const threads = section("By thread", ["Thread", "Ran", "Ready", "Waited"]);
  const objects = section("By object", ["Object", "Waits", "Waited", "Held"]);

  /** @param {Scope} scope */
  const updateThreads = ({ fromNs, toNs }) => {
    const all = laneStats(page.timeline, lanesOf(), fromNs, toNs);
    all.sort((a, b) => b.states[RUNNING] - a.states[RUNNING] || a.lane - b.lane);
    const share = (/** @type {number} */ ns, /** @type {number} */ total) =>
      formatShare(ns / total);
    threads.fill(all.length, "thread", (at) => {
      const { lane, states, total } = all[at];
      return {
        key: `lane ${lane}`,
        name: page.timeline.laneName(lane),
        under: barOf(states),
        go: () => page.goToSpan(lane, (fromNs + toNs) / 2),
        cells: [
          share(states[RUNNING], total),
          share(states[RUNNABLE], total),
          share(states[BLOCKED], total),
        ],
      };
    });
  };

  /** @param {Scope} scope */
  const updateObjects = ({ fromNs, toNs }) => {
    const { timeline, view } = page;
    const ids = objectsListed(timeline).map(({ id }) => id);
    const all = objectStats(timeline, ids, fromNs, toNs);
    objects.fill(all.length, "object", (at) => {
      const { object, waits, waitedNs, heldNs, holds, whole } = all[at];
      const some = whole ? "" : "≥\u2009";
      return {
        key: `object ${object}`,
        name: timeline.objectName(object),
        under: null,
        go: () => view.setHighlight(view.highlight === object ? 0 : object),
        cells: [
          some + formatCount(waits),
          waits ? some + formatDuration(waitedNs) : "–",
          holds ? some + formatDuration(heldNs) : "–",
        ],
      };
    });
  };

  return {
    elements: [threads.element, objects.element],
    /** @param {Scope} scope */
    update(scope) {
      // What is on its way keeps its place.
      objects.element.hidden = !page.timeline.single && !page.timeline.part?.coming;
      if (threads.element.open) updateThreads(scope);
      if (objects.element.open) updateObjects(scope);
    },
    /** @param {() => void} changed */
    onOpen(changed) {
      for (const { element } of [threads, objects]) element.addEventListener("toggle", changed);
    },
    open() {
      for (const { element } of [threads, objects]) element.open = true;
    },
  };
}

/** @typedef {{key: string, name: string, under: HTMLElement | null, go: () => void,
 *   cells: string[]}} Row */

/** @param {string} title @param {string[]} columns */
function section(title, columns) {
  const body = h("tbody");
  const more = h("p", { class: "gil-summary" });
  const head = h(
    "tr",
    null,
    columns.map((column) => h("th", { scope: "col" }, column)),
  );
  const table = h(
    "table",
    { class: "gil-list range-list", "aria-label": title },
    h("thead", null, head),
    body,
  );
  const element = h(
    "details",
    { class: "range-details" },
    h("summary", { class: "caps" }, title),
    table,
    more,
  );
  return {
    element,
    /** @param {number} count @param {string} noun @param {(at: number) => Row} rowAt */
    fill(count, noun, rowAt) {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
      const shown = Math.min(count, ROWS_SHOWN);
      refill(
        body,
        Array.from({ length: shown }, (_, at) => rowElement(rowAt(at))),
      );
      if (focused) body.querySelector(`[data-key="${focused}"]`)?.focus();
      const left = count - shown;
      write(more, count ? `and ${formatCounted(left, `more ${noun}`)}` : "None in this time.");
      more.hidden = count > 0 && left === 0;
      table.hidden = count === 0;
    },
  };
}

/** @param {Row} row */
function rowElement({ key, name, under, go, cells }) {
  const button = h(
    "button",
    { class: "link-button one-line", type: "button", title: name, data: { key }, onclick: go },
    name,
  );
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, button, under),
    cells.map((text) => h("td", null, text)),
  );
}

/** @param {Float64Array} states */
function barOf(states) {
  const parts = DRAWN.map((state, code) => {
    const part = h("span", { data: { state } });
    part.style.flexGrow = String(Math.round(states[code]));
    return part;
  });
  return h("span", { class: "shares range-bar", "aria-hidden": "true" }, parts);
}

/** The objects: every sync object, who holds it, who waits, and how long was waited. */

import { formatCounted, formatDuration } from "../base/format.js";
import { holdersAt, waitersAt } from "../model/crowd.js";
import { h, refill, write } from "./element.js";

/** These are waited for once and by the dozen: shown only when somebody did. */
const QUIET_KINDS = new Set(["Thread", "Timer", "Future", "Process", "local"]);

/** Not waited for like a lock: the lane of the GIL and that of the processors tell of them. */
const TOLD_ELSEWHERE = new Set(["GIL", "Processors"]);

/** What input and output is done to: after what threads wait for from each other. */
const OUTSIDE = new Set(["Socket", "File", "Terminal", "Poll", "Name", "Process"]);

/** A crowd before one lock is a number, not a list. */
const NAMES_SHOWN = 4;

/** What is told of as an object. @param {import("../model/timeline.js").Timeline} timeline */
export const objectsListed = ({ objects }) =>
  [...objects.values()].filter(({ kind }) => !TOLD_ELSEWHERE.has(kind));

/** @param {import("./selection.js").Page} page */
export function objectsPanel({ timeline, view, say }) {
  const element = h("div", { class: "tab-panel" });
  /** @type {Map<number, {button: any, name: any, kind: any, facts: any}>} */
  const rows = new Map();

  /** @param {number} id */
  const row = (id) => {
    const known = rows.get(id);
    if (known) return known;
    const name = h("span", { class: "object-name" });
    const kind = h("span", { class: "object-kind" });
    const facts = h("span", { class: "object-facts" });
    const button = h(
      "button",
      {
        class: "object-row",
        type: "button",
        title: "Light up every span of this object",
        onclick: () => toggle(id),
      },
      name,
      kind,
      facts,
    );
    const made = { button, name, kind, facts };
    rows.set(id, made);
    return made;
  };

  /** @param {number} id */
  const toggle = (id) => {
    view.setHighlight(view.highlight === id ? 0 : id);
    say(
      view.highlight ? `${timeline.objectName(id)} is lit up on the lanes` : "No object is lit up",
    );
    update();
  };

  const update = () => {
    const all = objectsListed(timeline)
      .map((object) => ({ object, ...useOf(timeline, object.id) }))
      .filter(({ object, waits }) => waits > 0 || !QUIET_KINDS.has(object.kind))
      .sort(
        (a, b) =>
          Number(OUTSIDE.has(a.object.kind)) - Number(OUTSIDE.has(b.object.kind)) ||
          b.waitedNs - a.waitedNs ||
          a.object.id - b.object.id,
      );
    if (!all.length) {
      refill(
        element,
        h("p", { class: "tab-empty" }, "No lock, queue or other sync object has been used so far."),
      );
      return;
    }
    const elements = all.map(({ object, waits, waitedNs, holds }) => {
      const { button, name, kind, facts } = row(object.id);
      write(name, timeline.objectName(object.id));
      write(kind, object.kind);
      write(facts, factsText(timeline, object.id, { waits, waitedNs, holds }));
      button.setAttribute("aria-pressed", String(view.highlight === object.id));
      return button;
    });
    // Moving a focused button in the document takes its focus away: only when the order changed.
    if (
      elements.length !== element.childElementCount ||
      elements.some((button, i) => element.children[i] !== button)
    ) {
      const focused = element.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement)
        : null;
      refill(element, elements);
      focused?.focus();
    }
  };

  return { element, update };
}

/** @param {import("../model/timeline.js").Timeline} timeline @param {number} id */
function useOf(timeline, id) {
  let waits = 0;
  let waitedNs = 0;
  timeline.eachWait(id, 0, timeline.durationNs, (_lane, _index, startNs, endNs) => {
    waits += 1;
    waitedNs += endNs - startNs;
  });
  return { waits, waitedNs, holds: timeline.holds(id).length };
}

/**
 * @param {import("../model/timeline.js").Timeline} timeline @param {number} id
 * @param {{waits: number, waitedNs: number, holds: number}} use
 */
function factsText(timeline, id, { waits, waitedNs, holds }) {
  // What is held or waited for when a run ends is cut at its last nanosecond.
  const ns = timeline.live ? timeline.now : timeline.durationNs - 1;
  const when = timeline.live ? "" : " to the end";
  const names = (/** @type {number[]} */ lanes) => {
    const all = lanes.map((lane) => timeline.laneName(lane));
    const more = all.length - NAMES_SHOWN;
    return more > 1 ? `${all.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : all.join(", ");
  };
  const holders = holdersAt(timeline, id, ns);
  const waiters = waitersAt(timeline, id, ns);
  return [
    holders.length && `held${when} by ${names(holders)}`,
    waiters.length && `${names(waiters)} ${waiters.length === 1 ? "waits" : "wait"}${when}`,
    waits ? `${formatCounted(waits, "wait")}, ${formatDuration(waitedNs)}` : "nobody waited",
    holds && formatCounted(holds, "hold"),
  ]
    .filter(Boolean)
    .join(" · ");
}

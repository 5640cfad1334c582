/** The finder: a word leads to threads, objects, functions and printed lines; a number to a time. */

import { formatDuration } from "../base/format.js";
import { h, refill } from "./element.js";
import { objectsListed } from "./objects.js";

const SHOWN_OF_A_KIND = 6;
const UNITS = /** @type {Record<string, number>} */ ({
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  "": 1e9,
});

/** @typedef {{text: string, kind: string, go: () => void}} Hit */

/** "1.2 ms", "300us", "0.5": nanoseconds; null for what is no time. @param {string} text */
export function readTime(text) {
  const match = /^(\d+(?:[.,]\d+)?)\s*(ns|us|µs|μs|ms|s|)$/i.exec(
    text.trim().replace(/\u2009/g, ""),
  );
  return match
    ? Math.round(Number(match[1].replace(",", ".")) * UNITS[match[2].toLowerCase()])
    : null;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {import("./selection.js").Page} page
 */
export function finder(dialog, page) {
  const input = h("input", {
    class: "field-input",
    type: "text",
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": "finder-list",
    "aria-autocomplete": "list",
    "aria-label": "A thread, object, function or line, or a time such as 1.2 ms",
    placeholder: "Thread, object, function, printed line, or a time: 1.2 ms",
    autocomplete: "off",
    spellcheck: "false",
  });
  const list = h("ul", {
    class: "finder-list",
    id: "finder-list",
    role: "listbox",
    "aria-label": "Found",
  });
  const none = h("p", { class: "finder-none", role: "status" });
  refill(dialog, input, list, none);
  /** @type {Hit[]} */
  let hits = [];
  let at = 0;

  const draw = () => {
    refill(
      list,
      hits.map(({ text, kind }, index) =>
        h(
          "li",
          {
            class: "finder-row",
            role: "option",
            id: `finder-${index}`,
            "aria-selected": index === at,
            onclick: () => go(index),
          },
          h("span", null, text),
          h("span", { class: "quiet" }, kind),
        ),
      ),
    );
    if (hits.length) input.setAttribute("aria-activedescendant", `finder-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.hidden = !hits.length;
    none.textContent =
      hits.length || !input.value.trim() ? "" : "Nothing of that name was recorded.";
    none.hidden = !none.textContent;
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const look = () => {
    hits = found(input.value, page);
    at = 0;
    draw();
  };
  const go = (/** @type {number} */ index) => {
    input.blur(); // a hidden field would go on swallowing keys until the next frame
    dialog.close();
    hits[index]?.go();
  };

  input.addEventListener("input", look);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the page behind stays still
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && hits.length) go(at);
    if (event.key === "Escape") input.blur();
    if (by === undefined || !hits.length) return;
    event.preventDefault();
    at = (at + by + hits.length) % hits.length;
    draw();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  return () => {
    input.value = "";
    look();
    dialog.showModal();
    input.focus();
  };
}

/** @param {string} text @param {import("./selection.js").Page} page @returns {Hit[]} */
function found(text, page) {
  const word = text.trim().toLowerCase();
  if (!word) return [];
  const { timeline, view } = page;
  const fits = (/** @type {string} */ name) => name.toLowerCase().includes(word);
  const time = readTime(text);
  const head = timeline.lanes[0]?.id ?? 0;
  const lanes = timeline.lanes.filter(({ name }) => fits(name)).slice(0, SHOWN_OF_A_KIND);
  const objects = objectsListed(timeline)
    .map(({ id }) => id)
    .filter((id) => fits(timeline.objectName(id)))
    .slice(0, SHOWN_OF_A_KIND);
  const lines = timeline
    .instantsSince(0)
    .filter((instant) => instant.text && fits(instant.text))
    .slice(0, SHOWN_OF_A_KIND);
  return [
    ...(time !== null && time <= timeline.durationNs
      ? [
          {
            text: `Go to ${formatDuration(time)}`,
            kind: "time",
            go: () => page.goToSpan(view.selection?.lane ?? head, time),
          },
        ]
      : []),
    ...lanes.map(({ id, name, begin }) => ({
      text: name,
      kind: "thread",
      go: () => page.goToSpan(id, begin),
    })),
    ...objects.map((id) => ({
      text: timeline.objectName(id),
      kind: timeline.objects.get(id)?.kind ?? "",
      go: () => view.setHighlight(id),
    })),
    ...functionsFound(fits, page),
    ...lines.map(({ lane, timeNs, text: line }) => ({
      text: line,
      kind: `printed by ${timeline.laneName(lane)}`,
      go: () => page.goToSpan(lane, timeNs),
    })),
  ];
}

/** @param {(name: string) => boolean} fits @param {import("./selection.js").Page} page @returns {Hit[]} */
function functionsFound(fits, { timeline, showSource }) {
  /** @type {Map<string, number>} */
  const sites = new Map();
  for (const site of timeline.sites.values())
    if (fits(site.function) && !sites.has(site.function)) sites.set(site.function, site.id);
  return [...sites].slice(0, SHOWN_OF_A_KIND).map(([name, site]) => ({
    text: name,
    kind: `function, ${timeline.siteText(site)}`,
    go: () => showSource(site),
  }));
}

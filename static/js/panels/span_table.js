/** The table: the spans of the lanes as sortable rows, a page of them at a time. */

import { formatCount, formatDuration, formatTime } from "../base/format.js";
import { STATES, certaintyLabel, stateLabel } from "../model/vocabulary.js";
import { whatOf } from "../model/describe.js";
import { h, refill, write } from "./element.js";

const PAGE_ROWS = 200;

/** @typedef {{lane: number, index: number}} Place */

/** What a column sorts by; text columns by their text, numbers by number. */
const COLUMNS = [
  { id: "start", title: "Start", number: true },
  { id: "thread", title: "Thread" },
  { id: "state", title: "State" },
  { id: "what", title: "What" },
  { id: "duration", title: "Duration", number: true },
  { id: "line", title: "Line" },
  { id: "certainty", title: "Certainty" },
];

/** @param {HTMLElement} host @param {import("./selection.js").Page} page */
export function spanTable(host, page) {
  const { timeline, view } = page;
  let sortedBy = "start";
  let descending = false;
  let wholeRun = true;
  let state = "";
  let at = 0;
  /** @type {Place[]} */
  let places = [];

  const scope = select(
    "Show",
    [
      ["run", "the whole run"],
      ["view", "what is in view"],
    ],
    (value) => ((wholeRun = value === "run"), collect()),
  );
  const states = select(
    "State",
    [["", "all"], ...STATES.map((_, code) => [String(code), stateLabel(code)])],
    (value) => ((state = value), collect()),
  );
  const range = h("span", { role: "status" });
  const previous = h(
    "button",
    { class: "button", type: "button", onclick: () => turn(-1) },
    "Previous",
  );
  const next = h("button", { class: "button", type: "button", onclick: () => turn(1) }, "Next");
  const heads = COLUMNS.map(({ id, title, number }) =>
    h(
      "th",
      { scope: "col", class: number && "number", data: { column: id } },
      h(
        "button",
        { class: "sort", type: "button", onclick: () => sortBy(id) },
        title,
        h("span", { "aria-hidden": "true" }),
      ),
    ),
  );
  const body = h("tbody");
  const empty = h(
    "p",
    { class: "table-empty", hidden: true },
    "No span matches. Show the whole run and all states to see them all.",
  );
  const scroller = h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Spans" },
    h(
      "table",
      { class: "spans" },
      h("caption", { class: "visually-hidden" }, "Spans of all threads"),
      h("thead", null, h("tr", null, heads)),
      body,
    ),
    empty,
  );
  refill(
    host,
    h(
      "div",
      { class: "table-bar" },
      scope,
      states,
      h("div", { class: "table-pages" }, range, previous, next),
    ),
    scroller,
  );

  /** Gather and sort anew: places only, the words are made for the page that is shown. */
  function collect() {
    const [from, to] = wholeRun ? [-Infinity, Infinity] : [view.fromNs, view.toNs];
    places = [];
    for (const { id: lane } of timeline.lanes) {
      const spans = timeline.spans(lane);
      for (let index = 0; index < spans.length; index += 1) {
        if (spans.end(index) < from || spans.start(index) > to) continue;
        if (state === "" || spans.state(index) === Number(state)) places.push({ lane, index });
      }
    }
    const value = valueOf(timeline, sortedBy);
    const keyed = places.map((place) => ({ place, key: value(place) }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (descending ? -1 : 1));
    places = keyed.map(({ place }) => place);
    at = Math.min(at, Math.max(0, Math.ceil(places.length / PAGE_ROWS) - 1));
    draw();
  }

  function draw() {
    const first = at * PAGE_ROWS;
    const rows = places.slice(first, first + PAGE_ROWS);
    refill(body, rows.map(row));
    empty.hidden = places.length > 0;
    previous.disabled = at === 0;
    next.disabled = first + PAGE_ROWS >= places.length;
    write(
      range,
      places.length
        ? `${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(places.length)}`
        : "0 spans",
    );
    for (const head of heads) {
      const sorted = head.dataset.column === sortedBy;
      head.setAttribute("aria-sort", sorted ? (descending ? "descending" : "ascending") : "none");
      write(head.querySelector("span"), sorted ? (descending ? "▾" : "▴") : "");
    }
  }

  /** @param {Place} place */
  function row({ lane, index }) {
    const spans = timeline.spans(lane);
    const start = spans.start(index);
    const chosen = view.selection?.lane === lane && view.selection.start === start;
    const code = spans.state(index);
    return h(
      "tr",
      { "aria-current": chosen ? "true" : null },
      h(
        "td",
        { class: "number" },
        h(
          "button",
          { class: "link-button", type: "button", onclick: () => page.goToSpan(lane, start) },
          formatTime(start),
        ),
      ),
      h("td", null, timeline.laneName(lane)),
      h(
        "td",
        null,
        h("span", { class: "swatch", data: { state: STATES[code] } }),
        stateLabel(code),
      ),
      h("td", null, whatOf(timeline, lane, index)),
      h("td", { class: "number" }, formatDuration(spans.end(index) - start)),
      h("td", { class: "mono" }, timeline.siteText(spans.site(index))),
      h("td", null, certaintyLabel(spans.certainty(index))),
    );
  }

  /** @param {string} id */
  function sortBy(id) {
    descending = sortedBy === id ? !descending : id === "duration";
    sortedBy = id;
    at = 0;
    collect();
  }

  /** @param {number} by */
  function turn(by) {
    at += by;
    draw();
    scroller.scrollTop = 0;
  }

  // Numbers that move while one reads a row are no help: what is focused is left alone.
  const reading = () => body.contains(document.activeElement);
  return {
    open() {
      collect();
      scroller.focus();
    },
    update: () => !reading() && collect(),
    mark: draw,
    focusedRow: reading,
  };
}

/** @param {import("../model/timeline.js").Timeline} timeline @param {string} column @returns {(place: Place) => number | string} */
function valueOf(timeline, column) {
  const spans = (/** @type {Place} */ { lane }) => timeline.spans(lane);
  switch (column) {
    case "start":
      return (place) => spans(place).start(place.index);
    case "duration":
      return (place) => spans(place).end(place.index) - spans(place).start(place.index);
    case "state":
      return (place) => spans(place).state(place.index);
    case "certainty":
      return (place) => spans(place).certainty(place.index);
    case "thread":
      return ({ lane }) => timeline.lanes.findIndex(({ id }) => id === lane);
    case "line":
      return (place) => timeline.siteText(spans(place).site(place.index));
    default:
      return ({ lane, index }) => whatOf(timeline, lane, index);
  }
}

/** @param {string} title @param {string[][]} choices @param {(value: string) => void} onChange */
function select(title, choices, onChange) {
  return h(
    "label",
    null,
    title,
    h(
      "select",
      {
        class: "field-input",
        onchange: (/** @type {any} */ event) => onChange(event.target.value),
      },
      choices.map(([value, text]) => h("option", { value }, text)),
    ),
  );
}

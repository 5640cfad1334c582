/**
 * The filter of the table: one line of text, and fields that write parts of it. What is typed,
 * chosen and linked to is the same text (`view.filter`), so none can contradict another.
 */

import { readQuery, writeQuery } from "../model/span_query.js";
import { STATES, stateLabel } from "../model/vocabulary.js";
import { h, refill } from "./element.js";
import { objectsListed } from "./objects.js";

/** @import {SpanQuery} from "../model/span_query.js" */
/** @import {Page} from "./selection.js" */

/** Lengths worth asking for, as the query writes them. */
const LENGTHS = ["1us", "10us", "100us", "1ms", "10ms", "100ms", "1s"];

/** @param {Page} page */
export function spanFilter({ timeline, view }) {
  const text = h("input", {
    class: "field-input table-query",
    type: "search",
    "aria-label": "Filter",
    title: "Words, and parts such as state:blocked, thread:name, object:name, >1ms, <10us",
    placeholder: "Filter: words, state:blocked, >1ms …",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => view.setFilter(text.value),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      if (text.value) view.setFilter("");
      else text.blur();
      event.preventDefault();
    },
  });

  /** @param {(query: SpanQuery) => void} change */
  const rewrite = (change) => {
    const query = readQuery(view.filter);
    change(query);
    view.setFilter(writeQuery(query));
  };
  const scope = select("Show", (value) =>
    rewrite((query) => {
      query.whole = value === "run";
    }),
  );
  const state = select("State", (value) =>
    rewrite((query) => {
      query.states = value ? [value] : [];
    }),
  );
  const thread = select("Thread", (value) =>
    rewrite((query) => {
      query.thread = value;
    }),
  );
  const object = select("Object", (value) =>
    rewrite((query) => {
      query.object = value;
    }),
  );
  const length = select("At least", (value) =>
    rewrite((query) => {
      query.atLeastNs = value ? readQuery(`>${value}`).atLeastNs : 0;
    }),
  );

  const update = () => {
    const query = readQuery(view.filter);
    if (text.value !== view.filter) text.value = view.filter;
    scope.offer(query.whole ? "run" : "", [
      ["", view.range ? "the marked range" : "what is in view"],
      ["run", "the whole run"],
    ]);
    const [named = ""] = query.states;
    state.offer(query.states.length > 1 ? "several" : (fullName(named) ?? named), [
      ["", "all"],
      ...STATES.map((name, code) => [name, stateLabel(code)]),
      ...(query.states.length > 1 ? [["several", "several"]] : []),
    ]);
    thread.offer(query.thread, [["", "all"], ...choicesOf(timeline.lanes.map(({ name }) => name))]);
    const names = objectsListed(timeline).map(({ id }) => timeline.objectName(id));
    object.offer(query.object, [["", "all"], ...choicesOf(names)]);
    const short = LENGTHS.find((each) => readQuery(`>${each}`).atLeastNs === query.atLeastNs);
    length.offer(short ?? (query.atLeastNs ? "other" : ""), [
      ["", "any length"],
      ...LENGTHS.map((each) => [
        each,
        each.replace("us", "\u2009µs").replace(/(\d)([ms])/, "$1\u2009$2"),
      ]),
      ...(short === undefined && query.atLeastNs ? [["other", "as typed"]] : []),
    ]);
  };

  return {
    elements: [text, scope, state, thread, object, length].map((each) => each.label ?? each),
    update,
    focus: () => text.focus(),
  };
}

/** The state that a beginning means. @param {string} name */
const fullName = (name) => (name ? STATES.find((state) => state.startsWith(name)) : "");

/** Each name once, in order. @param {string[]} names */
const choicesOf = (names) => [...new Set(names)].sort().map((name) => [name, name]);

/**
 * @param {string} title @param {(value: string) => void} onChange
 * @returns {{label: HTMLElement, offer: (value: string, choices: string[][]) => void}}
 */
function select(title, onChange) {
  const element = h("select", {
    class: "field-input",
    onchange: () => onChange(element.value),
  });
  let offered = "";
  return {
    label: h("label", null, h("span", null, title), element),
    offer(value, choices) {
      const known = choices.some(([each]) => each === value);
      const all = known ? choices : [...choices, [value, value]];
      const key = JSON.stringify(all);
      if (key !== offered) {
        offered = key;
        refill(
          element,
          all.map(([each, text]) => h("option", { value: each }, text)),
        );
      }
      if (element.value !== value) element.value = value;
    },
  };
}

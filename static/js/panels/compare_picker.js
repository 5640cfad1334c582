/** The picker: which two of the recent runs to lay beside each other, with likely pairs first. */

import { formatDuration } from "../base/format.js";
import { likelyPairs, parametersOf, pythonOf } from "../model/likely_pairs.js";
import { compareLink } from "./compare_link.js";
import { h, refill } from "./element.js";
import { ago } from "./recent.js";

/** @import {Pair} from "../model/likely_pairs.js" */
/** @import {RunRow} from "./recent.js" */

/** @typedef {RunRow & {interpreter: string | null}} Row */
/** @typedef {"a" | "b"} Letter */

const KIND_WORDS = Object.freeze({
  parameters: "other parameters",
  python: "another Python",
  cure: "with and without its cure",
  again: "the same twice",
});

/**
 * @param {HTMLElement} host @param {Row[]} runs
 * @param {{a: string, b: string}} chosen ids, "" for none @param {(a: string, b: string) => void} go
 */
export function comparePicker(host, runs, chosen, go) {
  /** @type {Record<Letter, string>} */
  const picked = { a: known(runs, chosen.a), b: known(runs, chosen.b) };
  const button = h(
    "button",
    { class: "button button--primary button--large", type: "submit" },
    "Compare",
  );
  const hint = h("p", { class: "quiet", role: "status" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (ready(picked)) go(picked.a, picked.b);
  };
  const update = () => {
    button.disabled = !ready(picked);
    hint.textContent = hintText(picked, runs.length);
  };
  const pick = (/** @type {Letter} */ letter, /** @type {string} */ id) => {
    picked[letter] = id;
    update();
  };
  const pairs = likelyPairs(runs, picked.a || picked.b);
  refill(
    host,
    h("h2", null, "Compare two timelines"),
    h(
      "p",
      { class: "quiet" },
      "They lie on one axis, move together, and a table says what each of them took.",
    ),
    pairs.length > 0 && [
      h("h3", { class: "caps" }, picked.a ? "Goes with A" : "Belong together"),
      h(
        "ul",
        { class: "pairs" },
        pairs.map((pair) => pairItem(pair, runs)),
      ),
    ],
    runs.length > 0 && h("h3", { class: "caps", id: "picker-head" }, "Any two"),
    runs.length > 0
      ? h(
          "form",
          { class: "picker", onsubmit: submit },
          h("div", { class: "picker-scroll" }, runTable(runs, picked, pick)),
          h("div", { class: "picker-foot" }, button, hint),
        )
      : nothingYet(),
  );
  update();
}

/** @param {Row[]} runs @param {string} id */
const known = (runs, id) => (runs.some((run) => run.id === id) ? id : "");

/** @param {Record<Letter, string>} picked */
const ready = ({ a, b }) => Boolean(a && b && a !== b);

/** @param {Record<Letter, string>} picked @param {number} count */
function hintText({ a, b }, count) {
  if (count < 2) return "There is only one timeline so far. Run something else, or the same again.";
  if (a && a === b) return "A and B are the same timeline: choose another for one of them.";
  if (!a) return "Choose A: what B is compared with.";
  return b ? "" : "Choose B.";
}

function nothingYet() {
  return h(
    "p",
    null,
    "Nothing is recorded yet. ",
    h("a", { href: "/" }, "Run a scenario"),
    " twice, then compare.",
  );
}

/** @param {Pair} pair @param {Row[]} runs */
function pairItem({ a, b, kind, title, ofA, ofB }, runs) {
  const when = (/** @type {string} */ id) =>
    ago(runs.find((run) => run.id === id)?.created ?? "", Date.now());
  const [nameA, nameB] = [ofA || when(a.id), ofB || when(b.id)];
  return h(
    "li",
    null,
    h(
      "a",
      { href: compareLink(a.id, b.id) },
      title && h("strong", null, `${title}: `),
      `${nameA} `,
      h("span", { class: "quiet" }, "and"),
      ` ${nameB}`,
    ),
    h("span", { class: "quiet" }, KIND_WORDS[kind]),
  );
}

/**
 * @param {Row[]} runs @param {Record<Letter, string>} picked
 * @param {(letter: Letter, id: string) => void} pick
 */
function runTable(runs, picked, pick) {
  const radio = (/** @type {Letter} */ letter, /** @type {Row} */ run) =>
    h(
      "td",
      null,
      h("input", {
        type: "radio",
        name: letter,
        value: run.id,
        checked: picked[letter] === run.id,
        "aria-label": `${letter.toUpperCase()}: ${run.title}, ${ago(run.created, Date.now())}`,
        onchange: () => pick(letter, run.id),
      }),
    );
  const heads = ["A", "B", "Timeline", "Parameters", "Python", "State", "Took", "When"];
  // Where all ran on the usual one, a column of nothing is only in the way.
  const pythons = runs.some(pythonOf);
  const shown = heads.filter((head) => pythons || head !== "Python");
  return h(
    "table",
    { class: "picker-table", "aria-labelledby": "picker-head" },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        shown.map((text) => h("th", { scope: "col", class: text === "Took" && "number" }, text)),
      ),
    ),
    h(
      "tbody",
      null,
      runs.map((run) =>
        h(
          "tr",
          null,
          radio("a", run),
          radio("b", run),
          h("th", { scope: "row" }, h("a", { href: run.url }, run.title)),
          h("td", { class: "quiet picker-parameters" }, parametersOf(run)),
          pythons && h("td", { class: "quiet" }, pythonOf(run)),
          h("td", null, statusWord(run)),
          h("td", { class: "number" }, run.duration === null ? "" : formatDuration(run.duration)),
          h("td", { class: "quiet" }, ago(run.created, Date.now())),
        ),
      ),
    ),
  );
}

/** @param {Row} run */
function statusWord({ status }) {
  const word = status === "running" ? "live" : status;
  return h("span", { class: "status", data: { status: word } }, word);
}

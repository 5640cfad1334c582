/** An opened scenario: its story, its source, its form, and Run. */

import { h, refill, write } from "./element.js";
import { parameterForm } from "./form.js";
import { firstLineOfCode, listing, scrollToLine } from "./listing.js";
import { watchForText } from "./words.js";

/**
 * @typedef {{name: string, title: string, summary: string, story: string, watch_for: string, concepts: string[],
 *   difficulty: string, parameters: import("./form.js").Parameter[], source: string}} Scenario
 * @typedef {{id: string, version: string, implementation: string, free_threaded: boolean, path: string, default?: boolean}} Interpreter
 * @typedef {{parameters: Record<string, any>, interpreter: string}} Given what to begin with in
 *   place of the defaults
 */

/**
 * @param {HTMLDialogElement} dialog
 * @param {{run: (job: {scenario: string, parameters: object, interpreter?: string}) => Promise<void>,
 *   interpreters: () => Promise<Interpreter[]>, close: () => void}} actions
 *   `run` rejects with {sentence, field} when the server refuses
 */
export function scenarioDialog(dialog, actions) {
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    actions.close();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && actions.close());
  return {
    /** @param {Scenario} scenario @param {Given} given */
    open(scenario, given) {
      refill(dialog, content(scenario, given, actions));
      if (!dialog.open) dialog.showModal();
      // The docstring is the story, told beside it already.
      scrollToLine(
        /** @type {HTMLElement} */ (dialog.querySelector(".listing")),
        firstLineOfCode(scenario.source),
      );
      /** @type {HTMLElement} */ (dialog.querySelector("h2")).focus();
    },
    close() {
      if (dialog.open) dialog.close();
    },
  };
}

/** @param {Scenario} scenario @param {Given} given @param {any} actions */
function content(scenario, given, actions) {
  return [
    h(
      "header",
      { class: "scenario-head" },
      h(
        "div",
        null,
        h("h2", { id: "scenario-title", tabindex: "-1" }, scenario.title),
        h(
          "p",
          { class: "card-foot" },
          h(
            "span",
            { class: "difficulty", data: { difficulty: scenario.difficulty } },
            scenario.difficulty,
          ),
          scenario.concepts.map((concept) => h("span", { class: "tag" }, concept)),
        ),
      ),
      h("button", { class: "button", type: "button", onclick: () => actions.close() }, "Close"),
    ),
    h(
      "div",
      { class: "scenario-body" },
      left(scenario, given, actions),
      h(
        "section",
        { class: "scenario-source", "aria-label": "Source" },
        h("p", { class: "scenario-file" }, `${scenario.name}.py`),
        listing(scenario.source, { label: `Source of ${scenario.name}.py` }),
      ),
    ),
  ];
}

/** @param {Scenario} scenario @param {Given} given @param {any} actions */
function left(scenario, given, actions) {
  const form = parameterForm(scenario.parameters, given.parameters);
  const python = interpreterField(actions.interpreters, given.interpreter);
  const problem = h("p", { class: "field-error", role: "alert" });
  const run = h("button", { class: "button button--primary button--large", type: "submit" }, "Run");
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    write(problem, "");
    const parameters = form.values();
    if (!parameters || run.disabled) return;
    run.disabled = true;
    write(run, "Starting …");
    try {
      await actions.run({ scenario: scenario.name, parameters, interpreter: python.value() });
    } catch (error) {
      const { sentence, field = "" } = /** @type {any} */ (error);
      if (!form.complain(field, sentence))
        write(problem, sentence ?? "The run could not be started. Try again.");
    }
    run.disabled = false;
    write(run, "Run");
  };
  return h(
    "form",
    { class: "scenario-left", novalidate: true, onsubmit: submit },
    h(
      "div",
      { class: "scenario-scroll" },
      h("div", { class: "scenario-story" }, paragraphs(scenario.story)),
      scenario.watch_for &&
        h(
          "div",
          { class: "watch-for" },
          h("h3", { class: "caps" }, "Watch for"),
          paragraphs(watchForText(scenario.watch_for)),
        ),
      h(
        "div",
        { class: "form" },
        h("h3", { class: "caps" }, scenario.parameters.length ? "Parameters" : "Python"),
        form.element,
        python.element,
      ),
    ),
    h("div", { class: "form-foot" }, run, problem),
  );
}

/** Blank lines part paragraphs; lines within one flow. Two backquotes mark code. @param {string} text */
function paragraphs(text) {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) =>
      h(
        "p",
        null,
        paragraph
          .replace(/\s+/g, " ")
          .split(/`+/)
          .map((part, index) => (index % 2 ? h("code", null, part) : part)),
      ),
    );
}

/** Which Python runs it: the default at once, the others when they are known.
 * @param {() => Promise<Interpreter[]>} interpreters @param {string} given the id of one; "" for none
 */
function interpreterField(interpreters, given) {
  const select = h(
    "select",
    {
      class: "field-input",
      id: "interpreter",
      name: "interpreter",
      "aria-describedby": "interpreter-hint",
    },
    h("option", { value: "" }, "Threadline’s own"),
  );
  const hint = h("p", { class: "field-hint", id: "interpreter-hint" });
  /** @type {Interpreter[]} */
  let known = [];
  const explain = () =>
    write(hint, interpreterHint(known.find(({ id }) => id === select.value) ?? null));
  select.addEventListener("change", explain);
  interpreters().then(
    (rows) => {
      known = rows;
      for (const row of rows) select.append(h("option", { value: row.id }, interpreterText(row)));
      const own = rows.find((row) => row.default);
      if (own) {
        select.firstElementChild?.remove();
        select.value = own.id;
      }
      if (rows.some(({ id }) => id === given)) select.value = given;
      explain();
    },
    () => {}, // the default still runs; Run itself will say if the server is gone
  );
  return {
    element: h(
      "div",
      { class: "form-field" },
      h("label", { for: "interpreter" }, "Python"),
      select,
      hint,
    ),
    value: () => select.value || undefined,
  };
}

/** @param {Interpreter} row */
export function interpreterText({ version, free_threaded: free, path }) {
  return `Python ${version}, ${free ? "free-threaded" : "with a GIL"} (${path})`;
}

/** What the choice means for what will be seen. @param {Interpreter | null} row */
export function interpreterHint(row) {
  if (!row) return "";
  return row.free_threaded
    ? "Free-threaded: its threads run Python code at the same time, on several cores."
    : "With a GIL: of its threads, one at a time runs Python code.";
}

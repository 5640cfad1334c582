/** The form of a scenario's parameters: bounds shown, each mistake said where it is. */

import { h, write } from "./element.js";

/**
 * @typedef {{name: string, type: "int"|"float"|"bool"|"str"|"choice", default: any,
 *   min?: number | null, max?: number | null, choices?: any[] | null, help?: string}} Parameter
 */

/** "1 to 20", "at least 1", or nothing where anything goes. @param {Parameter} parameter */
export function boundsText({ min, max }) {
  const low = min ?? null;
  const high = max ?? null;
  if (low !== null && high !== null) return `${low} to ${high}`;
  if (low !== null) return `at least ${low}`;
  return high !== null ? `at most ${high}` : "";
}

/**
 * What a person typed, as a value, or a sentence that says what would be right.
 * @param {Parameter} parameter @param {string} text
 * @returns {{value?: any, problem?: string}}
 */
export function readValue(parameter, text) {
  if (parameter.type === "str") return { value: text };
  if (parameter.type === "choice") return readChoice(parameter, text);
  const whole = parameter.type === "int";
  const bounds = boundsText(parameter);
  const right = `a ${whole ? "whole " : ""}number${bounds ? `, ${bounds}` : ""}`;
  const value = Number(text.trim());
  if (!text.trim()) return { problem: `Enter ${right}.` };
  const shaped = whole ? /^[+-]?\d+$/.test(text.trim()) : Number.isFinite(value);
  if (!shaped)
    return {
      problem: `“${text.trim()}” is not ${whole ? "a whole number" : "a number"}. Enter ${right}.`,
    };
  if (value < (parameter.min ?? -Infinity) || value > (parameter.max ?? Infinity))
    return { problem: `${text.trim()} is out of range. Enter ${right}.` };
  return { value };
}

/** @param {Parameter} parameter @param {string} text */
function readChoice(parameter, text) {
  const choice = (parameter.choices ?? []).find((candidate) => String(candidate) === text);
  return choice === undefined ? { problem: "Choose one of the list." } : { value: choice };
}

/** One labelled input, its hint and its mistake. */
class Field {
  /** @param {Parameter} parameter */
  constructor(parameter) {
    this.parameter = parameter;
    this.id = `parameter-${parameter.name}`;
    this.input = this.#input();
    this.error = h("p", { class: "field-error", id: `${this.id}-error` });
    const hint = [parameter.help, boundsText(parameter)].filter(Boolean).join(" · ");
    const label = h("label", { class: "mono", for: this.id }, parameter.name);
    const check = parameter.type === "bool";
    this.element = h(
      "div",
      { class: `form-field${check ? " form-field--check" : ""}` },
      check ? [this.input, label] : [label, this.input],
      hint && h("p", { class: "field-hint", id: `${this.id}-hint` }, hint),
      this.error,
    );
    this.input.addEventListener("blur", () => this.check());
    this.input.addEventListener(
      "input",
      () => this.input.getAttribute("aria-invalid") === "true" && this.check(),
    );
  }

  #input() {
    const { type, default: value, choices } = this.parameter;
    const attributes = {
      id: this.id,
      name: this.parameter.name,
      "aria-describedby": `${this.id}-hint ${this.id}-error`,
    };
    if (type === "bool")
      return h("input", { ...attributes, type: "checkbox", checked: Boolean(value) });
    if (type === "choice")
      return h(
        "select",
        { ...attributes, class: "field-input" },
        (choices ?? []).map((choice) =>
          h("option", { value: String(choice), selected: choice === value }, String(choice)),
        ),
      );
    // Not type=number: it hides what was typed when that is no number, so no sentence could quote it.
    return h("input", {
      ...attributes,
      class: "field-input mono",
      type: "text",
      value: value ?? "",
      autocomplete: "off",
      spellcheck: "false",
      inputmode: type === "int" ? "numeric" : type === "float" ? "decimal" : null,
    });
  }

  /** @returns {{value?: any, problem?: string}} */
  read() {
    if (this.parameter.type === "bool") return { value: this.input.checked };
    return readValue(this.parameter, this.input.value);
  }

  /** @returns {boolean} */
  check() {
    const { problem } = this.read();
    this.complain(problem ?? "");
    return !problem;
  }

  /** @param {string} problem "" when all is well */
  complain(problem) {
    this.input.setAttribute("aria-invalid", String(Boolean(problem)));
    write(this.error, problem);
  }
}

/**
 * @param {Parameter[]} parameters
 * @param {Record<string, any>} [given] values to begin with in place of the defaults
 */
export function parameterForm(parameters, given = {}) {
  const fields = parameters.map(
    (parameter) =>
      new Field(
        Object.hasOwn(given, parameter.name)
          ? { ...parameter, default: given[parameter.name] }
          : parameter,
      ),
  );
  return {
    element: h(
      "div",
      { class: "form-fields" },
      fields.map((field) => field.element),
    ),

    /** The values, or null after showing what is wrong and going to the first of it. */
    values() {
      const wrong = fields.filter((field) => !field.check());
      wrong[0]?.input.focus();
      if (wrong.length) return null;
      return Object.fromEntries(fields.map((field) => [field.parameter.name, field.read().value]));
    },

    /** Show a mistake only the server saw. @param {string} name as in `parameters.rounds` @param {string} problem */
    complain(name, problem) {
      const field = fields.find(
        ({ parameter }) => parameter.name === name.replace(/^parameters\./, ""),
      );
      field?.complain(problem);
      field?.input.focus();
      return Boolean(field);
    },
  };
}

/** The sums of a pair: the sentence and the table that say what each of the two took, of both
 *  as a whole or of what is in view. */

import { formatDuration } from "./base/format.js";
import { differences } from "./model/difference.js";
import { differenceCsv } from "./model/difference_csv.js";
import { differenceTable } from "./panels/difference_table.js";
import { summaryText } from "./panels/difference_words.js";
import { write } from "./panels/element.js";
import { onFrame } from "./panels/refresh.js";

/** @import {Row, Section} from "./model/difference.js" */
/** @import {Pair} from "./pair.js" */

/** @typedef {"whole" | "view" | "range"} Scope */

/** Sums of everything are dear: while live, twice a second is enough. */
const SUMS_MS = 500;
/** The table speaks of the window when that has come to rest. */
const REST_MS = 150;

export class Sums {
  #pair;
  #table;
  /** @type {Section[]} */
  #whole = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /**
   * @param {Pair} pair
   * @param {{summary: HTMLElement, scope: HTMLSelectElement, scopeText: HTMLElement,
   *   table: HTMLElement}} elements
   * @param {(sentence: string) => void} say
   */
  constructor(pair, elements, say) {
    this.#pair = pair;
    this.elements = elements;
    this.#table = differenceTable(elements.table, {
      pickThread: (row) => this.#reveal(row, say),
      pickObject: (row) => this.#light(row, say),
    });
    elements.scope.addEventListener("change", () => this.#drawTable());
    pair.subscribe((_, change) => {
      if (change === "range") this.#offerRange();
      if (change === "window" || change === "range" || change === "align") this.#drawAtRest();
    });
    this.refresh = onFrame(() => this.#draw(), { everyMs: SUMS_MS });
  }

  /** Every number, as CSV. */
  csv() {
    return differenceCsv(this.#sections());
  }

  #draw() {
    const [a, b] = this.#timelines;
    this.#whole = differences(a, b);
    write(this.elements.summary, this.#summary());
    this.#drawTable();
  }

  #drawAtRest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#drawTable(), REST_MS);
  }

  #drawTable() {
    const scope = this.#scope;
    const { range, window } = this.#pair;
    const { fromNs, toNs } = (scope === "range" && range) || window;
    write(
      this.elements.scopeText,
      scope === "whole" ? "" : `↔\u2009${formatDuration(toNs - fromNs)}`,
    );
    this.#table.update(this.#sections());
  }

  /** @returns {Scope} */
  get #scope() {
    return /** @type {Scope} */ (this.elements.scope.value);
  }

  get #timelines() {
    return this.#pair.sides.map(({ timeline }) => timeline);
  }

  #sections() {
    const ranges = { whole: null, view: this.#pair.windows, range: this.#pair.ranges }[this.#scope];
    const [a, b] = this.#timelines;
    return ranges ? differences(a, b, ranges) : this.#whole;
  }

  #offerRange() {
    const { scope } = this.elements;
    const marked = this.#pair.range !== null;
    for (const option of scope.options) if (option.value === "range") option.disabled = !marked;
    if (!marked && scope.value === "range") scope.value = "whole";
  }

  #summary() {
    const missing = this.#pair.sides.find(({ timeline }) => !timeline.lanes.length);
    if (missing) return missing.failure ? `There is no ${missing.letter} to compare.` : "";
    const [a, b] = this.#timelines;
    return summaryText(a, b, this.#whole);
  }

  /** @param {Row} row of a thread @param {(sentence: string) => void} say */
  #reveal({ ids, name }, say) {
    this.#pair.sides.forEach(({ stage }, at) => {
      const lane = ids?.[at][0];
      if (lane !== undefined) stage.revealLane(lane);
    });
    say(`${name} is in sight.`);
  }

  /** @param {Row} row of an object @param {(sentence: string) => void} say */
  #light({ ids, name }, say) {
    const { sides } = this.#pair;
    const lit = sides.some(({ view }, at) => view.highlight && ids?.[at].includes(view.highlight));
    sides.forEach(({ view }, at) => {
      view.setHighlight(lit ? 0 : (ids?.[at][0] ?? 0));
    });
    say(lit ? "No object is lit up." : `${name} is lit up on the lanes.`);
  }
}

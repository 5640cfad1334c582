/** Recent timelines: what ran, how it ended, what was found; pinned ones are kept. */

import { formatDuration } from "../base/format.js";
import { h, refill, svg } from "./element.js";
import { GRAVITY } from "./words.js";

/** @import {Parameter} from "./form.js" */

/**
 * @typedef {{id: string, url: string, title: string, scenario: string | null,
 *   parameters: Record<string, any> | null, created: string, status: string,
 *   duration: number | null, lanes: number | null,
 *   findings: {kind: string, severity: string, sentence: string}[], pinned: boolean}} RunRow
 *
 * @typedef {{pin: (id: string, pinned: boolean) => Promise<any>,
 *   remove: (id: string, leaving: boolean) => Promise<any>, say: (text: string) => void,
 *   parameters: (scenario: string | null) => Parameter[]}} Actions
 *   they reject with {sentence}; `leaving`: the page is about to go
 */

/** A deleted timeline can be had back for this long, longer while the pointer or focus stays. */
const UNDO_MS = 8000;

const EMPTY =
  "Nothing recorded yet. Open a scenario and press Run: its timeline appears here and stays, " +
  "link included.";

/** "just now", "4 min ago", "3 h ago", then the day. @param {string} created @param {number} nowMs */
export function ago(created, nowMs) {
  const then = Date.parse(created);
  const minutes = Math.floor((nowMs - then) / 60000);
  if (!Number.isFinite(minutes)) return "";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(then).toLocaleDateString(undefined, {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

/** "loaves 20, room 1": what sets this run apart from one with the defaults.
 * @param {Record<string, any>} given @param {import("./form.js").Parameter[]} parameters
 */
export function parametersText(given, parameters) {
  return parameters
    .filter(({ name, default: usual }) => Object.hasOwn(given, name) && given[name] !== usual)
    .map(({ name }) => `${name} ${given[name]}`)
    .join(", ");
}

class RecentList {
  #list;
  #actions;
  /** @type {RunRow[]} */
  #rows = [];
  /** Rows being deleted, by id: what sends the deletion. @type {Map<string, (leaving: boolean) => void>} */
  #leaving = new Map();

  /** @param {HTMLElement} list @param {Actions} actions */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
    addEventListener("pagehide", () => {
      for (const send of this.#leaving.values()) send(true);
    });
  }

  /** @param {RunRow[]} rows */
  show(rows) {
    this.#rows = rows.toSorted(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) || Date.parse(b.created) - Date.parse(a.created),
    );
    this.#draw();
  }

  /** The list could not be had. @param {string} sentence */
  fail(sentence) {
    if (!this.#rows.length) refill(this.#list, h("li", { class: "recent-empty" }, sentence));
  }

  get anyRunning() {
    return this.#rows.some(({ status }) => status === "running");
  }

  #draw() {
    const items = /** @type {HTMLElement[]} */ ([...this.#list.children]);
    const known = new Map(items.map((item) => [item.dataset.id, item]));
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.focus;
    refill(
      this.#list,
      this.#rows.map((row) => (this.#leaving.has(row.id) ? known.get(row.id) : this.#item(row))),
      !this.#rows.length && h("li", { class: "recent-empty" }, EMPTY),
    );
    if (focus) this.#focus(focus);
  }

  /** @param {string} key */
  #focus(key) {
    /** @type {HTMLElement | null} */ (this.#list.querySelector(`[data-focus="${key}"]`))?.focus();
  }

  /** @param {RunRow} row */
  #item(row) {
    const title = { class: "recent-title", href: row.url, data: { focus: `${row.id} title` } };
    return h(
      "li",
      { class: "recent-item", data: { id: row.id } },
      h("a", title, row.title),
      facts(row, parametersText(row.parameters ?? {}, this.#actions.parameters(row.scenario))),
      h(
        "div",
        { class: "recent-buttons" },
        compareWith(row),
        this.#pinButton(row),
        this.#deleteButton(row),
      ),
      gravest(row),
    );
  }

  /** @param {RunRow} row */
  #pinButton(row) {
    return h(
      "button",
      {
        class: "button button--plain button--icon",
        type: "button",
        data: { focus: `${row.id} pin` },
        "aria-pressed": row.pinned,
        "aria-label": `Keep ${row.title}`,
        title: row.pinned ? "Kept for good; press to unpin" : "Keep for good",
        onclick: () => this.#pin(row),
      },
      pinIcon(row.pinned),
    );
  }

  /** @param {RunRow} row */
  async #pin(row) {
    const { pin, say } = this.#actions;
    try {
      await pin(row.id, !row.pinned);
    } catch (error) {
      return say(/** @type {any} */ (error).sentence);
    }
    this.show(this.#rows.map((other) => (other === row ? { ...row, pinned: !row.pinned } : other)));
    say(row.pinned ? `${row.title} is no longer kept.` : `${row.title} is kept until deleted.`);
  }

  /** @param {RunRow} row */
  #deleteButton(row) {
    return h(
      "button",
      {
        class: "button button--plain button--icon",
        type: "button",
        data: { focus: `${row.id} delete` },
        "aria-label": `Delete ${row.title}`,
        title: "Delete",
        onclick: () => this.#offerUndo(row),
      },
      binIcon(),
    );
  }

  /** Deleting is taken back with one press, so it asks nothing before. @param {RunRow} row */
  #offerUndo(row) {
    const item = this.#list.querySelector(`[data-id="${row.id}"]`);
    const undo = h("button", { class: "button", type: "button" }, "Undo");
    const text = h("span", null, `${row.title} deleted.`);
    item?.replaceChildren(h("div", { class: "recent-undo" }, text, undo));
    undo.focus();
    this.#actions.say(`${row.title} deleted. Undo is possible for a few seconds.`);
    const wait = (/** @type {number} */ ms) => setTimeout(due, ms);
    const due = () => {
      if (item?.matches(":hover, :focus-within")) timer = wait(UNDO_MS / 4);
      else this.#remove(row, false);
    };
    let timer = wait(UNDO_MS);
    this.#leaving.set(row.id, (leaving) => {
      clearTimeout(timer);
      this.#remove(row, leaving);
    });
    undo.addEventListener("click", () => {
      clearTimeout(timer);
      this.#leaving.delete(row.id);
      this.#draw();
      this.#focus(`${row.id} title`);
      this.#actions.say(`${row.title} is back.`);
    });
  }

  /** @param {RunRow} row @param {boolean} leaving */
  async #remove(row, leaving) {
    try {
      await this.#actions.remove(row.id, leaving);
      this.#rows = this.#rows.filter(({ id }) => id !== row.id);
    } catch (error) {
      this.#actions.say(/** @type {any} */ (error).sentence);
    }
    this.#leaving.delete(row.id);
    this.#draw();
  }
}

/** @param {HTMLElement} list an `ol` @param {Actions} actions */
export const recentList = (list, actions) => new RecentList(list, actions);

/** @param {RunRow} row @param {string} changed */
function facts(row, changed) {
  const status = row.status === "running" ? "live" : row.status;
  const threads = row.lanes && `${row.lanes} ${row.lanes === 1 ? "thread" : "threads"}`;
  return h(
    "p",
    { class: "recent-facts" },
    h("span", { class: "status", data: { status } }, status),
    row.duration !== null && h("span", null, formatDuration(row.duration)),
    threads ? h("span", null, threads) : null,
    h("time", { datetime: row.created }, ago(row.created, Date.now())),
    changed && h("span", { class: "recent-parameters" }, changed),
  );
}

/** The finding that matters most, if there is one. @param {RunRow} row */
function gravest({ findings }) {
  const [finding] = findings.toSorted(
    (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity),
  );
  if (!finding) return null;
  const mark = h("span", { class: "severity", data: { severity: finding.severity } });
  return h("p", { class: "recent-finding" }, mark, h("span", null, finding.sentence));
}

/** @param {RunRow} row */
function compareWith({ id, title }) {
  return h(
    "a",
    {
      class: "button button--plain button--icon",
      href: `/compare#v=1&a=${id}`,
      data: { focus: `${id} compare` },
      "aria-label": `Compare ${title} with another timeline`,
      title: "Compare with …",
    },
    strokes("M3 4h10M3 6.5h5M3 9.5h10M3 12h8"),
  );
}

function binIcon() {
  return strokes("M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5M6.75 7v3.5M9.25 7v3.5");
}

/** @param {boolean} pinned */
function pinIcon(pinned) {
  return strokes("M4 2.5h8v11l-4-3.2-4 3.2z", pinned ? "currentColor" : "none");
}

/** An icon of one path, in the colour of the text. @param {string} path */
function strokes(path, fill = "none") {
  const ends = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  return svg(
    "svg",
    {
      viewBox: "0 0 16 16",
      stroke: "currentColor",
      "stroke-width": "1.4",
      ...ends,
      fill,
      "aria-hidden": "true",
    },
    svg("path", { d: path }),
  );
}

/** The output: what the program printed and what happened to it, at the time it did. */

import { firstAbove } from "../base/bisect.js";
import { formatDuration } from "../base/format.js";
import { INSTANT_KINDS } from "../model/vocabulary.js";
import { h, refill } from "./element.js";

/** @import {Instant} from "../model/instants.js" */

/** What each kind that is shown is called beside its thread; plain output needs no word. */
const SHOWN = /** @type {Record<string, string>} */ ({
  output: "",
  error: "error output",
  exception: "exception",
  mark: "mark",
  signal: "signal",
  dropped: "lost",
  note: "note",
});
/** A flood keeps its newest lines on the page; all of them are in the recording. */
const LINES_KEPT = 5000;
const AT_BOTTOM_PX = 24;
const MOVES = new Set(["ArrowDown", "ArrowUp", "Home", "End"]);

class Output {
  #list = h("div", { class: "output" });
  element = h("div", { class: "tab-panel" }, this.#list);
  #seen = 0;
  #count = 0;
  /** Whose lines came last: the next of the same need no head. */
  #origin = "";
  /** When each line on the page came, never decreasing: a line is not there before those above. @type {number[]} */
  #times = [];
  /** The last line printed by the playhead. @type {HTMLElement | null} */
  #now = null;
  #page;

  /** @param {import("./selection.js").Page} page */
  constructor(page) {
    this.#page = page;
    this.#list.addEventListener("click", (/** @type {any} */ event) => {
      const line = event.target.closest(".output-line");
      if (!line) return;
      page.view.setPlayhead(Number(line.dataset.time));
      page.goToSpan(Number(line.dataset.lane), Number(line.dataset.time));
    });
    this.#list.addEventListener("keydown", (/** @type {any} */ event) => this.#move(event));
  }

  update() {
    const { timeline } = this.#page;
    const fresh = timeline
      .instantsSince(this.#seen)
      .filter(({ kind }) => INSTANT_KINDS[kind] in SHOWN);
    this.#seen = timeline.instantCount;
    if (fresh.length) this.#append(fresh);
    else if (!this.#count) {
      const text = timeline.end ? "The program printed nothing." : "Nothing printed yet.";
      refill(this.#list, h("p", { class: "tab-empty" }, text));
    }
    this.follow();
  }

  /** The playhead has moved: what comes later steps back, the last line before it is in sight. */
  follow() {
    const { playheadNs } = this.#page.view;
    const times = this.#times;
    if (playheadNs === null) delete this.#list.dataset.playhead;
    const at = playheadNs === null ? -1 : firstAbove(times.length, (i) => times[i], playheadNs) - 1;
    if (playheadNs !== null) this.#list.dataset.playhead = at < 0 ? "before" : "among";
    const now = /** @type {HTMLElement | null} */ (times.length ? this.#list.children[at] : null);
    if (now === this.#now) return;
    this.#now?.removeAttribute("aria-current");
    this.#now = now ?? null;
    if (!now) return;
    now.setAttribute("aria-current", "time");
    this.#reveal(now);
  }

  /** `scrollIntoView` would scroll the whole page with it on a small screen.
   * @param {HTMLElement} line
   */
  #reveal(line) {
    const box = this.element.getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    if (top >= box.top && bottom <= box.bottom) return;
    this.element.scrollTop += top - box.top - this.element.clientHeight / 2;
  }

  /** @param {Instant[]} fresh */
  #append(fresh) {
    const { element } = this;
    const list = this.#list;
    const follows = element.scrollHeight - element.scrollTop - element.clientHeight < AT_BOTTOM_PX;
    if (!this.#count) refill(list);
    for (const { timeNs } of fresh.slice(-LINES_KEPT))
      this.#times.push(Math.max(timeNs, this.#times[this.#times.length - 1] ?? 0));
    this.#count += fresh.length;
    list.append(...fresh.slice(-LINES_KEPT).map((instant) => this.#line(instant)));
    const extra = Math.max(0, list.childElementCount - LINES_KEPT);
    this.#times.splice(0, extra);
    for (let line = 0; line < extra; line += 1) list.firstElementChild.remove();
    if (!list.querySelector('[tabindex="0"]')) list.firstElementChild.tabIndex = 0;
    if (follows && this.#page.timeline.live) element.scrollTop = element.scrollHeight;
  }

  /** @param {Instant} instant */
  #line({ lane, timeNs, kind: code, text }) {
    const kind = INSTANT_KINDS[code];
    const origin = [this.#page.timeline.laneName(lane), SHOWN[kind]].filter(Boolean).join(" · ");
    const head = origin !== this.#origin && h("span", { class: "output-origin" }, origin);
    this.#origin = origin;
    return h(
      "button",
      {
        class: "output-line",
        type: "button",
        tabindex: "-1",
        title: "Go to this moment",
        data: { kind, lane, time: timeNs },
      },
      head,
      h("span", { class: "output-text" }, text || "\u00a0"),
      h("span", { class: "output-time" }, formatDuration(timeNs)),
    );
  }

  /** One tab stop for all lines; the arrow keys move among them. @param {any} event */
  #move(event) {
    const from = event.target.closest(".output-line");
    if (!from || !MOVES.has(event.key)) return;
    event.preventDefault();
    const to = {
      ArrowDown: from.nextElementSibling,
      ArrowUp: from.previousElementSibling,
      Home: this.#list.firstElementChild,
      End: this.#list.lastElementChild,
    }[/** @type {"Home"} */ (event.key)];
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}

/** @param {import("./selection.js").Page} page */
export function outputPanel(page) {
  const output = new Output(page);
  return {
    element: output.element,
    update: () => output.update(),
    follow: () => output.follow(),
  };
}

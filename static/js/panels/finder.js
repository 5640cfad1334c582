/** The finder: a word, and everything of the run that has it in its name, in groups; each leads
 *  to its place. */

import { formatCount, formatCounted } from "../base/format.js";
import { inSlices } from "../base/slices.js";
import { occurrence, Search } from "../model/search.js";
import { h, refill, write } from "./element.js";

/** @import {Group, Hit} from "../model/search.js" */
/** @import {Timeline} from "../model/timeline.js" */
/** @import {View} from "../model/view.js" */

/** Of each group so many are shown until more are asked for. */
const SHOWN_OF_A_GROUP = 5;
const SHOWN_OF_AN_OPEN_GROUP = 200;

/** @typedef {{hit: Hit} | {more: Group}} Option */

class Finder {
  #search;
  /** @type {Group[]} */
  #groups = [];
  /** @type {Option[]} */
  #options = [];
  /** Groups shown as a whole, by their title. @type {Set<string>} */
  #open = new Set();
  #at = 0;
  /** @type {AbortController | null} */
  #looking = null;
  /** Until what was typed last has been looked for. */
  #looked = Promise.resolve();

  #input = h("input", {
    class: "field-input",
    type: "text",
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": "finder-list",
    "aria-autocomplete": "list",
    "aria-label": "A thread, object, function, line, text or mark, or a time such as 1.2 ms",
    placeholder: "Thread, object, function, line, text, mark, or a time: 1.2 ms",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => {
      this.#open.clear();
      this.#looked = this.#look();
    },
  });
  #list = h("div", {
    class: "finder-list",
    id: "finder-list",
    role: "listbox",
    "aria-label": "Found",
  });
  #said = h("p", { class: "finder-none", role: "status" });

  /**
   * @param {HTMLDialogElement} dialog
   * @param {{timeline: Timeline, view: View, go: (hit: Hit, word: string, group: Group) => void}} page
   */
  constructor(dialog, { timeline, view, go }) {
    this.dialog = dialog;
    this.timeline = timeline;
    this.view = view;
    this.go = go;
    this.#search = new Search(timeline);
    refill(dialog, this.#input, this.#list, this.#said);
    dialog.addEventListener("keydown", (event) => this.#keyPressed(event));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  open() {
    // What was sought last stands there, chosen: one key goes on with it, any letter replaces it.
    this.#looked = this.#look();
    this.dialog.showModal();
    this.#input.focus();
    this.#input.select();
  }

  async #look() {
    this.#looking?.abort();
    const looking = new AbortController();
    this.#looking = looking;
    const work = this.#search.find(this.#input.value, this.view.marks);
    const groups = await inSlices(work, { signal: looking.signal });
    if (!groups) return;
    this.#groups = groups;
    this.#at = 0;
    this.#draw();
  }

  #draw() {
    this.#options = [];
    refill(
      this.#list,
      this.#groups.map((group, index) => this.#groupElement(group, index)),
    );
    this.#list.hidden = this.#groups.length === 0;
    const total = this.#groups.reduce((sum, { hits }) => sum + hits.length, 0);
    const nothing = "Nothing of that name was recorded.";
    const found = total ? formatCounted(total, "hit") : nothing;
    write(this.#said, this.#input.value.trim() && [found, untold(this.timeline)].join(" "));
    this.#said.hidden = !this.#said.textContent;
    this.#mark();
  }

  /** @param {Group} group @param {number} index */
  #groupElement(group, index) {
    const { title, hits } = group;
    const most = this.#open.has(title) ? SHOWN_OF_AN_OPEN_GROUP : SHOWN_OF_A_GROUP;
    const left = hits.length - most;
    const more = this.#open.has(title)
      ? `and ${formatCount(left)} more: type more of the word`
      : `Show ${left + most > SHOWN_OF_AN_OPEN_GROUP ? "more" : "all"}`;
    const head = h(
      "div",
      { class: "finder-group caps", id: `finder-group-${index}`, role: "presentation" },
      h("span", null, title),
      h("span", { class: "quiet" }, formatCount(hits.length)),
    );
    return h(
      "div",
      { role: "group", "aria-labelledby": `finder-group-${index}` },
      head,
      hits.slice(0, most).map((hit) => this.#optionElement({ hit }, hit)),
      left > 0 && this.#optionElement({ more: group }, { text: more, more: "" }),
    );
  }

  /** @param {Option} option @param {{text: string, more: string}} said */
  #optionElement(option, { text, more }) {
    const at = this.#options.push(option) - 1;
    return h(
      "div",
      {
        class: "finder-row",
        role: "option",
        id: `finder-${at}`,
        data: { kind: "hit" in option ? option.hit.kind : "more" },
        onclick: () => this.#choose(at),
      },
      h("span", { title: text }, "hit" in option ? this.#marked(text) : text),
      h("span", { class: "quiet" }, more),
    );
  }

  /** @param {string} text */
  #marked(text) {
    const found = occurrence(text, this.#input.value);
    if (!found) return [text];
    const [from, to] = found;
    return [text.slice(0, from), h("mark", null, text.slice(from, to)), text.slice(to)];
  }

  #mark() {
    for (let at = 0; at < this.#options.length; at += 1) {
      const chosen = at === this.#at;
      const row = /** @type {HTMLElement} */ (this.#list.querySelector(`#finder-${at}`));
      row.setAttribute("aria-selected", String(chosen));
      if (chosen) row.scrollIntoView({ block: "nearest" });
    }
    if (this.#options.length)
      this.#input.setAttribute("aria-activedescendant", `finder-${this.#at}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  #choose(at) {
    const option = this.#options[at];
    if (!option) return;
    if ("more" in option) {
      this.#open.add(option.more.title);
      this.#at = at;
      this.#draw();
      return;
    }
    const { hit } = option;
    this.#input.blur(); // a hidden field would go on swallowing keys until the next frame
    this.dialog.close();
    const group = this.#groups.find(({ kind }) => kind === hit.kind);
    if (group) this.go(hit, this.#input.value.trim(), group);
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    event.stopPropagation(); // the page behind stays still
    const { length } = this.#options;
    // Who types fast means what was typed, not what was found before.
    if (event.key === "Enter") this.#looked.then(() => this.#choose(this.#at));
    if (event.key === "Escape") this.#input.blur();
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by === undefined || !length) return;
    event.preventDefault();
    const to = this.#at + by;
    if (Math.abs(by) > 1) this.#at = Math.min(Math.max(0, to), length - 1);
    else this.#at = (to + length) % length;
    this.#mark();
  }
}

/** What of a long run could not be searched. @param {Timeline} timeline */
function untold({ part }) {
  const lines = part?.far?.untoldCount ?? 0;
  return lines ? `Not searched: ${formatCounted(lines, "line")} of output.` : "";
}

/** @param {HTMLDialogElement} dialog @param {ConstructorParameters<typeof Finder>[1]} page
 *  @returns {() => void} open it */
export function finder(dialog, page) {
  const made = new Finder(dialog, page);
  return () => made.open();
}

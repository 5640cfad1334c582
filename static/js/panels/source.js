/** The source: the program's own files, with the line of the selected span marked. */

import { h, refill } from "./element.js";
import { firstLineOfCode, listing, markLines, scrollToLine } from "./listing.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {FileRow, SiteRow} from "../model/rows.js" */

const NOT_YET = "The program’s files appear here when its first line is recorded.";
const NOT_KEPT =
  "This recording keeps no source: its files were too big, or they are not the program’s own.";

/** Enough to step through; a hot line of a long run has millions. */
const SPANS_OF_LINE = 1000;

class Source {
  element = h("div", { class: "tab-panel tab-panel--source" });
  #page;
  /** @type {HTMLElement | null} */
  #listing = null;
  /** What the listing was made of, and which line is marked in it. */
  #drawn = "";
  #marked = "";
  /** The file shown: chosen by hand, or of the site last looked at; 0 before. */
  #file = 0;
  /** A site asked for that is not the selection's: where the lock was taken, say. */
  #asked = 0;

  /** @param {import("./selection.js").Page} page */
  constructor(page) {
    this.#page = page;
    page.view.subscribe((_, change) => {
      if (change === "selection") this.#asked = 0;
    });
  }

  /** @param {number} site */
  showSite(site) {
    this.#asked = site;
    this.#file = this.#page.timeline.sites.get(site)?.file ?? this.#file;
    this.update();
  }

  update() {
    const { timeline } = this.#page;
    const files = [...timeline.files.values()].filter((row) => typeof row.text === "string");
    const known = (/** @type {number} */ id) => files.some((row) => row.id === id);
    const site = this.#siteShown();
    const line = site ? `${site.file}.${site.line}` : "";
    if (site && line !== this.#marked && known(site.file)) this.#file = site.file;
    if (!known(this.#file)) this.#file = files[0]?.id ?? 0;
    this.#redraw(files);
    if (!this.#listing || this.#marked === line) return;
    this.#marked = line;
    markLines(this.#listing, site?.file === this.#file ? [site.line] : []);
  }

  /** @returns {SiteRow | undefined} */
  #siteShown() {
    const { timeline, view } = this.#page;
    if (this.#asked) return timeline.sites.get(this.#asked);
    if (!view.selection) return undefined;
    const spans = timeline.spans(view.selection.lane);
    const index = spans.indexAt(view.selection.start);
    return index < 0 ? undefined : timeline.sites.get(spans.site(index));
  }

  /** Anew only when there is another file or a line more that spans came from.
   * @param {FileRow[]} files
   */
  #redraw(files) {
    const { timeline } = this.#page;
    const lines = linesOfSites(timeline, this.#file);
    const made = `${this.#file} ${files.length} ${lines.size} ${Boolean(timeline.end)}`;
    if (made === this.#drawn) return;
    this.#drawn = made;
    this.#marked = "";
    const shown = files.find((row) => row.id === this.#file);
    if (shown?.text) return this.#show(shown, shown.text, files, lines);
    this.#listing = null;
    refill(this.element, h("p", { class: "tab-empty" }, timeline.end ? NOT_KEPT : NOT_YET));
  }

  /** @param {FileRow} file @param {string} text @param {FileRow[]} files @param {Set<number>} lines */
  #show(file, text, files, lines) {
    const scrolled = this.#listing?.dataset.file === String(file.id) && this.#listing.scrollTop;
    this.#listing = listing(text, {
      label: `Source of ${file.path}`,
      canPick: (line) => lines.has(line),
      onLine: (line) => this.#pick(line),
    });
    this.#listing.dataset.file = String(file.id);
    const head = files.length > 1 ? this.#chooser(files) : baseName(file.path);
    refill(this.element, h("div", { class: "file-head mono" }, head), this.#listing);
    if (typeof scrolled === "number") this.#listing.scrollTop = scrolled;
    else scrollToLine(this.#listing, firstLineOfCode(text));
  }

  /** @param {FileRow[]} files */
  #chooser(files) {
    const onchange = (/** @type {any} */ event) => {
      this.#file = Number(event.target.value);
      this.update();
    };
    return h(
      "select",
      { class: "field-input", "aria-label": "File", onchange },
      files.map(({ id, path }) =>
        h("option", { value: id, selected: id === this.#file }, baseName(path)),
      ),
    );
  }

  /** Select the next span from this line after the selected one, or the first.
   * @param {number} line
   */
  #pick(line) {
    const { timeline, view, goToSpan, say } = this.#page;
    const spans = spansOfLine(timeline, this.#file, line);
    if (!spans.length) return say(`No span was recorded from line ${line}`);
    const { lane, start } = view.selection ?? { lane: 0, start: 0 };
    const next = spans.findIndex((span) => span.lane === lane && span.start === start) + 1;
    const { lane: to, start: at } = spans[next % spans.length];
    goToSpan(to, at);
    say(`Span ${(next % spans.length) + 1} of ${spans.length} from line ${line}`);
  }
}

/** @param {import("./selection.js").Page} page */
export function sourcePanel(page) {
  const source = new Source(page);
  return {
    element: source.element,
    update: () => source.update(),
    showSite: (/** @type {number} */ site) => source.showSite(site),
  };
}

/** @param {string} path */
const baseName = (path) => path.split(/[\\/]/).pop() ?? path;

/** Lines of the file that some recorded site names. @param {Timeline} timeline @param {number} file */
function linesOfSites(timeline, file) {
  const lines = new Set();
  for (const site of timeline.sites.values()) if (site.file === file) lines.add(site.line);
  return lines;
}

/** In order of time. @param {Timeline} timeline @param {number} file @param {number} line */
function spansOfLine(timeline, file, line) {
  const sites = new Set();
  for (const site of timeline.sites.values()) {
    if (site.file === file && site.line === line) sites.add(site.id);
  }
  const found = [];
  for (const { id: lane } of timeline.lanes) {
    const spans = timeline.spans(lane);
    for (let i = 0; i < spans.length && found.length < SPANS_OF_LINE; i += 1) {
      if (sites.has(spans.site(i))) found.push({ lane, start: spans.start(i) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

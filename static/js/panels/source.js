/**
 * The source: the program's own files, with the line of the selected span marked and, where
 * there is a playhead, every thread beside the line it was last seen at.
 */

import { formatCounted } from "../base/format.js";
import { baseName } from "../base/path.js";
import { spansOfLine } from "../model/line_spans.js";
import { Whereabouts } from "../model/whereabouts.js";
import { h, refill, write } from "./element.js";
import { Gutter } from "./gutter.js";
import { lineSpansPanel, lineText } from "./line_spans.js";
import { LineTimes } from "./line_times.js";
import { firstLineOfCode, listing, markLines, revealLine, scrollToLine } from "./listing.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {FileRow, SiteRow} from "../model/rows.js" */
/** @import {Sighting} from "../model/whereabouts.js" */

const NOT_YET = "The program’s files appear here when its first line is recorded.";
const NOT_KEPT =
  "This recording keeps no source: its files were too big, or they are not the program’s own.";
/** A listing that scrolls to whatever happened last can be read only if it does so this seldom. */
const LEAD_MS = 1000;
const LAST_SEEN = "Each thread is where it was last seen.";

class Source {
  element = h("div", { class: "tab-panel tab-panel--source" });
  #page;
  #whereabouts;
  #gutter;
  #spans;
  #times;
  #note = h("p", { class: "gutter-note", hidden: true });
  /** @type {HTMLElement | null} */
  #listing = null;
  /** What the listing was made of, and which line is marked in it. */
  #drawn = "";
  #marked = "";
  #traced = "";
  /** The file shown: chosen by hand, or of the site last looked at; 0 before. */
  #file = 0;
  /** A site asked for that is not the selection's: where the lock was taken, say. */
  #asked = 0;
  /** A file chosen by hand stays until another thread is selected. */
  #chosen = false;
  /** The line that the thread one looks at was last seen on. */
  #led = "";
  #ledMs = -Infinity;

  /** @param {import("./selection.js").Page} page */
  constructor(page) {
    this.#page = page;
    this.#whereabouts = new Whereabouts(page.timeline);
    this.#gutter = new Gutter(page.timeline, (lane) => this.#select(lane));
    this.#spans = lineSpansPanel(page);
    this.#times = new LineTimes(page, (file, line) => this.#goTo(file, line));
    page.view.subscribe((_, change) => {
      if (change === "selection") {
        this.#asked = 0;
        this.#chosen = false;
      }
      if (change === "line" && !this.element.hidden) this.update();
    });
  }

  /** @param {number} site */
  showSite(site) {
    this.#asked = site;
    this.#chosen = true;
    this.#file = this.#page.timeline.sites.get(site)?.file ?? this.#file;
    this.update();
  }

  update() {
    const files = this.#files();
    const known = (/** @type {number} */ id) => files.some((row) => row.id === id);
    const site = this.#siteShown();
    const line = site ? `${site.file}.${site.line}` : "";
    if (site && line !== this.#marked && known(site.file)) this.#file = site.file;
    if (!known(this.#file)) this.#file = files[0]?.id ?? 0;
    this.#redraw(files);
    if (this.#listing && this.#marked !== line) {
      this.#marked = line;
      markLines(this.#listing, site?.file === this.#file ? [site.line] : []);
    }
    this.#spans.update();
    this.#times.update();
    this.#showTraced();
    this.follow(false);
  }

  /**
   * The playhead has moved: put every thread beside its line.
   *
   * @param {boolean} playing then the listing scrolls after the selected thread, or seldom
   */
  follow(playing) {
    const { timeline, view } = this.#page;
    const { playheadNs, selection } = view;
    this.element.toggleAttribute("data-playhead", playheadNs !== null);
    this.#note.hidden = playheadNs === null;
    if (playheadNs === null) {
      this.#gutter.place(new Map(), 0);
      this.#count(new Map());
      return;
    }
    const all = this.#whereabouts.at(playheadNs).filter(({ lane }) => !view.hidden.has(lane));
    const led = all.find(({ lane }) => lane === selection?.lane);
    const file = led && timeline.sites.get(led.site)?.file;
    if (file && file !== this.#file && !this.#chosen && timeline.files.get(file)?.text) {
      this.#file = file;
      this.#redraw(this.#files());
    }
    const { byLine, byFile } = this.#sorted(all);
    this.#gutter.place(byLine, selection?.lane ?? 0);
    this.#count(byFile);
    if (led) this.#lead(led);
    else if (!playing || performance.now() - this.#ledMs > LEAD_MS) this.#lead(latest(all));
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

  #files() {
    return [...this.#page.timeline.files.values()].filter((row) => typeof row.text === "string");
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
    this.#traced = "";
    this.#led = "";
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
    this.#listing.append(this.#gutter.element);
    const head = files.length > 1 ? this.#chooser(files) : baseName(file.path);
    const fileHead = h("div", { class: "file-head mono" }, head, this.#times.button);
    const times = this.#times.element;
    refill(this.element, fileHead, times, this.#note, this.#listing, this.#spans.element);
    this.#times.standBeside(this.#listing, file.id);
    if (typeof scrolled === "number") this.#listing.scrollTop = scrolled;
    else scrollToLine(this.#listing, firstLineOfCode(text));
  }

  /** @param {FileRow[]} files */
  #chooser(files) {
    const onchange = (/** @type {any} */ event) => {
      this.#file = Number(event.target.value);
      this.#chosen = true;
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

  /** Show a line and every span from it. @param {number} file @param {number} line */
  #goTo(file, line) {
    this.#file = file;
    this.#chosen = true;
    this.update();
    const shown = this.#page.view.line;
    if (shown?.file !== file || shown.line !== line) this.#pick(line);
    if (this.#listing) revealLine(this.#listing, line);
  }

  /** Show every span from this line, or no longer. @param {number} line */
  #pick(line) {
    const { timeline, view, say } = this.#page;
    const place = { file: this.#file, line };
    if (view.line?.file === place.file && view.line.line === line) return view.setLine(null);
    const spans = spansOfLine(timeline, place);
    if (!spans.count) return say(`No span was recorded from line ${line}`);
    view.setLine(place);
    say(lineText(line, spans));
  }

  /** Which line's spans are shown. */
  #showTraced() {
    const { line } = this.#page.view;
    const traced = line && line.file === this.#file ? String(line.line) : "";
    if (!this.#listing || traced === this.#traced) return;
    this.#traced = traced;
    for (const row of this.#listing.querySelectorAll('[aria-pressed="true"]'))
      row.setAttribute("aria-pressed", "false");
    this.#listing.children[Number(traced) - 1]?.setAttribute("aria-pressed", "true");
    if (traced) revealLine(this.#listing, Number(traced));
  }

  /** @param {Sighting[]} all */
  #sorted(all) {
    const { sites } = this.#page.timeline;
    /** @type {Map<number, Sighting[]>} */
    const byLine = new Map();
    /** How many threads are in a file; 0: in none that is known. @type {Map<number, number>} */
    const byFile = new Map();
    for (const sighting of all) {
      const site = sites.get(sighting.site);
      byFile.set(site?.file ?? 0, (byFile.get(site?.file ?? 0) ?? 0) + 1);
      if (!site || site.file !== this.#file) continue;
      const there = byLine.get(site.line);
      if (there) there.push(sighting);
      else byLine.set(site.line, [sighting]);
    }
    return { byLine, byFile };
  }

  /** How many threads are in each file, and how many at no line that is kept.
   *  @param {Map<number, number>} byFile */
  #count(byFile) {
    const { files } = this.#page.timeline;
    for (const option of this.element.querySelectorAll(".file-head option")) {
      const { value } = /** @type {HTMLOptionElement} */ (option);
      const name = baseName(files.get(Number(value))?.path ?? "");
      const count = byFile.get(Number(value));
      write(option, count ? `${name} · ${formatCounted(count, "thread")}` : name);
    }
    let elsewhere = 0;
    for (const [file, count] of byFile) if (!files.get(file)?.text) elsewhere += count;
    const rest = `${formatCounted(elsewhere, "thread")} at no line of these files.`;
    write(this.#note, elsewhere ? `${LAST_SEEN} ${rest}` : LAST_SEEN);
  }

  /** Keep the line of a thread in sight. @param {Sighting | undefined} sighting */
  #lead(sighting) {
    const site = sighting && this.#page.timeline.sites.get(sighting.site);
    if (!this.#listing || !site || site.file !== this.#file) return;
    const led = `${sighting.lane} ${site.line}`;
    if (led === this.#led) return;
    this.#led = led;
    this.#ledMs = performance.now();
    revealLine(this.#listing, site.line);
  }

  /** The span that the thread is in at the playhead. @param {number} lane */
  #select(lane) {
    const { goToSpan, view } = this.#page;
    if (view.playheadNs !== null) goToSpan(lane, view.playheadNs);
  }
}

/** @param {import("./selection.js").Page} page */
export function sourcePanel(page) {
  const source = new Source(page);
  return {
    element: source.element,
    update: () => source.update(),
    follow: (/** @type {boolean} */ playing) => source.follow(playing),
    showSite: (/** @type {number} */ site) => source.showSite(site),
  };
}

/** Whom something happened to last. @param {Sighting[]} all */
const latest = (all) =>
  all.reduce(
    (/** @type {Sighting | undefined} */ last, next) =>
      last && last.seenNs >= next.seenNs ? last : next,
    undefined,
  );

/** Lines of the file that some recorded site names. @param {Timeline} timeline @param {number} file */
function linesOfSites(timeline, file) {
  const lines = new Set();
  for (const site of timeline.sites.values()) if (site.file === file) lines.add(site.line);
  return lines;
}

/** The source: the program's own files, with the line of the selected span marked. */

import { h, refill } from "./element.js";
import { firstLineOfCode, listing, markLines, scrollToLine } from "./listing.js";

/** @param {import("./selection.js").Page} page */
export function sourcePanel(page) {
  const { timeline, view } = page;
  const element = h("div", { class: "tab-panel tab-panel--source" });
  /** @type {HTMLElement | null} */
  let lines = null;
  let drawn = "";
  let marked = "";
  /** The file chosen by hand or shown for a site; 0 for none yet. */
  let file = 0;
  /** A site asked for that is not the selection's: who holds the lock, say. */
  let asked = 0;
  view.subscribe((_, change) => change === "selection" && (asked = 0));

  /** @returns {number} */
  const siteShown = () => {
    if (asked) return asked;
    const place = view.selection;
    if (!place) return 0;
    const spans = timeline.spans(place.lane);
    const index = spans.indexAt(place.start);
    return index < 0 ? 0 : spans.site(index);
  };

  const draw = () => {
    const files = [...timeline.files.values()].filter((row) => typeof row.text === "string");
    const site = timeline.sites.get(siteShown());
    const key = `${site?.file ?? 0}.${site?.line ?? 0}`;
    if (site && key !== marked && files.some((row) => row.id === site.file)) file = site.file;
    if (!files.some((row) => row.id === file)) file = files[0]?.id ?? 0;
    const picked = pickable(timeline, file);
    const state = `${file} ${files.length} ${picked.size}`;
    if (state !== drawn) {
      drawn = state;
      marked = "";
      redraw(files, picked);
    }
    if (lines && marked !== key) {
      marked = key;
      markLines(lines, site && site.file === file ? [site.line] : []);
    }
  };

  /** @param {any[]} files @param {Set<number>} picked */
  const redraw = (files, picked) => {
    const shown = files.find((row) => row.id === file);
    lines = null;
    if (!shown) {
      refill(
        element,
        h(
          "p",
          { class: "tab-empty" },
          timeline.live || timeline.status === "empty"
            ? "The program’s files appear here when its first line is recorded."
            : "This recording keeps no source: its files were too big, or they are not the program’s own.",
        ),
      );
      return;
    }
    const scroll = element.querySelector(".listing")?.scrollTop;
    lines = listing(shown.text, {
      label: `Source of ${shown.path}`,
      canPick: (line) => picked.has(line),
      onLine: (line) => pick(line),
    });
    refill(
      element,
      h(
        "div",
        { class: "file-head mono" },
        files.length > 1 ? chooser(files) : baseName(shown.path),
      ),
      lines,
    );
    if (scroll === undefined) scrollToLine(lines, firstLineOfCode(shown.text));
    else lines.scrollTop = scroll;
  };

  /** @param {any[]} files */
  const chooser = (files) =>
    h(
      "select",
      {
        class: "field-input",
        "aria-label": "File",
        onchange: (/** @type {any} */ event) => ((file = Number(event.target.value)), draw()),
      },
      files.map((row) =>
        h("option", { value: row.id, selected: row.id === file }, baseName(row.path)),
      ),
    );

  /** The next span from this line, after the selected one, or the first. @param {number} line */
  const pick = (line) => {
    const spans = spansOfLine(timeline, file, line);
    const place = view.selection;
    const after = place
      ? spans.findIndex((span) => span.lane === place.lane && span.start === place.start) + 1
      : 0;
    const next = spans[after % spans.length];
    if (next) page.goToSpan(next.lane, next.start);
    page.say(
      spans.length
        ? `Span ${(after % spans.length) + 1} of ${spans.length} from line ${line}`
        : `No span was recorded from line ${line}`,
    );
  };

  return {
    element,
    update: draw,
    /** @param {number} site */
    showSite(site) {
      asked = site;
      file = timeline.sites.get(site)?.file ?? file;
      draw();
    },
  };
}

/** @param {string} path */
const baseName = (path) => path.split(/[\\/]/).pop() ?? path;

/** Lines of the file that some recorded site names.
 * @param {import("../model/timeline.js").Timeline} timeline @param {number} file
 */
function pickable(timeline, file) {
  const lines = new Set();
  for (const site of timeline.sites.values()) if (site.file === file) lines.add(site.line);
  return lines;
}

/** Enough to step through; a hot line of a long run has millions. */
const SPANS_OF_LINE = 1000;

/** @param {import("../model/timeline.js").Timeline} timeline @param {number} file @param {number} line */
function spansOfLine(timeline, file, line) {
  const sites = new Set(
    [...timeline.sites.values()]
      .filter((site) => site.file === file && site.line === line)
      .map(({ id }) => id),
  );
  const found = [];
  for (const { id: lane } of timeline.lanes) {
    const spans = timeline.spans(lane);
    for (let i = 0; i < spans.length && found.length < SPANS_OF_LINE; i += 1)
      if (sites.has(spans.site(i))) found.push({ lane, start: spans.start(i) });
  }
  return found.sort((a, b) => a.start - b.start);
}

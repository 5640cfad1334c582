/**
 * CSV of spans: the rows of the table as text, copied, or kept as a file where copying is
 * refused or would be too much. The columns are those of the CSV that a run is exported as.
 */

import { formatCounted } from "../base/format.js";
import { inSlices } from "../base/slices.js";
import { CERTAINTIES, OPERATIONS, STATES } from "../model/vocabulary.js";
import { h, refill } from "./element.js";

/** @import {Timeline} from "../model/timeline.js" */
/** @import {Place} from "./span_rows.js" */

/** @typedef {{length: number, at: (row: number) => Place}} Rows */

const COLUMNS = [
  "lane",
  "name",
  "start_ns",
  "duration_ns",
  "state",
  "certainty",
  "operation",
  "object",
  "object_kind",
  "file",
  "line",
  "function",
];
/** Some 8 MB: more than this nobody pastes, and a clipboard may choke on it. */
const MOST_COPIED = 100_000;
/** So many rows are written between two rests. */
const STEP = 256;

/**
 * @param {Timeline} timeline @param {Rows} rows @param {number} from @param {number} to
 * @returns {Generator<void, string[]>} pieces of the text
 */
export function* csvOf(timeline, rows, from, to) {
  const pieces = [`${COLUMNS.join(",")}\r\n`];
  for (let row = from; row < to; row += STEP) {
    let piece = "";
    for (let at = row; at < Math.min(row + STEP, to); at += 1) {
      piece += `${fieldsOf(timeline, rows.at(at)).join(",")}\r\n`;
    }
    pieces.push(piece);
    yield;
  }
  return pieces;
}

/** @param {Timeline} timeline @param {Place} place */
function fieldsOf(timeline, { lane, index }) {
  const spans = timeline.spans(lane);
  const start = spans.start(index);
  const operation = spans.operation(index);
  const object = timeline.objects.get(spans.object(index));
  const site = timeline.sites.get(spans.site(index));
  const file = site && timeline.files.get(site.file);
  return [
    lane,
    field(timeline.laneName(lane)),
    start,
    spans.end(index) - start,
    STATES[spans.state(index)],
    CERTAINTIES[spans.certainty(index)],
    operation ? OPERATIONS[operation] : "",
    field(object?.name ?? ""),
    object?.kind ?? "",
    field(file?.path ?? ""),
    site?.line ?? "",
    field(site?.function ?? ""),
  ];
}

/** A spreadsheet must not take a name of the program for a formula. @param {string} text */
function field(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {{timeline: Timeline, say: (text: string) => void, fileName: () => string}} page
 * @returns {{element: HTMLElement, copy: (rows: Rows, from: number, to: number) => Promise<void>,
 *   forget: () => void}} `element` says what came of it; `forget`: other rows are shown now
 */
export function csvCopier({ timeline, say, fileName }) {
  const element = h("span", { class: "table-copied", role: "status" });
  /** @type {string | null} */
  let url = null;
  const forget = () => {
    if (url) URL.revokeObjectURL(url);
    url = null;
    refill(element);
  };
  /** @param {string} why @param {string} counted @param {string[]} pieces */
  const offer = (why, counted, pieces) => {
    url = URL.createObjectURL(new Blob(pieces, { type: "text/csv" }));
    refill(element, `${why} `, h("a", { href: url, download: fileName() }, `Download ${counted}`));
    say(`${why} ${counted} can be downloaded.`);
  };
  return {
    element,
    forget,
    async copy(rows, from, to) {
      forget();
      const counted = formatCounted(to - from, "row");
      const pieces = (await inSlices(csvOf(timeline, rows, from, to))) ?? [];
      if (to - from > MOST_COPIED) return offer("Too many to copy.", counted, pieces);
      try {
        await navigator.clipboard.writeText(pieces.join(""));
        refill(element, `${counted} copied`);
        say(`${counted} copied as CSV.`);
      } catch {
        offer("The browser refused to copy.", counted, pieces);
      }
    },
  };
}

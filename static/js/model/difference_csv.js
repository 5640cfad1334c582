/** Differences as CSV: every measure of every row, to the nanosecond, one line each. */

/** @import {Section} from "./difference.js" */

const HEAD = [
  "part",
  "name",
  "note",
  "matched",
  "measure",
  "unit",
  "a",
  "b",
  "difference",
  "ratio",
];

/** @param {readonly Section[]} sections @returns {string} */
export function differenceCsv(sections) {
  const lines = sections.flatMap(({ id, measures, rows }) =>
    rows.flatMap((row) =>
      measures.map((measure, at) => {
        const a = row.a?.[at] ?? null;
        const b = row.b?.[at] ?? null;
        const both = a !== null && b !== null;
        return [
          id,
          row.name,
          row.note,
          row.how,
          measure.id,
          row.unit ?? measure.unit,
          a,
          b,
          both ? b - a : null,
          both && a !== 0 ? Number((b / a).toPrecision(6)) : null,
        ];
      }),
    ),
  );
  return [HEAD, ...lines].map((cells) => `${cells.map(cellOf).join(",")}\r\n`).join("");
}

/** A cell that a spreadsheet would take for a formula is told to be text.
 *  @param {string | number | null} value */
function cellOf(value) {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Python's words in a line of source: enough to colour a listing, no parser. */

const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally " +
    "for from global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

const TOKEN =
  /(?<comment>#.*)|(?<open>(?:\b[rbfu]{1,2})?(?:"""|'''))|(?<string>(?:\b[rbfu]{1,2})?(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))|(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?j?\b)|(?<word>[^\W\d]\w*)/giu;

/** @typedef {{text: string, kind: "" | "keyword" | "string" | "comment" | "number" | "name"}} Piece */

/**
 * The lines of a source, each cut into pieces; joined again they are the line.
 * @param {string} source
 * @returns {Piece[][]}
 */
export function colouredLines(source) {
  /** The quotes of the triple-quoted string a line begins in, or "". */
  let quotes = "";
  return source.split("\n").map((line) => {
    /** @type {Piece[]} */
    const pieces = [];
    let at = 0;
    const push = (/** @type {number} */ to, /** @type {Piece["kind"]} */ kind) => {
      if (to > at) pieces.push({ text: line.slice(at, to), kind });
      at = to;
    };
    while (at < line.length) {
      if (quotes) {
        const end = line.indexOf(quotes, at);
        push(end < 0 ? line.length : end + 3, "string");
        if (end >= 0) quotes = "";
        continue;
      }
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(line);
      if (!match) break;
      push(match.index, "");
      const end = match.index + match[0].length;
      if (match.groups?.open) {
        quotes = match[0].slice(-3);
        const close = line.indexOf(quotes, end);
        push(close < 0 ? line.length : close + 3, "string");
        if (close >= 0) quotes = "";
      } else push(end, kindOf(match, line));
    }
    push(line.length, "");
    return pieces;
  });
}

/** @param {RegExpExecArray} match @param {string} line @returns {Piece["kind"]} */
function kindOf(match, line) {
  const { comment, string, number, word } = match.groups ?? {};
  if (comment) return "comment";
  if (string) return "string";
  if (number) return "number";
  if (KEYWORDS.has(word)) return "keyword";
  return /\b(?:def|class)\s+$/.test(line.slice(0, match.index)) ? "name" : "";
}

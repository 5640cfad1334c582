/**
 * Marks: moments of the run that a person wants to find again, set by hand, in order of time.
 *
 * They are numbered as they lie on the axis, from the left, so that what a number says is what
 * the eye sees; what must not change when another mark is set gets a name.
 */

/** @typedef {{ns: number, name: string}} HandMark */

/** More are no marks any more, and a link must stay a link. */
export const MOST_MARKS = 99;
const MOST_LETTERS = 60;
/** Between marks in a link, and between a moment and its name. */
const [NEXT, NAMED] = [".", "~"];

/**
 * A mark is set at a moment; where one lies within reach, that is taken away instead.
 *
 * @param {readonly HandMark[]} marks @param {number} ns @param {number} reachNs
 * @returns {{marks: HandMark[], set: boolean, ns: number}} of which mark
 */
export function toggled(marks, ns, reachNs) {
  const at = Math.round(ns);
  const near = nearest(marks, at);
  if (near && Math.abs(near.ns - at) <= reachNs) {
    return { marks: marks.filter((mark) => mark !== near), set: false, ns: near.ns };
  }
  const all = [...marks, { ns: at, name: "" }].sort((a, b) => a.ns - b.ns);
  return { marks: all, set: true, ns: at };
}

/** @param {readonly HandMark[]} marks @param {number} ns @param {string} name "" for none */
export function renamed(marks, ns, name) {
  const short = name.replace(/\s+/g, " ").trim().slice(0, MOST_LETTERS);
  return marks.map((mark) => (mark.ns === ns ? { ns, name: short } : mark));
}

/** @param {readonly HandMark[]} marks @param {number} ns @returns {HandMark | null} */
function nearest(marks, ns) {
  return marks.reduce(
    (/** @type {HandMark | null} */ best, mark) =>
      best && Math.abs(best.ns - ns) <= Math.abs(mark.ns - ns) ? best : mark,
    null,
  );
}

/** The next mark after a moment, or the one before it.
 *  @param {readonly HandMark[]} marks @param {number} ns @param {1 | -1} step */
export function markBeside(marks, ns, step) {
  const beyond = marks.filter((mark) => (step > 0 ? mark.ns > ns : mark.ns < ns));
  return (step > 0 ? beyond[0] : beyond.at(-1)) ?? null;
}

/** "3", "3 before lunch". @param {HandMark} mark @param {number} index among all, from 0 */
export function markText({ name }, index) {
  return name ? `${index + 1} ${name}` : String(index + 1);
}

/** For a link: "1000.2000~before lunch". @param {readonly HandMark[]} marks */
export function writeMarks(marks) {
  return marks
    .map(({ ns, name }) => (name ? `${ns}${NAMED}${name.replace(/[%.~]/g, percent)}` : `${ns}`))
    .join(NEXT);
}

/** @param {string} text @returns {HandMark[] | null} null for what cannot be read */
export function readMarks(text) {
  const marks = text.split(NEXT).map((each) => {
    const [moment, name = "", ...more] = each.split(NAMED);
    if (!/^\d{1,15}$/.test(moment) || more.length) return null;
    return { ns: Number(moment), name: plain(name) };
  });
  if (marks.length > MOST_MARKS) return null;
  const read = marks.filter((mark) => mark !== null);
  return read.length === marks.length ? read.sort((a, b) => a.ns - b.ns) : null;
}

/** @param {string} sign */
const percent = (sign) => `%${sign.charCodeAt(0).toString(16)}`;

/** @param {string} name */
const plain = (name) =>
  name.replace(/%(25|2e|7e)/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

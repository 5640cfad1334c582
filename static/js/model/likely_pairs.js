/**
 * Likely pairs: of the runs there are, two that somebody made to be compared.
 *
 * The same scenario with other parameters is an experiment, on another Python another one; a
 * scenario whose name begins like another's ("deadlock", "deadlock_cured") is its cure; twice
 * the same tells how much two runs differ by chance. The earlier one is A: before, after.
 */

/** @typedef {{id: string, title: string, scenario: string | null,
 *   parameters: Record<string, any> | null, interpreter: string | null, created: string,
 *   status: string}} Run */
/** @typedef {{a: Run, b: Run, kind: "parameters" | "python" | "cure" | "again",
 *   title: string, ofA: string, ofB: string}} Pair what they have in common, and what sets each
 *   apart */

/** The most telling kind first. */
const KINDS = /** @type {const} */ (["parameters", "python", "cure", "again"]);
const MOST = 6;

/** The parameters of both that differ. @param {Run} a @param {Run} b @returns {string[]} names */
function differing(a, b) {
  const names = new Set([...Object.keys(a.parameters ?? {}), ...Object.keys(b.parameters ?? {})]);
  return [...names].filter((name) => a.parameters?.[name] !== b.parameters?.[name]);
}

/** "workers 3, below 100000". @param {Run} run @param {string[]} [names] all when not given */
export function parametersOf({ parameters }, names = Object.keys(parameters ?? {})) {
  return names.map((name) => `${name} ${parameters?.[name] ?? "not given"}`).join(", ");
}

/** The Python of a run as its id says; "" for the one that Threadline itself runs on.
 *  @param {Run} run */
export function pythonOf({ interpreter }) {
  return interpreter ?? "";
}

/** What two runs are to each other; null when nothing. `a` is the earlier one.
 *  @param {Run} a @param {Run} b @returns {Pair | null} */
export function pairOf(a, b) {
  if (a.id === b.id) return null;
  const same = a.scenario === b.scenario && a.title === b.title;
  if (!same) {
    const cure = [a, b].every(({ scenario }) => scenario) && cures(a, b);
    return cure ? { a, b, kind: "cure", title: "", ofA: a.title, ofB: b.title } : null;
  }
  const { title } = a;
  const names = differing(a, b);
  if (names.length) {
    const [ofA, ofB] = [parametersOf(a, names), parametersOf(b, names)];
    return { a, b, kind: "parameters", title, ofA, ofB };
  }
  if (pythonOf(a) === pythonOf(b)) return { a, b, kind: "again", title, ofA: "", ofB: "" };
  const [ofA, ofB] = [pythonOf(a) || "the usual Python", pythonOf(b) || "the usual Python"];
  return { a, b, kind: "python", title, ofA, ofB };
}

/** Whether one's name goes on from the other's. @param {Run} a @param {Run} b */
function cures(a, b) {
  const [short, long] = [a.scenario ?? "", b.scenario ?? ""].toSorted(
    (one, other) => one.length - other.length,
  );
  return long.startsWith(`${short}_`);
}

/**
 * @param {readonly Run[]} runs @param {string} [with_] only pairs with this run
 * @returns {Pair[]} the most telling first; of one scenario and kind the latest only
 */
export function likelyPairs(runs, with_ = "") {
  const inOrder = [...runs].sort((a, b) => Date.parse(a.created) - Date.parse(b.created));
  /** @type {Map<string, Pair>} */
  const found = new Map();
  for (let later = inOrder.length - 1; later > 0; later -= 1) {
    for (let earlier = later - 1; earlier >= 0; earlier -= 1) {
      const [a, b] = [inOrder[earlier], inOrder[later]];
      if (with_ && a.id !== with_ && b.id !== with_) continue;
      const pair = pairOf(a, b);
      const key = pair && `${pair.kind} ${pair.title || pair.ofA} ${with_ && pair.ofA + pair.ofB}`;
      if (pair && key && !found.has(key)) found.set(key, pair);
    }
  }
  const rank = (/** @type {Pair} */ { kind }) => KINDS.indexOf(kind);
  return [...found.values()].sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

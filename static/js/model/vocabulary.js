/** The vocabulary: what the codes of the format are called, in data and on the page. */

export const STATES = Object.freeze([
  "running",
  "runnable",
  "blocked",
  "sleeping",
  "io",
  "finished",
]);
export const RUNNING = 0;
export const RUNNABLE = 1;
export const BLOCKED = 2;
export const SLEEPING = 3;
export const IO = 4;
export const FINISHED = 5;

export const CERTAINTIES = Object.freeze(["exact", "sampled", "inferred"]);
export const EXACT = 0;

export const OPERATIONS = Object.freeze([
  "none",
  "acquire",
  "wait",
  "join",
  "get",
  "put",
  "result",
  "barrier",
  "enter",
  "idle",
  "shutdown",
  "start",
  "sleep",
  "send",
  "receive",
  "read",
  "write",
  "connect",
  "accept",
  "poll",
  "resolve",
  "process",
  "gil",
  "cpu",
]);

export const FLOW_KINDS = Object.freeze([
  "start",
  "join",
  "release→acquire",
  "set→wait",
  "notify→wait",
  "put→get",
  "submit→run",
  "result",
  "barrier",
  "send→receive",
  "gil",
]);

export const INSTANT_KINDS = Object.freeze([
  "output",
  "error",
  "exception",
  "mark",
  "timeout",
  "collection",
  "signal",
  "dropped",
  "note",
]);

/**
 * @param {number} state
 * @param {boolean} [gil] whether the lane's process has a GIL to wait for
 */
export function stateLabel(state, gil = true) {
  const runnable = gil ? "Waiting for GIL" : "Waiting for a CPU";
  return ["Running", runnable, "Waiting", "Sleeping", "Input/output", "Finished"][state] ?? "";
}

/** @param {number} certainty */
export function certaintyLabel(certainty) {
  return CERTAINTIES[certainty] ?? "inferred";
}

/** @param {number} kind */
export function flowLabel(kind) {
  return (FLOW_KINDS[kind] ?? "").replace("→", " → ");
}

/** @type {Readonly<Record<string, string>>} */
const KIND_NOUNS = Object.freeze({
  Lock: "lock",
  RLock: "lock",
  Condition: "condition",
  Semaphore: "semaphore",
  BoundedSemaphore: "semaphore",
  Event: "event",
  Barrier: "barrier",
  Thread: "thread",
  Timer: "timer",
  Future: "future",
  Executor: "pool",
});

/** The word of a sentence for a kind of sync object: a LifoQueue is a "queue" there.
 *  @param {string} kind */
export function kindNoun(kind) {
  return KIND_NOUNS[kind] ?? (kind.endsWith("Queue") ? "queue" : kind.toLowerCase());
}

/** What a lane waits for, in words that a sentence can go on from.
 *  @param {string} operation @param {string} noun @param {string} name */
export function waitPhrase(operation, noun, name) {
  switch (operation) {
    case "join":
      return noun === "queue" ? `all items of queue ${name}` : `${noun} ${name} to end`;
    case "get":
      return `an item from ${noun} ${name}`;
    case "put":
      return `a free place in ${noun} ${name}`;
    case "result":
      return `the result of ${noun} ${name}`;
    case "barrier":
      return `the others at barrier ${name}`;
    case "enter":
      return `its turn inside ${noun} ${name}`;
    case "idle":
      return `work from ${noun} ${name}`;
    case "shutdown":
      return `${noun} ${name} to shut down`;
    case "start":
      return `${noun} ${name} to start`;
    default:
      return `${noun} ${name}`;
  }
}

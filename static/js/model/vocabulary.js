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
export const SAMPLED = 1;
export const INFERRED = 2;

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

/** A state in words. What a runnable thread waits for is known of spans, not of the state.
 *  @param {number} state */
export function stateLabel(state) {
  return (
    ["Running", "Waiting to run", "Waiting", "Sleeping", "Input/output", "Finished"][state] ?? ""
  );
}

/**
 * What a thread that could run lacks, as far as it is known.
 *
 * @param {string} operation of the span
 * @param {boolean} gil whether the lane's process has a GIL to wait for
 */
export function runnableLabel(operation, gil) {
  if (operation === "gil") return "Waiting for the GIL";
  // Without a GIL there is nothing else to wait for.
  return operation === "cpu" || !gil ? "Waiting for a CPU" : "Waiting to run";
}

/** "Python 3.13.0, free-threaded". @param {{python: string, implementation: string, gil: boolean}}
 *  process */
export function pythonText({ python, implementation, gil }) {
  const name = /^cpython$/i.test(implementation) ? "Python" : implementation;
  return `${name} ${python}${gil ? "" : ", free-threaded"}`;
}

/** @param {number} certainty */
export function certaintyLabel(certainty) {
  return CERTAINTIES[certainty] ?? "inferred";
}

/** @param {number} kind */
export function flowLabel(kind) {
  return (FLOW_KINDS[kind] ?? "").replace("→", " → ");
}

/** What is done in the kernel, before what it is done to; the second word stands alone.
 *  @type {Readonly<Record<string, [named: string, alone: string]>>} */
const IO_PHRASES = Object.freeze({
  send: ["Sending to", "Sending"],
  receive: ["Receiving from", "Receiving"],
  read: ["Reading", "Reading"],
  write: ["Writing", "Writing"],
  connect: ["Connecting to", "Connecting"],
  accept: ["Accepting connections on", "Accepting connections"],
  poll: ["Polling", "Polling"],
  resolve: ["Looking up", "Looking up a name"],
  process: ["Waiting for process", "Waiting for a process"],
});

/** Something read or written through, not read or written itself. */
const CHANNELS = new Set(["Pipe", "Socket", "Terminal", "Connection"]);

/**
 * What input or output a lane is in: "Receiving from 10.0.0.1:443".
 *
 * @param {string} operation @param {string} kind of the object @param {string} name "" for none
 */
export function ioPhrase(operation, kind, name) {
  const phrase = IO_PHRASES[operation];
  if (!phrase) return name ? `Input/output on ${name}` : stateLabel(IO);
  if (!name) return phrase[1];
  const through = CHANNELS.has(kind) ? { read: " from", write: " to" }[operation] : "";
  return `${phrase[0]}${through ?? ""} ${name}`;
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
    case "receive":
    case "read":
      return `something to come through ${noun} ${name}`;
    case "send":
    case "write":
      return `room in ${noun} ${name}`;
    default:
      return `${noun} ${name}`;
  }
}

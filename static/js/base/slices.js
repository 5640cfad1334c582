/**
 * Slices: long work in pieces so short that the page draws and answers in between.
 *
 * The work is a generator; each `yield` is a place where it may rest. A slice of 8 ms leaves
 * half of a frame of 16.7 ms for drawing, and no task comes near the 50 ms that a person feels.
 */

const SLICE_MS = 8;

/**
 * @template Result
 * @param {Generator<void, Result>} work
 * @param {{signal?: AbortSignal, sliceMs?: number, now?: () => number, rest?: () => Promise<void>}}
 *   [how] an aborted work is dropped where it rests
 * @returns {Promise<Result | null>} null when it was dropped
 */
export async function inSlices(work, how = {}) {
  const { signal, sliceMs = SLICE_MS, now = () => performance.now(), rest = nextTask } = how;
  for (;;) {
    const until = now() + sliceMs;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (now() < until);
    await rest();
    if (signal?.aborted) return null;
  }
}

/** A page that nobody sees has no frames. */
const UNSEEN_MS = 100;

/** Go on after the next screen frame: what is in no hurry leaves the other half of the time, and of the
 *  processors, to what draws. @returns {Promise<void>} */
export function afterFrame() {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(unseen);
      cancelAnimationFrame(frame);
      nextTask().then(resolve);
    };
    const unseen = setTimeout(go, UNSEEN_MS);
    const frame = requestAnimationFrame(go);
  });
}

/** Go on in a task of its own: the page may draw and answer before. A timer would wait 4 ms each
 *  time; a message is the next task. @returns {Promise<void>} */
export function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

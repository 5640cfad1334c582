/** The lines of a response body: parsed while it arrives, handed over in batches. */

import { ApiError, request } from "./api.js";

/** A batch this big, parsed and taken, is done within a frame: nothing waits for it. */
const BATCH_CHARACTERS = 1 << 19;

/**
 * The whole timeline so far: one request, however many lines.
 *
 * @param {string} url
 * @param {(lines: any[]) => unknown} onLines called with parsed lines, in order; no more
 *   are read while it takes its time
 * @param {AbortSignal} [signal]
 */
export async function readLines(url, onLines, signal) {
  const response = await request(url, { signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const hand = async (/** @type {string} */ text) => {
    /** @type {any[]} */
    const lines = [];
    try {
      for (const line of text.split("\n")) if (line) lines.push(parse(line));
    } finally {
      if (lines.length) await onLines(lines); // those before a damaged one are good
    }
  };
  for (;;) {
    const { value, done } = await reader.read().catch((error) => {
      if (signal?.aborted) throw error;
      throw new ApiError({
        code: "cut",
        message: "The timeline broke off while it was loading.",
        hint: "Reload the page.",
      });
    });
    if (done) break;
    rest += value;
    if (rest.length < BATCH_CHARACTERS) continue;
    const end = rest.lastIndexOf("\n") + 1;
    await hand(rest.slice(0, end));
    rest = rest.slice(end);
    await otherTurns();
  }
  const end = rest.lastIndexOf("\n") + 1; // a torn last line is not whole and not good
  await hand(rest.slice(0, end));
}

/** Let the page do what waits: draw, answer a hand. A timer would wait 4 ms for nothing, a hundred
 *  times for a million spans. */
function otherTurns() {
  const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

/** @param {string} text */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError({
      code: "unreadable",
      message: "A line of this timeline is not what the format says.",
      hint: "The recording may be damaged; run the program again.",
    });
  }
}

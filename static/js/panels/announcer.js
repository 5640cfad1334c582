/** The announcer: one polite live region, so that what is said never talks over itself. */

import { write } from "./element.js";

const DEBOUNCE_MS = 250;
const SUMMARY_MS = 5000;

/** @param {HTMLElement} region */
export function announcer(region) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let summaryAt = -Infinity;
  const say = (/** @type {string} */ text) => {
    clearTimeout(timer);
    timer = setTimeout(() => write(region, text), DEBOUNCE_MS);
  };
  return {
    say,
    /** What a live run does, at most every five seconds. @param {() => string} text */
    summarise(text) {
      if (performance.now() - summaryAt < SUMMARY_MS) return;
      summaryAt = performance.now();
      say(text());
    },
  };
}

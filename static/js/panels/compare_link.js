/** The link to two timelines beside each other. */

/** @param {string} a @param {string} b ids */
export const compareLink = (a, b) => `/compare#v=1&a=${a}&b=${b}&align=start`;

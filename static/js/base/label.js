/**
 * A label in a fixed-width face: how much of it fits is a division, not a measurement.
 */

const ELLIPSIS = "…";
const LEAST_LETTERS = 3;

/**
 * The text, shortened with an ellipsis to `characters`; "" when what is left of it would
 * say nothing.
 *
 * @param {string} text @param {number} characters
 */
export function shorten(text, characters) {
  const room = Math.floor(characters);
  if (text.length <= room) return text;
  return room < LEAST_LETTERS + 1 ? "" : text.slice(0, room - 1) + ELLIPSIS;
}

/**
 * Name and duration for a span: both when both fit, else the name, shortened.
 *
 * @param {string} name @param {string} duration
 * @param {number} characters that fit
 * @returns {{name: string, duration: string}}
 */
export function fitLabel(name, duration, characters) {
  if (name.length + 1 + duration.length <= characters) return { name, duration };
  return { name: shorten(name, characters), duration: "" };
}

/**
 * The text, shortened in its middle: of threads of one kind the end tells them apart.
 *
 * @param {string} text @param {number} characters
 */
export function shortenMiddle(text, characters) {
  const room = Math.floor(characters);
  if (text.length <= room) return text;
  if (room < LEAST_LETTERS + 1) return "";
  const tail = Math.floor((room - 1) / 2);
  return text.slice(0, room - 1 - tail) + ELLIPSIS + text.slice(-tail);
}

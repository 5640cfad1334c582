/**
 * Numbers as the page writes them: short durations, exact times, shares, counts.
 *
 * Digits stand in groups of three with a thin space between, and a thin space before
 * the unit, in every language: 0.629 501 867 s.
 */

export const THIN_SPACE = "\u2009";

const UNITS = /** @type {const} */ ([
  ["ns", 1],
  ["µs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
]);

/**
 * Digits in groups of three: from the right before the point, from the left after it.
 *
 * @param {string} digits a plain decimal number
 */
export function groupDigits(digits) {
  const [whole, fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  if (fraction === undefined) return grouped;
  return `${grouped}.${fraction.replace(/(\d{3})(?=\d)/g, `$1${THIN_SPACE}`)}`;
}

/** @param {number} value @param {number} figures */
function significant(value, figures) {
  const digits = Math.max(0, figures - 1 - Math.floor(Math.log10(Math.max(value, 1))));
  return groupDigits(value.toFixed(digits).replace(/\.0+$|(\.\d*?)0+$/, "$1"));
}

/**
 * How long something took, in three or four figures: "35 µs", "1.96 ms", "3 min 57 s".
 *
 * @param {number} ns
 * @returns {string}
 */
export function formatDuration(ns) {
  if (ns < 0) return `−${formatDuration(-ns)}`;
  if (ns >= 59.995e9) {
    const seconds = Math.round(ns / 1e9);
    const minutes = Math.floor(seconds / 60);
    const rest = seconds % 60;
    const long = `${groupDigits(String(minutes))}${THIN_SPACE}min`;
    return rest ? `${long} ${rest}${THIN_SPACE}s` : long;
  }
  let unit = UNITS.length - 1;
  // 999.96 ns is written in the next unit: "1 µs", never "1 000 ns".
  while (unit > 0 && ns < UNITS[unit][1] * 0.9995) unit -= 1;
  const [name, size] = UNITS[unit];
  const value = size === 1 ? Math.round(ns) : ns / size;
  return `${significant(value, value >= 100 ? 4 : 3)}${THIN_SPACE}${name}`;
}

/**
 * A moment, to the nanosecond: "0.629 501 867 s".
 *
 * @param {number} ns
 * @param {3 | 6 | 9} [digits] after the point
 */
export function formatTime(ns, digits = 9) {
  return `${groupDigits((ns / 1e9).toFixed(digits))}${THIN_SPACE}s`;
}

/** Decimals of a moment, so that a microsecond is told from the next, and below one each nanosecond. */
const MOMENT_DIGITS = Object.freeze([0, 3, 3, 6]);

/**
 * A moment as one says it: "1.204 ms", "12.345 678 s".
 *
 * @param {number} ns
 */
export function formatMoment(ns) {
  const whole = Math.round(ns);
  const unit = Math.max(
    0,
    UNITS.findLastIndex(([, size]) => whole >= size),
  );
  const [name, size] = UNITS[unit];
  return `${groupDigits((whole / size).toFixed(MOMENT_DIGITS[unit]))}${THIN_SPACE}${name}`;
}

/** @param {number} share 0 to 1 */
export function formatShare(share) {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<${THIN_SPACE}0.1${THIN_SPACE}%`;
  const digits = percent >= 99.95 || percent === 0 ? 0 : 1;
  return `${percent.toFixed(digits)}${THIN_SPACE}%`;
}

/** @param {number} count */
export function formatCount(count) {
  return groupDigits(String(Math.round(count)));
}

/**
 * A count with its noun: "1 span", "37 spans".
 *
 * @param {number} count
 * @param {string} noun
 */
export function formatCounted(count, noun) {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** How many there are each second: "196", and "0.4" where there are few. @param {number} perSecond */
export function formatFrequency(perSecond) {
  const value = perSecond >= 10 ? Math.round(perSecond) : Number(perSecond.toPrecision(2));
  return groupDigits(String(value));
}

/** How often something happens: "196/s". @param {number} perSecond */
export const formatRate = (perSecond) => `${formatFrequency(perSecond)}/s`;

/** Thousandths of a core as cores: "0.98". @param {number} thousandths */
export function formatCores(thousandths) {
  return (thousandths / 1000).toFixed(2);
}

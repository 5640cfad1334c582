/** Colours as eyes see them: the page's tokens, their contrast, and what is left of them for
 *  eyes that lack a cone. */

import { readFileSync } from "node:fs";

const TOKENS = new URL("../../../static/css/tokens.css", import.meta.url);

/** @typedef {[red: number, green: number, blue: number]} Linear light, each 0 to 1 */

/**
 * What is left of a colour for eyes without one kind of cone: Machado, Oliveira and Fernandes,
 * "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009),
 * table 1 at severity 1, rows by linear red, green and blue.
 *
 * @type {Record<string, number[][]>}
 */
export const EYES = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The tokens of a theme by name. @param {"light" | "dark"} theme
 *  @returns {(name: string) => string} */
export function tokensOf(theme) {
  const text = readFileSync(TOKENS, "utf-8");
  const [light, dark] = text.split(':root[data-theme="dark"]');
  const colours = new Map();
  for (const block of theme === "dark" ? [light, dark] : [light]) {
    for (const [, name, value] of block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g))
      colours.set(name, value);
  }
  return (name) => {
    const value = colours.get(name);
    if (!value) throw new Error(`there is no colour --${name}`);
    return value;
  };
}

/** @param {string} colour as #rrggbb @param {keyof typeof EYES} [eyes] @returns {Linear} */
export function linear(colour, eyes = "usual") {
  const light = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const seen = EYES[eyes].map((row) => row.reduce((sum, part, i) => sum + part * light[i], 0));
  return /** @type {Linear} */ (seen.map((value) => Math.min(1, Math.max(0, value))));
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
 *  @param {string} a @param {string} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** How far two colours are from each other for these eyes (CIE 1976 ΔE; 2 is just seen).
 *  @param {string} a @param {string} b @param {keyof typeof EYES} eyes */
export function distance(a, b, eyes) {
  const [one, other] = [lab(linear(a, eyes)), lab(linear(b, eyes))];
  return Math.hypot(...one.map((value, i) => value - other[i]));
}

/** @param {Linear} light */
function luminance([red, green, blue]) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** CIE L*a*b* under D65. @param {Linear} light */
function lab([red, green, blue]) {
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = curve(luminance([red, green, blue]));
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** @param {number} value */
function curve(value) {
  return value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29;
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { HEIGHTS } from "../../../static/js/layout/skyline.js";
import { STATES } from "../../../static/js/model/vocabulary.js";
import { contrast, distance, EYES, tokensOf } from "../support/colours.js";

/** WCAG 2.2, 1.4.3 and 1.4.11. */
const TEXT = 4.5;
const SHAPE = 3;
/** Told apart at a glance, also in a thin column of shares: several times what is just seen. */
const APART = 17;
const SHOWN = ["running", "runnable", "blocked", "io", "sleeping"];
const HATCHED = new Set(["blocked"]);
const SURFACES = ["ground", "panel", "raised", "hover", "lane-alternate"];

/** @typedef {"light" | "dark"} Theme */
/** @type {Theme[]} */
const THEMES = ["light", "dark"];

/** @param {string} state */
const heightOf = (state) => HEIGHTS[STATES.indexOf(/** @type {any} */ (state))];

for (const theme of THEMES) {
  const token = tokensOf(theme);
  /** What makes a state's outline: runnable is a pale fill under a strong edge. */
  const outline = (/** @type {string} */ state) =>
    token(state === "runnable" ? "state-runnable-edge" : `state-${state}`);

  test(`${theme}: text is read on everything it stands on`, () => {
    for (const ink of ["ink", "ink-soft", "ink-faint"])
      for (const surface of SURFACES)
        assert.ok(contrast(token(ink), token(surface)) >= TEXT, `${ink} on ${surface}`);
    for (const state of SHOWN) {
      const label = token(`state-${state}-label`);
      assert.ok(contrast(label, token(`state-${state}`)) >= TEXT, `label of ${state}`);
    }
    for (let thread = 1; thread <= 6; thread += 1) {
      const label = token(`thread-${thread}-label`);
      assert.ok(contrast(label, token(`thread-${thread}`)) >= TEXT, `label of thread ${thread}`);
    }
  });

  test(`${theme}: each state is seen on the ground of every lane`, () => {
    for (const ground of ["ground", "lane-alternate"])
      for (const state of SHOWN)
        assert.ok(contrast(outline(state), token(ground)) >= SHAPE, `${state} on ${ground}`);
  });

  test(`${theme}: two states differ in shape or strongly in lightness, not in hue alone`, () => {
    for (const [i, one] of SHOWN.entries())
      for (const other of SHOWN.slice(i + 1)) {
        const [low, high] = [heightOf(one), heightOf(other)].sort((a, b) => a - b);
        const shaped = high / low >= 1.3 || HATCHED.has(one) !== HATCHED.has(other);
        const lit = contrast(token(`state-${one}`), token(`state-${other}`)) >= SHAPE;
        assert.ok(shaped || lit, `${one} and ${other}`);
      }
  });

  for (const eyes of Object.keys(EYES)) {
    test(`${theme}: states keep apart for ${eyes} eyes`, () => {
      for (const [i, one] of SHOWN.entries())
        for (const other of SHOWN.slice(i + 1)) {
          const far = distance(token(`state-${one}`), token(`state-${other}`), eyes);
          assert.ok(far >= APART, `${one} and ${other}: ${far.toFixed(1)}`);
        }
    });
  }

  test(`${theme}: what marks a selection, an arrow or a holder is seen on the ground`, () => {
    for (const mark of ["selection", "arrow", "accent", "error", "line-strong"])
      assert.ok(contrast(token(mark), token("ground")) >= SHAPE, mark);
  });
}

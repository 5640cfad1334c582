/** The page of a comparison: two timelines on one axis, or the choice of which two. */

import { Comparing } from "./comparing.js";
import { decodeComparison } from "./model/comparison.js";
import { compareLink } from "./panels/compare_link.js";
import { comparePicker } from "./panels/compare_picker.js";
import { notices } from "./panels/notices.js";
import { wireTheme } from "./panels/theme.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

const notice = notices(element("notices"));
const { comparison: linked, problem } = decodeComparison(location.hash);
wireTheme(element("theme"));
// Other runs are another page, and Back leads to the ones before.
addEventListener("hashchange", () => {
  const { a, b } = decodeComparison(location.hash).comparison;
  if (a !== linked.a || b !== linked.b) location.reload();
});

if (linked.a && linked.b) new Comparing([linked.a, linked.b], notice);
else {
  element("picker").hidden = false;
  element("keys").hidden = true;
  if (problem) notice("link", { severity: "info", text: problem, dismiss: true });
  const runs = JSON.parse(element("runs-data").textContent);
  comparePicker(element("picker"), runs, linked, (a, b) => location.assign(compareLink(a, b)));
}

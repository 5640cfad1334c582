/** The findings: each one sentence about this run; a click goes to where it happened. */

import { h, refill } from "./element.js";
import { findingTitle, GRAVITY } from "./words.js";

/** @param {import("../model/timeline.js").Timeline} timeline */
export function findingsByGravity(timeline) {
  return [...timeline.findings.values()].sort(
    (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || a.from - b.from,
  );
}

/** @param {import("./selection.js").Page & {showFinding: (finding: any) => void}} page */
export function findingsPanel({ timeline, showFinding }) {
  const element = h("div", { class: "tab-panel" });
  let shown = "";

  const update = () => {
    const findings = findingsByGravity(timeline);
    const key = JSON.stringify([
      findings.map(({ id, sentence }) => [id, sentence]),
      Boolean(timeline.end),
    ]);
    if (key === shown) return;
    shown = key;
    if (!findings.length) {
      refill(
        element,
        h(
          "p",
          { class: "tab-empty" },
          timeline.end
            ? "Nothing was found that stands in the threads’ way."
            : "Nothing found so far; the analyses run while the program does.",
        ),
      );
      return;
    }
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.finding;
    refill(
      element,
      findings.map((finding) =>
        h(
          "button",
          {
            class: "finding",
            type: "button",
            data: { finding: finding.id },
            title: "Show where",
            onclick: () => showFinding(finding),
          },
          h("span", { class: "severity", data: { severity: finding.severity } }),
          h("span", { class: "finding-kind" }, findingTitle(finding.kind)),
          h("span", { class: "finding-sentence" }, finding.sentence),
        ),
      ),
    );
    if (focus)
      [...element.querySelectorAll(".finding")]
        .find((button) => button.dataset.finding === focus)
        ?.focus();
  };

  return { element, update };
}

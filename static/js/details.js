/** The details beside the lanes: what is selected, what is in view, and the tabs with the rest. */

import { findingsByGravity, findingsPanel } from "./panels/findings.js";
import { inViewPanel } from "./panels/in_view.js";
import { objectsListed, objectsPanel } from "./panels/objects.js";
import { outputPanel } from "./panels/output.js";
import { selectionPanel } from "./panels/selection.js";
import { sheet } from "./panels/sheet.js";
import { sourcePanel } from "./panels/source.js";
import { tabSet } from "./panels/tabs.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/**
 * @param {import("./panels/selection.js").Page & {showFinding: (finding: any) => void}} page
 * @param {{showLane: (object: number) => void}} actions `showLane`: of an object
 */
export function detailPanels(page, actions) {
  const { timeline } = page;
  let watchFor = "";
  const selection = selectionPanel(element("selection"), page, { watchFor: () => watchFor });
  const inView = inViewPanel(element("in-view"), page);
  const source = sourcePanel(page);
  const output = outputPanel(page);
  const objects = objectsPanel(page, actions);
  const findings = findingsPanel(page);
  const tabs = tabSet(element("tabs"), [
    { id: "source", title: "Source", ...source },
    { id: "output", title: "Output", ...output },
    { id: "objects", title: "Objects", element: objects.element, update: () => objects.update() },
    { id: "findings", title: "Findings", ...findings },
  ]);
  const folded = sheet(element("side-handle"), element("side-peek"));

  const count = () => {
    const all = findingsByGravity(timeline);
    tabs.count("findings", all.length ? String(all.length) : "", all[0]?.severity);
    tabs.count("objects", String(objectsListed(timeline).length || ""));
  };

  return {
    /** Those that show what was at the playhead. */
    followers: [source, output],
    showTab: tabs.show,
    /** @param {number} site */
    showSource(site) {
      tabs.show("source");
      source.showSite(site);
    },
    /** What a person new to the scenario should look for. @param {string} text */
    hint(text) {
      watchFor = text;
    },
    /** What is selected and what is in view may be others now. */
    update() {
      selection.update();
      inView();
      folded.peek(selection.peek());
    },
    /** The tab that is seen may have more to show. */
    updateTab: () => tabs.update(),
    /** The run may have more of everything. */
    updateLists() {
      tabs.update();
      count();
    },
  };
}

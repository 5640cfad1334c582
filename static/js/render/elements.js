/** The elements of the stage: what a board draws on, made once, without any behaviour. */

import { element } from "./element.js";

/** @param {string} name */
function canvas(name) {
  return element("canvas", `stage-canvas ${name}`);
}

/** @param {HTMLElement} heads the element that holds the lane heads */
export function buildElements(heads) {
  const overviewCanvas = canvas("stage-overview");
  const axisCanvas = canvas("stage-ticks");
  const lowerCanvas = canvas("stage-lower");
  const upperCanvas = canvas("stage-upper");
  const window = element("div", "stage-window");
  const minimap = element("div", "stage-strip", {}, overviewCanvas, window);
  const axis = element("div", "stage-strip", {}, axisCanvas);
  const lanes = element("div", "stage-lanes", { role: "presentation" }, lowerCanvas, upperCanvas);
  const duration = element("span", "stage-corner-value");
  const laneCount = element("span", "");
  const windowWidth = element("span", "stage-corner-value");
  const wholeRun = element("span", "", {}, "All threads");
  const sheet = element("div", "stage-sheet", { role: "presentation" }, heads, lanes);
  const spacer = element("div", "stage-spacer", { role: "presentation" });
  const body = element("div", "stage-body", {}, sheet, spacer);
  const backToLive = element("button", "stage-back", { type: "button" }, "Back to live");
  backToLive.hidden = true;
  const none = element("div", "stage-none");
  const all = [
    element(
      "div",
      "stage-minimap",
      {},
      element("div", "stage-corner", {}, wholeRun, duration),
      minimap,
    ),
    element(
      "div",
      "stage-axis",
      {},
      element("div", "stage-corner", {}, laneCount, windowWidth),
      axis,
    ),
    body,
    none,
    backToLive,
  ];
  return {
    all,
    overviewCanvas,
    axisCanvas,
    lowerCanvas,
    upperCanvas,
    window,
    minimap,
    axis,
    lanes,
    duration,
    laneCount,
    windowWidth,
    sheet,
    spacer,
    body,
    none,
    backToLive,
  };
}

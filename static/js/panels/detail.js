/** The detail line: what one sees of a run that is too long to be shown whole. */

import { formatCount, formatDuration } from "../base/format.js";
import { h, write } from "./element.js";

/** @typedef {{single: boolean, waiting: boolean, total: number, stepNs: number,
 *   here: {fromNs: number, toNs: number, spans: number} | null}} Detail `single`: single spans are
 *   shown, of what is `here`; else shares of time, in steps */

/**
 * @param {HTMLElement} host @param {{zoomIn: () => void}} actions
 * @returns {(detail: Detail) => void}
 */
export function detailLine(host, { zoomIn }) {
  const text = h("span");
  const state = h("span", { class: "detail-waiting" });
  const button = h("button", { class: "link-button", type: "button", onclick: zoomIn }, "Zoom in");
  host.append(text, button, state);
  host.hidden = false;
  return (detail) => {
    write(text, detail.single ? singleText(detail) : sharesText(detail));
    write(state, detail.waiting ? "Finer detail is on its way." : "");
    button.hidden = detail.single;
    host.dataset.detail = detail.single ? "single" : "shares";
    host.toggleAttribute("data-waiting", detail.waiting);
  };
}

/** @param {Detail} detail */
function sharesText({ total, stepNs }) {
  return (
    `Shown as tiles: ${formatCount(total)} spans as exact shares of time, in steps of ` +
    `${formatDuration(stepNs)}, and the longest as themselves. Lists tell of those alone, sums of the whole run.`
  );
}

/** @param {Detail} detail */
function singleText({ total, here }) {
  if (!here) return "";
  const { fromNs, toNs, spans } = here;
  return (
    `Single spans: ${formatCount(spans)} of ${formatCount(total)} are loaded, ` +
    `${formatDuration(toNs - fromNs)} from ${formatDuration(fromNs)} on. Lists tell of these.`
  );
}

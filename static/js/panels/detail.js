/** The detail line: what one sees of a run that is not here whole, or not yet. */

import { formatCount, formatDuration } from "../base/format.js";
import { h, write } from "./element.js";

/** @typedef {{single: boolean, waiting: boolean, total: number, stepNs: number,
 *   here: {fromNs: number, toNs: number, spans: number} | null, broken: string}} Detail `single`:
 *   single spans are shown, of what is `here`; else shares of time, in steps. `broken`: why not all
 *   spans came; "" where they were not to come */
/** @typedef {{single: boolean, waiting: boolean, share: number}} Coming `share`: of all spans */

/**
 * @param {HTMLElement} host @param {{zoomIn: () => void, again: () => void}} actions
 * @returns {(detail: Detail | null) => void}
 */
export function detailLine(host, { zoomIn, again }) {
  const text = h("span");
  const state = h("span", { class: "detail-waiting" });
  const button = h("button", { class: "link-button", type: "button", onclick: zoomIn }, "Zoom in");
  const trouble = h("span", { class: "detail-trouble" });
  const retry = h("button", { class: "link-button", type: "button", onclick: again }, "Try again");
  host.append(text, button, state, trouble, retry);
  return (detail) => {
    host.hidden = !detail;
    if (!detail) return;
    write(trouble, detail.broken && `Not all spans have come. ${detail.broken}`);
    retry.hidden = !detail.broken;
    write(text, detail.single ? singleText(detail) : sharesText(detail));
    write(state, detail.waiting ? "Finer detail is on its way." : "");
    button.hidden = detail.single;
    host.dataset.detail = detail.single ? "single" : "shares";
    host.toggleAttribute("data-waiting", detail.waiting);
  };
}

/**
 * The same of a run that is on its way whole, where there is room without anything being moved: it
 * is gone in a moment.
 *
 * @param {HTMLElement} host @returns {(coming: Coming | null) => void}
 */
export function comingLine(host) {
  const kind = h("span", { class: "coming-kind" });
  const bar = h("span", { role: "progressbar", "aria-label": "Single spans loaded" });
  host.append(kind, bar);
  return (coming) => {
    host.hidden = !coming;
    if (!coming) return;
    const { single, waiting, share } = coming;
    const done = Math.floor(share * 100);
    write(kind, single ? "Single spans here;" : "Exact shares;");
    write(bar, `all spans: ${done}\u2009%`);
    bar.setAttribute("aria-valuenow", String(done));
    host.dataset.detail = single ? "single" : "shares";
    host.toggleAttribute("data-waiting", waiting);
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

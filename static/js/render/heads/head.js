/**
 * A head: what stands left of a row of one kind. It is built once for a row that comes into
 * sight, and written again whenever the row may say something else.
 *
 * @typedef {{timeline: import("../../model/timeline.js").Timeline,
 *   view: import("../../model/view.js").View, rows: import("../../layout/rows.js").Rows,
 *   headNs: number}} HeadScene what a head may look at
 *
 * @typedef {(row: import("../../layout/rows.js").Row, scene: HeadScene, withNumbers: boolean)
 *   => void} WriteHead numbers that change at sixty times a second cannot be read: without, they
 *   stay as they are
 *
 * @typedef {(element: HTMLElement, header: HTMLElement) => WriteHead} BuildHead the element of the
 *   whole row, and in it the header that names it
 */

import { element } from "../element.js";

/** A header of a name and a number beside it. @param {HTMLElement} header */
export function nameAndShare(header) {
  const name = element("span", "stage-name");
  const share = element("span", "stage-share");
  header.append(name, share);
  return { name, share };
}

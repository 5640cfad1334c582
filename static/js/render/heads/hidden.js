/** The head of the last row: how many lanes are hidden, whether one of them is selected, and the way
 *  back. */

import { formatCounted } from "../../base/format.js";
import { element as create, write } from "../element.js";

/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function hiddenHead(row, header) {
  const name = create("span", "stage-name");
  const show = create("button", "stage-show", { type: "button", "data-do": "show" }, "Show");
  header.append(name, show);
  return (_row, { rows, view }) => {
    const count = formatCounted(rows.hiddenCount, "lane");
    const selected = view.hidden.has(view.selection?.lane ?? 0);
    write(name, `${count} hidden${selected ? ", one selected" : ""}`);
    row.classList.toggle("stage-row-selected", selected);
    show.setAttribute(
      "aria-label",
      `Show ${count} that ${rows.hiddenCount > 1 ? "are" : "is"} hidden`,
    );
  };
}

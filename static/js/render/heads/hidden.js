/** The head of the last row: how many lanes are hidden, and the way back. */

import { formatCounted } from "../../base/format.js";
import { element as create, write } from "../element.js";

/** @import {BuildHead} from "./head.js" */

/** @type {BuildHead} */
export function hiddenHead(_, header) {
  const name = create("span", "stage-name");
  const show = create("button", "stage-show", { type: "button", "data-do": "show" }, "Show");
  header.append(name, show);
  return (_row, { rows }) => {
    const count = formatCounted(rows.hiddenCount, "lane");
    write(name, `${count} hidden`);
    show.setAttribute(
      "aria-label",
      `Show ${count} that ${rows.hiddenCount > 1 ? "are" : "is"} hidden`,
    );
  };
}

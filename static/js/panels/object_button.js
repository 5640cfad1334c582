/** An object button: the name of a sync object; pointed at it lights the object on the lanes, and
 *  clicked it keeps it lit. */

import { h } from "./element.js";

/** @import {Page} from "./selection.js" */

/** Pointing lights, with the pointer or the focus. @param {Page["view"]} view
 *  @param {number} object */
export const lights = (view, object) => ({
  onpointerenter: () => view.setHoverObject(object),
  onpointerleave: () => view.setHoverObject(0),
  onfocus: () => view.setHoverObject(object),
  onblur: () => view.setHoverObject(0),
});

/** @param {number} object @param {Page} page */
export function objectButton(object, { timeline, view }) {
  return h(
    "button",
    {
      class: "link-button mono",
      type: "button",
      data: { key: "object" },
      "aria-pressed": view.highlight === object,
      title: "Light up every span and hold of this object",
      onclick: () => view.setHighlight(view.highlight === object ? 0 : object),
      ...lights(view, object),
    },
    timeline.objectName(object),
  );
}

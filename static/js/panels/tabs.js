/** Tabs: one of several panels, chosen with the arrow keys as ARIA says. */

import { h, refill, write } from "./element.js";

/**
 * @param {HTMLElement} host
 * @param {{id: string, title: string, update: () => void, element: HTMLElement}[]} tabs
 */
export function tabSet(host, tabs) {
  const buttons = tabs.map(({ id, title }) =>
    h(
      "button",
      {
        class: "tab",
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": `panel-${id}`,
        onclick: () => show(id),
      },
      title,
      h("span", { class: "tab-count" }),
    ),
  );
  const list = h(
    "div",
    { class: "tab-list", role: "tablist", "aria-label": "More details" },
    buttons,
  );
  tabs.forEach(({ id, element }) => {
    element.id = `panel-${id}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `tab-${id}`);
  });
  refill(host, list, ...tabs.map(({ element }) => element));
  let current = tabs[0].id;

  list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const at = tabs.findIndex(({ id }) => id === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(tabs[(to + tabs.length) % tabs.length].id);
    list.querySelector('[aria-selected="true"]').focus();
  });

  /** @param {string} id */
  function show(id) {
    current = id;
    tabs.forEach((tab, index) => {
      const chosen = tab.id === id;
      buttons[index].setAttribute("aria-selected", String(chosen));
      buttons[index].tabIndex = chosen ? 0 : -1;
      tab.element.hidden = !chosen;
      if (chosen) tab.update();
    });
  }
  show(current);

  return {
    show,
    /** Only what is seen is redrawn. */
    update: () => tabs.find(({ id }) => id === current)?.update(),
    /** @param {string} id @param {string} text @param {string} [severity] */
    count(id, text, severity = "") {
      const count = buttons[tabs.findIndex((tab) => tab.id === id)].querySelector(".tab-count");
      write(count, text);
      count.dataset.severity = severity;
    },
  };
}

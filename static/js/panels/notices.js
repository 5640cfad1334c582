/** Notices: what happened to the run or the connection, in a line, with what to do. */

import { h, refill } from "./element.js";

/**
 * @typedef {{severity?: "info" | "warning" | "error", text: string, action?: {label: string, run: () => void}, dismiss?: boolean}} Notice
 */

/** @param {HTMLElement} host */
export function notices(host) {
  /** @type {Map<string, {notice: Notice, element: HTMLElement}>} */
  const shown = new Map();
  /** What was read and closed does not come back. @type {Map<string, string>} */
  const closed = new Map();

  /** @param {string} id @param {Notice} notice */
  const build = (id, { severity = "warning", text, action, dismiss }) =>
    h(
      "div",
      {
        class: "notice",
        role: severity === "error" ? "alert" : "status",
        data: { severity, notice: id },
      },
      h("span", { class: "notice-text", title: text }, text),
      action && h("button", { class: "button", type: "button", onclick: action.run }, action.label),
      dismiss &&
        h(
          "button",
          { class: "button button--plain", type: "button", onclick: () => close(id, text) },
          "Close",
        ),
    );

  /** @param {string} id @param {string} text */
  const close = (id, text) => {
    closed.set(id, text);
    set(id, null);
  };

  /** Say this, or with null no longer. @param {string} id @param {Notice | null} notice */
  function set(id, notice) {
    const known = shown.get(id);
    if (!notice) {
      shown.delete(id);
      known?.element.remove();
      return;
    }
    if (closed.get(id) === notice.text) return;
    if (known?.notice.text === notice.text && known.notice.action?.label === notice.action?.label)
      return;
    const element = build(id, notice);
    if (known) known.element.replaceWith(element);
    else host.append(element);
    shown.set(id, { notice, element });
  }
  return set;
}

/**
 * In place of the lanes: a title, a sentence, what to do. Nothing is ever blank.
 * @param {HTMLElement} host
 */
export function stateScreen(host) {
  let shown = "";
  /** @param {{title: string, text: string, actions?: {label: string, run?: () => void, href?: string}[]} | null} screen */
  return (screen) => {
    const key = screen ? `${screen.title}\n${screen.text}` : "";
    host.hidden = !screen;
    if (!screen || key === shown) return;
    shown = key;
    refill(
      host,
      h(
        "div",
        { class: "message", role: "status" },
        h("h2", null, screen.title),
        h("p", null, screen.text),
        h(
          "div",
          { class: "message-actions" },
          (screen.actions ?? []).map(({ label, run, href }, index) => {
            const look = `button button--large${index === 0 ? " button--primary" : ""}`;
            return href
              ? h("a", { class: look, href }, label)
              : h("button", { class: look, type: "button", onclick: run }, label);
          }),
        ),
      ),
    );
  };
}

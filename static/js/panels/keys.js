/** The sheet of keys: every command there is, made from the one list. */

import { h, refill } from "./element.js";

const KEY_NAMES = /** @type {Record<string, string>} */ ({
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
});

/** @param {string} key as in KeyboardEvent.key, "Shift+" or "Alt+" before it perhaps */
export function keyName(key) {
  const [, modifier = "", plain = key] = /^(Shift|Alt)\+(.+)$/.exec(key) ?? [];
  const name = KEY_NAMES[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain);
  return modifier ? `${modifier} ${name}` : name;
}

/** What the key for zooming with a wheel is called where one is. */
const ZOOM_KEY = /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl";

/** What only a pointer, a finger or the browser can do stands here: it has no command. */
const GESTURES = [
  ["Scroll the lanes", ["Wheel"]],
  ["Move through time", ["Drag", "Shift Wheel"]],
  ["Zoom at the pointer", [`${ZOOM_KEY} Wheel`, "Pinch"]],
  ["Select a range", ["Shift Drag"]],
  ["Set the playhead", ["Click the axis"]],
  ["Zoom to a stretch of time", ["Drag on the axis"]],
  ["Zoom to a span", ["Double click", "Double tap"]],
  ["Show what lies there", ["Hover", "Long press"]],
  ["Undo a zoom or a leap", ["Back", "Alt ←"]],
];

/**
 * @param {HTMLDialogElement} dialog
 * @param {{keys: string[], title: string, group?: string}[]} commands
 */
export function keysSheet(dialog, commands) {
  const groups = Map.groupBy
    ? Map.groupBy(commands, (command) => command.group ?? "Page")
    : grouped(commands);
  const list = (/** @type {string} */ title, /** @type {[string, string[]][]} */ rows) =>
    h(
      "section",
      { class: "keys-group" },
      h("h3", { class: "caps" }, title),
      h(
        "dl",
        null,
        rows.map(([text, keys]) => [
          h("dt", null, text),
          h(
            "dd",
            null,
            keys.map((key) => h("kbd", null, key)),
          ),
        ]),
      ),
    );
  const close = h(
    "button",
    { class: "button", type: "button", onclick: () => dialog.close() },
    "Close",
  );
  refill(
    dialog,
    h("div", { class: "keys-head" }, h("h2", { id: "keys-title" }, "Keys and commands"), close),
    h(
      "div",
      { class: "keys-body" },
      [...groups].map(([title, rows]) =>
        list(
          title,
          rows.map((command) => [command.title, command.keys.map(keyName)]),
        ),
      ),
      list("Pointer and touch", /** @type {any} */ (GESTURES)),
    ),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the page behind stays still
  return () => (dialog.open ? dialog.close() : dialog.showModal());
}

/** @template {{group?: string}} T @param {T[]} commands @returns {Map<string, T[]>} */
function grouped(commands) {
  const groups = new Map();
  for (const command of commands)
    groups.set(command.group ?? "Page", [...(groups.get(command.group ?? "Page") ?? []), command]);
  return groups;
}

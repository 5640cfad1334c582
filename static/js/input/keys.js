/**
 * Keys: a press finds its command in the one list that the help sheet is made from.
 *
 * @typedef {import("./commands.js").Command} Command
 */

/** The lanes, flat or in groups. */
const GRIDS = "[role=grid], [role=treegrid]";
/** In a field, keys are text. */
const FIELDS = "input, textarea, select, [contenteditable], .cm-editor";
/** These belong to whatever is focused, unless that is the page or the stage itself. */
const SHARED_KEYS = new Set([
  " ",
  "Enter",
  "Home",
  "End",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
]);

/**
 * How a press is written in a command: "f", "Shift+f", "?", "ArrowLeft", "Alt+ArrowUp", " ".
 *
 * @param {{key: string, shiftKey: boolean, altKey?: boolean}} event
 */
export function nameOfKey({ key, shiftKey, altKey = false }) {
  if (altKey) return `Alt+${key}`;
  const isLetter = /^\p{L}$/u.test(key);
  const plain = isLetter ? key.toLowerCase() : key;
  // Shift is part of how "?" is typed, but tells "F" from "f".
  return shiftKey && (isLetter || key.length > 1) ? `Shift+${plain}` : plain;
}

/**
 * @param {readonly Command[]} commands @param {string} name @param {any} stage
 * @returns {Command | null} the first that has the key and can run now
 */
export function findCommand(commands, name, stage) {
  return (
    commands.find((command) => command.keys.includes(name) && (command.when?.(stage) ?? true)) ??
    null
  );
}

/**
 * What a press leads to: the command that has its key, where keys are not text or another's.
 *
 * @param {readonly Command[]} commands in order of precedence
 * @param {any} stage handed to the commands
 * @returns {(press: KeyboardEvent) => void}
 */
export function answerTo(commands, stage) {
  return (press) => {
    if (press.defaultPrevented || press.ctrlKey || press.metaKey) return;
    const focused = press.target instanceof Element ? press.target : null;
    if (focused?.closest(FIELDS)) return;
    const command = findCommand(commands, nameOfKey(press), stage);
    if (!command) return;
    if (SHARED_KEYS.has(press.key) && !isPageOrStage(focused) && !isIdle(press.key, focused))
      return;
    press.preventDefault();
    command.run(stage);
  };
}

/**
 * @param {EventTarget} target usually the document
 * @param {readonly Command[]} commands @param {any} stage as for `answerTo`
 * @returns {() => void} stop
 */
export function listenForKeys(target, commands, stage) {
  const onKey = /** @type {EventListener} */ (answerTo(commands, stage));
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

/** @param {Element | null} focused */
function isPageOrStage(focused) {
  if (!focused || focused === focused.ownerDocument.body) return true;
  return focused === focused.ownerDocument.documentElement || focused.matches(GRIDS);
}

/** A tab that is chosen already has no use for Space. @param {string} key
 *  @param {Element | null} focused */
const isIdle = (key, focused) =>
  key === " " && (focused?.matches("[role=tab][aria-selected=true]") ?? false);

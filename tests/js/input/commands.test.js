import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS } from "../../../static/js/input/commands.js";
import { findCommand, nameOfKey } from "../../../static/js/input/keys.js";

test("no two commands share a key or an id", () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(new Set(COMMANDS.map(({ id }) => id)).size, COMMANDS.length);
});

test("every command has words for the help sheet and a key as it is typed", () => {
  for (const { keys, title, group } of COMMANDS) {
    assert.ok(title && group && keys.length);
    for (const key of keys) {
      const shiftKey = key.startsWith("Shift+");
      assert.equal(nameOfKey({ key: key.replace("Shift+", ""), shiftKey }), key);
    }
  }
});

test("Shift is a part of how ? is typed, but tells F from f", () => {
  assert.equal(nameOfKey({ key: "?", shiftKey: true }), "?");
  assert.equal(nameOfKey({ key: "F", shiftKey: true }), "Shift+f");
  assert.equal(nameOfKey({ key: "F", shiftKey: false }), "f");
  assert.equal(nameOfKey({ key: "ArrowLeft", shiftKey: true }), "Shift+ArrowLeft");
});

test("of two commands with a key the first that can run is meant", () => {
  const stage = { live: false };
  const command = (/** @type {string} */ id, /** @type {(stage: any) => boolean} */ when) => ({
    id,
    keys: [" "],
    title: id,
    group: "",
    run: () => {},
    when,
  });
  const commands = [command("pause", (each) => each.live), command("play", () => true)];
  assert.equal(findCommand(commands, " ", stage)?.id, "play");
  assert.equal(findCommand(commands, " ", { live: true })?.id, "pause");
  assert.equal(findCommand(commands, "x", stage), null);
});

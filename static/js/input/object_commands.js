/** Commands that have to do with sync objects: along the one that is lit. */

/** @import {Command} from "./commands.js" */

/** @type {readonly Command[]} */
export const OBJECT_COMMANDS = [
  {
    id: "next_of_lit",
    keys: ["k"],
    title: "Next hold or wait of the object that is lit, also out of sight",
    group: "Objects",
    run: (stage) => stage.lit.step(1),
  },
  {
    id: "previous_of_lit",
    keys: ["j"],
    title: "Previous hold or wait of the object that is lit",
    group: "Objects",
    run: (stage) => stage.lit.step(-1),
  },
];

/**
 * Marking: setting, naming, leaving and visiting moments of the run by hand.
 *
 * A mark is set where one is: at the playhead, else under the pointer, else in the middle of what
 * is in view. Two marks measure: their distance is said when the second is set, drawn between
 * them and listed.
 */

import { formatDuration, formatTime } from "./base/format.js";
import { MOST_MARKS, markBeside, markText, toggled } from "./model/marks.js";

/** @import {HandMark} from "./model/marks.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** So near to a mark, it is that mark which is meant. */
const REACH_PX = 6;

export class Marking {
  /** The mark visited last. @type {number | null} */
  #atNs = null;

  /** @param {View} view @param {Stage} stage @param {(sentence: string) => void} say */
  constructor(view, stage, say) {
    this.view = view;
    this.stage = stage;
    this.say = say;
  }

  /** Set a mark where one is, or take away the one that is there. */
  toggle() {
    const { view, stage } = this;
    const { board } = stage;
    const middle = (view.fromNs + view.toNs) / 2;
    const { fromNs, toNs } = board.extent;
    const ns = view.playheadNs ?? board.pointerNs ?? middle;
    const within = Math.min(Math.max(ns, fromNs, 0), toNs);
    const { marks, set, ns: at } = toggled(view.marks, within, REACH_PX * board.scale.nsPerPx);
    if (set && marks.length > MOST_MARKS) {
      this.say(`There are ${MOST_MARKS} marks already. Remove one first.`);
      return;
    }
    view.setMarks(marks);
    this.#atNs = set ? at : null;
    this.say(set ? setSentence(marks, at) : `Mark at ${formatTime(at, 6)} removed.`);
  }

  /** @param {1 | -1} step */
  goBeside(step) {
    const { view } = this;
    const here = this.#inView(this.#atNs) ?? (view.fromNs + view.toNs) / 2;
    const mark = markBeside(view.marks, here, step);
    if (mark) this.goTo(mark.ns);
    else this.say(view.marks.length ? "No more marks that way." : "No mark is set: press M.");
  }

  /** Bring a mark into the middle of the window, where the run lets it. @param {number} ns */
  goTo(ns) {
    const { view, stage } = this;
    const half = view.widthNs / 2;
    this.#atNs = ns;
    stage.navigation.moveTo({ fromNs: ns - half, toNs: ns + half }, { commit: true });
    const index = view.marks.findIndex((mark) => mark.ns === ns);
    if (index >= 0)
      this.say(`Mark ${markText(view.marks[index], index)}, at ${formatTime(ns, 6)}.`);
  }

  /** @param {number | null} ns */
  #inView(ns) {
    const { fromNs, toNs } = this.view;
    return ns !== null && ns >= fromNs && ns <= toNs ? ns : null;
  }
}

/** "Mark 2 set at 0.001 200 s, 1.1 ms after mark 1." @param {readonly HandMark[]} marks
 *  @param {number} ns */
function setSentence(marks, ns) {
  const at = marks.findIndex((mark) => mark.ns === ns);
  const before = marks[at - 1];
  const after = marks[at + 1];
  const distance = before
    ? `, ${formatDuration(ns - before.ns)} after mark ${at}`
    : after
      ? `, ${formatDuration(after.ns - ns)} before mark ${at + 2}`
      : "";
  return `Mark ${at + 1} set at ${formatTime(ns, 6)}${distance}.`;
}

/** @param {Marking} marking */
export const markCommands = (marking) => [
  {
    id: "toggle_mark",
    keys: ["m"],
    title: "Set a mark, or remove the one there",
    group: "Marks",
    run: () => marking.toggle(),
  },
  {
    id: "next_mark",
    keys: ["}"],
    title: "Next mark",
    group: "Marks",
    run: () => marking.goBeside(1),
  },
  {
    id: "previous_mark",
    keys: ["{"],
    title: "Previous mark",
    group: "Marks",
    run: () => marking.goBeside(-1),
  },
];

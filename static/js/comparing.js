/** Comparing: a pair on its page — loaded, in step, with its commands, its link and its sums. */

import { formatDuration } from "./base/format.js";
import { COMMANDS } from "./input/commands.js";
import { keepInAddress } from "./input/history.js";
import { listenForKeys } from "./input/keys.js";
import { matchLanes } from "./model/matching.js";
import { getRun } from "./net/api.js";
import { Pair } from "./pair.js";
import { alignControl } from "./panels/align.js";
import { announcer } from "./panels/announcer.js";
import { compareLink } from "./panels/compare_link.js";
import { comparedBar } from "./panels/compared.js";
import { keysSheet } from "./panels/keys.js";
import { onFrame } from "./panels/refresh.js";
import { shareBox } from "./panels/share.js";
import { Side } from "./side.js";
import { Sums } from "./sums.js";

/** @import {Command} from "./input/commands.js" */

/** @typedef {ReturnType<typeof import("./panels/notices.js").notices>} Notice */

/** Shown only where there is something to compare. */
const PARTS = ["comparison", "align-box", "swap", "others", "share"];
const MATCH_MS = 500;

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

export class Comparing {
  #notice;
  #say = announcer(element("live")).say;
  #sides;
  #pair;
  #sums;
  #bars;
  #align;
  #redraw = onFrame(() => this.#draw());

  /** @param {readonly [string, string]} ids of the runs @param {Notice} notice */
  constructor(ids, notice) {
    this.#notice = notice;
    for (const id of PARTS) element(id).hidden = false;
    this.#sides = /** @type {const} */ ([
      new Side("A", element("side-a"), this.#say),
      new Side("B", element("side-b"), this.#say),
    ]);
    this.#pair = new Pair(this.#sides, ids);
    this.#bars = this.#sides.map((side) => this.#barOf(side));
    this.#align = this.#alignControl();
    this.#sums = new Sums(
      this.#pair,
      {
        summary: element("summary"),
        scope: element("scope"),
        scopeText: element("scope-text"),
        table: element("difference-table"),
      },
      this.#say,
    );
    this.#pair.subscribe((_, change) => {
      if (change !== "hover" && change !== "playhead" && change !== "window") this.#redraw();
    });
    this.#wireButtons(ids);
    this.#wireKeys();
    keepInAddress(this.#pair, {
      window,
      onProblem: (text) => notice("link", { severity: "info", text, dismiss: true }),
    });
    this.#sides.forEach((side, at) => {
      this.#load(side, ids[at]);
    });
    this.#redraw();
  }

  /** @param {Side} side @param {string} id */
  #load(side, id) {
    const changed = () => {
      this.#redraw();
      this.#sums.refresh();
    };
    side.timeline.subscribe(changed);
    getRun(id).then(
      (run) => {
        side.load(run, JSON.parse(element("limits-data").textContent), changed);
        document.title = `${this.#sides.map((each) => each.run?.title ?? "…").join(" and ")} · Threadline`;
        changed();
      },
      (error) => side.fail(error, changed),
    );
  }

  #draw() {
    for (const bar of this.#bars) bar();
    for (const side of this.#sides) {
      side.update();
      side.section.toggleAttribute("data-active", side === this.#pair.active);
      this.#sayWhatIsMissing(side);
    }
    this.#align();
  }

  /** @param {Side} side */
  #barOf(side) {
    const host = /** @type {HTMLElement} */ (side.section.querySelector(".compared-bar"));
    return comparedBar(host, {
      letter: side.letter,
      timeline: side.timeline,
      view: side.view,
      run: () => side.run,
      failed: () => Boolean(side.failure && !side.timeline.lanes.length),
      alignHere: () => this.#alignHere(side),
    });
  }

  #alignControl() {
    const [a, b] = this.#sides;
    let matches = matchLanes(a.timeline, b.timeline);
    const matchAgain = onFrame(
      () => {
        matches = matchLanes(a.timeline, b.timeline);
        this.#redraw();
      },
      { everyMs: MATCH_MS },
    );
    for (const { timeline } of this.#sides) timeline.subscribe(matchAgain);
    return alignControl(element("align"), {
      timelines: [a.timeline, b.timeline],
      matches: () => matches,
      selected: () => {
        const [ofA, ofB] = this.#sides.map(({ view }) => view.selection?.start ?? null);
        return ofA === null || ofB === null ? null : [ofA, ofB];
      },
      now: () => this.#pair.align,
      align: (to) => this.#pair.alignAt(to),
    });
  }

  /** What is selected comes to lie above what is selected on the other side, or else above what
   *  the axis called zero there. @param {Side} side */
  #alignHere(side) {
    if (!side.view.selection) {
      this.#say("Select a span first: it will lie at zero.");
      return;
    }
    this.#pair.activate(side);
    const { zeros } = this.#pair;
    const [ofA, ofB] = this.#sides.map(({ view }, at) => view.selection?.start ?? zeros[at]);
    this.#pair.alignAt([ofA, ofB]);
    this.#say(`Aligned at the selected span of ${side.letter}.`);
  }

  #goToOther() {
    const side = this.#pair.other(this.#pair.active);
    this.#pair.activate(side);
    side.stage.board.elements.body.focus({ preventScroll: true });
    this.#say(`Timeline ${side.letter}.`);
  }

  /** @param {readonly [string, string]} ids */
  #wireButtons([a, b]) {
    element("copy").addEventListener("click", () => this.#copy());
    element("swap").addEventListener("click", () => location.assign(compareLink(b, a)));
    element("share").addEventListener("click", this.#share);
  }

  #share = shareBox(element("share-box"), element("share"), {
    link: () => `${location.origin}/compare#${this.#pair.encode()}`,
    say: this.#say,
  });

  #wireKeys() {
    const group = "Comparison";
    const active = () => this.#pair.active;
    /** @type {Command[]} */
    const commands = [
      {
        id: "other",
        keys: ["q"],
        title: "Go to the other timeline",
        group,
        run: () => this.#goToOther(),
      },
      {
        id: "align",
        keys: ["Shift+a"],
        title: "Align at what is selected",
        group,
        run: () => this.#alignHere(active()),
      },
      {
        id: "share",
        keys: ["c"],
        title: "Copy a link to this comparison",
        group,
        run: () => this.#share(),
      },
      { id: "keys", keys: ["?"], title: "This sheet", group: "Page", run: () => openKeys() },
      ...COMMANDS.map((command) => onActive(command, active)),
    ];
    const openKeys = keysSheet(element("keys-sheet"), commands);
    listenForKeys(document, commands, this.#pair);
    element("keys").addEventListener("click", openKeys);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#sums.csv());
      this.#notice("copied", { severity: "info", text: "Copied as CSV.", dismiss: true });
    } catch {
      this.#notice("copied", {
        severity: "warning",
        text: "The browser refused to copy. Allow it for this page, then try again.",
        dismiss: true,
      });
    }
  }

  /** Of a recording that is too long for a page, not everything can be summed up.
   *  @param {Side} side */
  #sayWhatIsMissing({ letter, timeline: { beginsNs, lanes, part }, failure }) {
    const tiled = `${letter} is longer than a page can hold. Its sums over the whole are exact; over a part of it they are exact to the steps of its tiles, and of locks and queues there are none until you zoom in.`;
    this.#notice(`tiled-${letter}`, part ? { severity: "info", text: tiled, dismiss: true } : null);
    const past = `Of ${letter} only what ended after ${formatDuration(beginsNs)} is here: its lanes begin there, and its numbers speak of that part.`;
    this.#notice(
      `past-${letter}`,
      beginsNs > 0 ? { severity: "warning", text: past, dismiss: true } : null,
    );
    const cut = `${letter}: ${failure?.sentence ?? failure?.message} What was loaded so far stays here.`;
    this.#notice(
      `failure-${letter}`,
      failure && lanes.length ? { severity: "error", text: cut, dismiss: true } : null,
    );
  }
}

/** A command of the stage, done to the side that is active.
 *  @param {Command} command @param {() => Side} active @returns {Command} */
function onActive({ when, run, ...command }, active) {
  return {
    ...command,
    run: () => run(active().stage),
    when: when && (() => when(active().stage)),
  };
}

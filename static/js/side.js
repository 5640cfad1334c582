/** A side: one of two timelines on a page, with the feed that fills it and the stage that shows it. */

import { feed } from "./feed.js";
import { Timeline } from "./model/timeline.js";
import { View } from "./model/view.js";
import { stateScreen } from "./panels/notices.js";
import { createStage } from "./stage.js";

/** @typedef {{id: string, url: string, title: string, status: string, bytes?: number,
 *   parameters: Record<string, any> | null, interpreter: string | null}} Run as the API tells it */

export class Side {
  timeline = new Timeline();
  view = new View();
  /** @type {any} why it could not be loaded, or not to its end */
  failure = null;
  /** @type {Run | null} */
  run = null;
  #screen;

  /**
   * @param {"A" | "B"} letter @param {HTMLElement} section with a `.stage-host` and a
   *   `.state-host`
   * @param {(sentence: string) => void} announce
   */
  constructor(letter, section, announce) {
    this.letter = letter;
    this.section = section;
    const host = /** @type {HTMLElement} */ (section.querySelector(".stage-host"));
    const state = /** @type {HTMLElement} */ (section.querySelector(".state-host"));
    this.stage = createStage(host, this.timeline, this.view, {
      announce: (sentence) => announce(`${letter}: ${sentence}`),
    });
    this.stage.board.elements.body.setAttribute("aria-label", `Threads of ${letter}`);
    this.#screen = stateScreen(state);
    // Beside another run the window is all of both until somebody moves it.
    this.view.follow = false;
  }

  /** Begin to fill it. @param {Run} run @param {() => void} onChange */
  load(run, onChange) {
    this.run = run;
    feed(run, this.timeline, {
      onConnection: onChange,
      onProblem: (error) => this.fail(error, onChange),
    });
  }

  /** @param {any} error @param {() => void} onChange */
  fail(error, onChange) {
    this.failure = error;
    onChange();
  }

  /** What stands in place of the lanes while there are none. */
  update() {
    this.#screen(this.#screenNow());
  }

  #screenNow() {
    const { failure, letter, timeline } = this;
    if (timeline.lanes.length) return null;
    const choose = { label: "Choose another", href: "/compare" };
    if (failure?.status === 404) {
      return {
        title: `Timeline ${letter} is gone`,
        text: "It was deleted, or its time to be kept ran out.",
        actions: [choose],
      };
    }
    if (failure) {
      return {
        title: `Timeline ${letter} could not be loaded`,
        text: failure.sentence ?? failure.message,
        actions: [{ label: "Try again", run: () => location.reload() }, choose],
      };
    }
    if (timeline.end) {
      return {
        title: `Nothing was recorded in ${letter}`,
        text: "The program ended before its first thread could be recorded.",
        actions: [choose],
      };
    }
    return { title: `Loading timeline ${letter}`, text: "The recording is on its way." };
  }
}

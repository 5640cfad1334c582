/** A side: one of two timelines on a page, with the feed that fills it and the stage that shows it. */

import { feed } from "./feed.js";
import { Timeline } from "./model/timeline.js";
import { View } from "./model/view.js";
import { stateScreen } from "./panels/notices.js";
import { createStage } from "./stage.js";

/** @typedef {{id: string, url: string, title: string, status: string, bytes?: number,
 *   spans: number, too_long: boolean, counts: {flows?: number} | null,
 *   parameters: Record<string, any> | null, interpreter: string | null}} Run as the API tells it */

/** Of a run that is too long for a page at most `window_spans` single spans are here.
 *  @typedef {{window_spans: number}} Limits */

export class Side {
  timeline = new Timeline();
  view = new View();
  /** @type {any} why it could not be loaded, or not to its end */
  failure = null;
  /** @type {Run | null} */
  run = null;
  #screen;
  #announce;
  /** How far a long recording is that has to be summed up first. */
  #preparing = "";

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
    this.#announce = (/** @type {string} */ sentence) => announce(`${letter}: ${sentence}`);
    this.stage = createStage(host, this.timeline, this.view, { announce: this.#announce });
    this.stage.board.elements.body.setAttribute("aria-label", `Threads of ${letter}`);
    this.#screen = stateScreen(state);
    // Beside another run the window is all of both until somebody moves it.
    this.view.follow = false;
  }

  /** Begin to fill it. @param {Run} run @param {Limits} limits @param {() => void} onChange */
  load(run, limits, onChange) {
    this.run = run;
    if (run.too_long) {
      this.#openTiled({ ...run, window_spans: limits.window_spans }, onChange);
      return;
    }
    feed(run, this.timeline, {
      onConnection: onChange,
      onProblem: (error) => this.fail(error, onChange),
    });
  }

  /** @param {Run & {window_spans: number}} run @param {() => void} onChange */
  async #openTiled(run, onChange) {
    const { stage, section, timeline, view } = this;
    const detail = /** @type {HTMLElement} */ (section.querySelector(".detail-line"));
    try {
      const { openTiled } = await import("./tiled.js");
      openTiled({ ...run, all_follow: false, first_tiles: [] }, timeline, view, stage, {
        detail,
        say: (sentence) => this.#announce(sentence),
        result: {
          preparing: (text) => {
            this.#preparing = text;
            onChange();
          },
          problem: (error) => this.fail(error, onChange),
        },
      });
    } catch (error) {
      this.fail(error, onChange);
    }
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
    const text = this.#preparing || "The recording is on its way.";
    return { title: `Loading timeline ${letter}`, text };
  }
}

/**
 * Seeking: where a hit of the finder leads, and from there to the next one and the one before on
 * the timeline.
 */

import { soughtInstants, soughtSpans } from "./model/sought.js";
import { soughtBar } from "./panels/sought.js";

/** @import {Group, Hit} from "./model/search.js" */
/** @import {Found, Sought, Spot, Wanted} from "./model/sought.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */

/** @typedef {{timeline: Timeline, view: View, goToSpan: (lane: number, ns: number) => void,
 *   showSource: (site: number) => void, showFinding: (finding: any) => void,
 *   goToMark: (ns: number) => void, revealLane: (lane: number) => void,
 *   say: (sentence: string) => void}} Page */
/** @typedef {Found | null | Promise<Found | null>} Answer */

export class Seeking {
  /** @type {Sought | null} */
  #sought = null;
  /** @type {Spot | null} */
  #here = null;
  /** Until the hit that was asked for last has come. @type {Promise<void> | null} */
  #asking = null;
  #ending = new AbortController();

  /** @param {HTMLElement} host of the bar @param {Page} page */
  constructor(host, page) {
    this.page = page;
    this.bar = soughtBar(host, { step: (step) => this.step(step), end: () => this.end() });
  }

  get any() {
    return this.#sought !== null;
  }

  /** @param {Hit} hit @param {string} word that found it @param {Group} group all that it found */
  go(hit, word, group) {
    const { page } = this;
    const id = Number(hit.id);
    this.end();
    if (hit.kind === "time") this.#goToTime(id);
    else if (hit.kind === "mark") page.goToMark(id);
    else if (hit.kind === "thread") this.#goToThread(id);
    else if (hit.kind === "finding") page.showFinding(page.timeline.findings.get(String(hit.id)));
    else if (hit.kind === "text") this.#goToText(id, word, group);
    else this.#goToSpans(hit);
  }

  /** Who presses a key three times goes three steps, however long each takes.
   *  @param {1 | -1} step */
  step(step) {
    const { signal } = this.#ending;
    const later = () => (signal.aborted ? undefined : this.#step(step));
    this.#wait(this.#asking ? this.#asking.then(later) : this.#step(step));
  }

  /** @param {1 | -1} step @returns {Promise<void> | undefined} */
  #step(step) {
    const { say } = this.page;
    if (!this.#sought) {
      say("Nothing is sought: press / to find.");
      return undefined;
    }
    const answer = this.#sought.step(this.#startFrom(step), step, this.#ending.signal);
    return this.#when(answer, (found) => {
      if (found) this.#show(found.spot, found.place);
      else say(step > 0 ? "No more hits after this." : "No more hits before this.");
    });
  }

  /** At once, or when the server has answered.
   *  @param {Answer} answer @param {(found: Found | null) => Promise<void> | void} go
   *  @returns {Promise<void> | undefined} */
  #when(answer, go) {
    if (!(answer instanceof Promise)) return go(answer) ?? undefined;
    const { signal } = this.#ending;
    this.bar.show(this.#sought?.label ?? "", "looking…");
    return answer.then(
      (found) => {
        if (signal.aborted) return undefined;
        this.bar.show(this.#sought?.label ?? "", found?.place ?? "");
        return go(found) ?? undefined;
      },
      (error) => {
        if (signal.aborted) return;
        this.bar.show(this.#sought?.label ?? "", "not found out");
        this.page.say(error.sentence ?? error.message);
      },
    );
  }

  /** @param {Promise<void> | undefined} work */
  #wait(work) {
    if (!work) return;
    const asking = work.finally(() => {
      if (this.#asking === asking) this.#asking = null;
    });
    this.#asking = asking;
  }

  end() {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#asking = null;
    this.#sought = null;
    this.#here = null;
    this.bar.hide();
  }

  /** From the last hit while it is what is selected, else from where one is now.
   *  @param {1 | -1} step @returns {Spot} */
  #startFrom(step) {
    const { selection, fromNs, toNs } = this.page.view;
    // While single spans are on their way there, nothing is selected.
    if (this.#here && (!selection || selection.lane === this.#here.lane)) return this.#here;
    if (selection) return { lane: selection.lane, ns: selection.start };
    return step > 0 ? { lane: -1, ns: fromNs } : { lane: Infinity, ns: toNs };
  }

  /** @param {Spot} spot @param {string} place */
  #show(spot, place) {
    this.#here = spot;
    this.page.goToSpan(spot.lane, spot.ns);
    const label = this.#sought?.label ?? "";
    this.bar.show(label, place);
    if (place) this.page.say(`${label}: ${place}.`);
  }

  /** The selected thread then, or else the first that had begun. @param {number} ns */
  #goToTime(ns) {
    const { timeline, view, goToSpan } = this.page;
    const lane = view.selection?.lane ?? timeline.lanes[0]?.id;
    if (lane !== undefined) goToSpan(lane, ns);
  }

  /** What it does in the middle of what is in view, while it lives; of a run that is not here
   *  whole the lane alone. @param {number} lane */
  #goToThread(lane) {
    const { timeline, view, goToSpan, revealLane } = this.page;
    if (timeline.part) {
      revealLane(lane);
      return;
    }
    const spans = timeline.spans(lane);
    if (spans.length === 0) return;
    const middle = (view.fromNs + view.toNs) / 2;
    goToSpan(lane, Math.min(Math.max(middle, spans.start(0)), spans.end(spans.length - 1)));
  }

  /** @param {number} id @param {string} word @param {Group} group */
  #goToText(id, word, group) {
    const all = this.page.timeline.instantsSince(0);
    const instants = group.hits.map((hit) => all[Number(hit.id)]);
    const sought = soughtInstants(`“${word}”`, instants);
    this.#sought = sought;
    const { lane, timeNs: ns } = all[id];
    // The step to it from just before says which of them it is.
    const found = sought.step({ lane, ns: ns - 1 }, 1);
    this.#show({ lane, ns }, found?.place ?? "");
  }

  /** An object, a function or a line: its spans. @param {Hit} hit */
  #goToSpans(hit) {
    const { timeline, view, showSource } = this.page;
    const id = Number(hit.id);
    /** @type {Wanted} */
    let wanted;
    if (hit.kind === "object") {
      view.setHighlight(id);
      wanted = { kind: "object", ids: [id] };
    } else {
      showSource(id);
      wanted = { kind: "site", ids: sitesLike(timeline, id, hit.kind === "function") };
    }
    const sought = soughtSpans(hit.text, timeline, wanted);
    this.#sought = sought;
    const { fromNs } = view;
    const { signal } = this.#ending;
    const first = sought.step({ lane: -1, ns: fromNs }, 1, signal);
    const go = (/** @type {Found | null} */ found) =>
      found ? this.#show(found.spot, found.place) : this.end();
    this.#wait(
      this.#when(first, (found) => {
        if (found) return go(found);
        return this.#when(sought.step({ lane: Infinity, ns: fromNs }, -1, signal), go);
      }),
    );
  }
}

/** The sites of the same function, or of the same line. @param {Timeline} timeline
 *  @param {number} id @param {boolean} byFunction */
function sitesLike(timeline, id, byFunction) {
  const one = timeline.sites.get(id);
  const all = [...timeline.sites.values()].filter((site) =>
    byFunction
      ? site.function === one?.function
      : site.file === one?.file && site.line === one?.line,
  );
  return all.map((site) => site.id);
}

/** @param {Seeking} seeking */
export const seekCommands = (seeking) => [
  {
    id: "next_hit",
    keys: ["F3"],
    title: "Next hit of the search",
    group: "Spans",
    run: () => seeking.step(1),
    when: () => seeking.any,
  },
  {
    id: "previous_hit",
    keys: ["Shift+F3"],
    title: "Previous hit of the search",
    group: "Spans",
    run: () => seeking.step(-1),
    when: () => seeking.any,
  },
];

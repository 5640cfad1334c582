/**
 * The player: the playhead on the page — set, stepped, played — and what follows it.
 */

import { formatMoment } from "./base/format.js";
import { momentAfter, momentBefore } from "./model/moments.js";
import { Pages, Playback, speedText } from "./model/playback.js";
import { momentText } from "./panels/moment_words.js";
import { playheadHandle } from "./panels/playhead.js";
import { onFrame } from "./panels/refresh.js";
import { transport } from "./panels/transport.js";

/** @import {Timeline} from "./model/timeline.js" */
/** @import {View} from "./model/view.js" */
/** @import {Stage} from "./stage.js" */

/** @typedef {{element: HTMLElement, follow: (playing: boolean) => void}} Follower a panel that
 *   shows what was at the playhead; asked only while it is seen */

export class Player {
  #playback = new Playback();
  #pages = new Pages();
  #frame = 0;
  /** What happens where the playhead stands. */
  #what = "";
  #bar;
  #handle;
  #followers;

  /**
   * @param {HTMLElement} host of the transport
   * @param {{stage: Stage, timeline: Timeline, view: View, say: (sentence: string) => void,
   *   followers: Follower[]}} page
   */
  constructor(host, { stage, timeline, view, say, followers }) {
    this.stage = stage;
    this.timeline = timeline;
    this.view = view;
    this.say = say;
    this.#followers = followers;
    this.#bar = transport(host, {
      toggle: () => this.toggle(),
      step: (way) => this.step(way),
      choose: (speed) => this.choose(speed),
      remove: () => this.remove(),
    });
    const { axis, minimap } = stage.board.elements;
    this.#handle = playheadHandle({
      axis,
      minimap,
      view,
      endNs: () => this.endNs,
      place: (ns) => this.place(ns),
    });
    const show = onFrame(() => this.#show());
    const place = onFrame(() => this.#handle.update(this.playing));
    view.subscribe((_, change) => {
      if (change === "playhead") this.#moved();
      if (change === "playhead" || change === "lanes") show();
      if (change === "window") place();
    });
    timeline.subscribe(show);
    this.#show();
  }

  get playing() {
    return this.#playback.playing;
  }

  /** The playhead cannot pass it: the end of the run, or its live head. */
  get endNs() {
    return this.stage.navigation.endNs;
  }

  /** By hand, and in sight. @param {number} ns */
  place(ns) {
    const at = Math.round(Math.min(this.endNs, Math.max(0, ns)));
    this.view.setPlayhead(at);
    this.stage.navigation.revealTime(at, at);
  }

  remove() {
    this.pause();
    this.view.setPlayhead(null);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    const { timeline, view, stage } = this;
    if (timeline.live && view.follow) view.pause();
    const from = this.#startNs();
    this.#playback.start(from, view.widthNs, performance.now());
    this.#pages.settle(stage.navigation.target);
    view.setPlayhead(Math.round(from));
    this.say(`Playing at ${speedText(this.#playback.speed)} from ${formatMoment(from)}.`);
    this.#frame ||= requestAnimationFrame((atMs) => this.#tick(atMs));
    this.#show();
  }

  pause() {
    if (!this.playing) return;
    this.#stop(`Paused at ${formatMoment(this.view.playheadNs ?? 0)}.`);
  }

  /** @param {number} speed */
  choose(speed) {
    this.#playback.choose(speed);
    this.#toldSpeed();
  }

  /** @param {1 | -1} way 1: faster */
  chooseNext(way) {
    this.#playback.chooseNext(way);
    this.#toldSpeed();
  }

  /** To the nearest moment before or after at which something happened on the lanes shown.
   *  @param {1 | -1} way */
  step(way) {
    const { timeline, view } = this;
    this.#playback.stop();
    const lanes = this.#lanesShown();
    const from = view.playheadNs ?? (way > 0 ? view.fromNs - 1 : view.toNs);
    const ns = (way > 0 ? momentAfter : momentBefore)(timeline, lanes, from, this.#gilsShown());
    if (ns === null || ns > this.endNs) {
      this.say(`Nothing happens ${way > 0 ? "later" : "earlier"} on the lanes shown.`);
      this.#show();
      return;
    }
    this.place(ns);
    this.say(`${formatMoment(ns)}: ${this.#what}.`);
  }

  /** Where to play from: the playhead, or again from the left when it stands at the end. */
  #startNs() {
    const { view, endNs } = this;
    const ns = view.playheadNs;
    if (ns !== null && (ns < endNs || this.timeline.live)) return Math.min(ns, endNs);
    return Math.min(endNs, Math.max(this.stage.navigation.startNs, view.fromNs));
  }

  /** @param {number} atMs */
  #tick(atMs) {
    this.#frame = 0;
    if (!this.playing) return;
    const { view, timeline, endNs } = this;
    const ns = this.#playback.advance(atMs, endNs);
    view.setPlayhead(Math.round(ns));
    if (this.#turnPage(ns, atMs) === "stop") return this.pause();
    if (ns >= endNs && !timeline.live) return this.#stop(`The end, ${formatMoment(endNs)}.`);
    this.#frame = requestAnimationFrame((nextMs) => this.#tick(nextMs));
  }

  /** @param {number} ns @param {number} atMs */
  #turnPage(ns, atMs) {
    const { navigation } = this.stage;
    // The whole run has no other pages, and somebody who goes back to live leaves the past.
    if (this.view.whole) return this.#pages.settle(navigation.target);
    if (this.view.follow && this.timeline.live) return "stop";
    const page = this.#pages.next(ns, navigation.target, atMs);
    if (typeof page === "string") return page;
    navigation.moveTo(page);
    return this.#pages.settle(navigation.target);
  }

  /** @param {string} sentence */
  #stop(sentence) {
    this.#playback.stop();
    this.#tellWhat();
    this.say(sentence);
    this.#show();
  }

  #moved() {
    const { playheadNs } = this.view;
    // Dragged or clicked elsewhere while it plays: it goes on from there.
    if (playheadNs !== null) this.#playback.seek(playheadNs);
    else this.#playback.stop();
    this.#tellWhat();
  }

  /** While it plays nobody could read it. */
  #tellWhat() {
    const ns = this.view.playheadNs;
    this.#what =
      ns === null || this.playing
        ? ""
        : momentText(this.timeline, this.#lanesShown(), ns, this.#gilsShown());
  }

  #toldSpeed() {
    this.say(`Speed ${speedText(this.#playback.speed)}.`);
    this.#show();
  }

  /** Where the stage shows something else than threads, all that are not hidden. */
  #lanesShown() {
    const { rows } = this.stage.board.rows;
    const shown = rows.filter(({ kind }) => kind === "lane").map(({ id }) => id);
    if (shown.length) return shown;
    return this.timeline.lanes.map(({ id }) => id).filter((id) => !this.view.hidden.has(id));
  }

  #gilsShown() {
    const { rows } = this.stage.board.rows;
    return rows
      .filter(({ kind }) => kind === "gil")
      .map(({ id }) => this.timeline.gils.of(id))
      .filter((gil) => gil !== null);
  }

  #show() {
    const { playing, speed } = this.#playback;
    this.#handle.update(playing);
    this.#bar.update({ playheadNs: this.view.playheadNs, playing, speed, what: this.#what });
    for (const { element, follow } of this.#followers) if (!element.hidden) follow(playing);
  }
}

/** What keys do to the playhead, for the one list of commands. @param {Player} player */
export function playerCommands(player) {
  const { timeline, view, stage } = player;
  const free = () => !stage.navigation.selection.any;
  return [
    {
      id: "play",
      keys: [" "],
      title: "Play or pause",
      group: "Playback",
      run: () => player.toggle(),
      // Of a live run, Space pauses the following.
      when: () => !timeline.live || player.playing,
    },
    {
      id: "next_event",
      keys: ["n"],
      title: "Next event on the lanes shown",
      group: "Playback",
      run: () => player.step(1),
    },
    {
      id: "previous_event",
      keys: ["b"],
      title: "Previous event on the lanes shown",
      group: "Playback",
      run: () => player.step(-1),
    },
    {
      id: "slower",
      keys: ["<"],
      title: "Slower",
      group: "Playback",
      run: () => player.chooseNext(-1),
    },
    {
      id: "faster",
      keys: [">"],
      title: "Faster",
      group: "Playback",
      run: () => player.chooseNext(1),
    },
    {
      id: "clear_line",
      keys: ["Escape"],
      title: "Let go of the spans of a line",
      group: "Playback",
      run: () => view.setLine(null),
      when: () => free() && view.line !== null,
    },
    {
      id: "remove_playhead",
      keys: ["Escape"],
      title: "Remove the playhead",
      group: "Playback",
      run: () => player.remove(),
      when: () => free() && view.line === null && view.playheadNs !== null,
    },
  ];
}

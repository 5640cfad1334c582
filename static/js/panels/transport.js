/** The transport: the buttons that move the playhead, how fast, and where it is now. */

import { formatTime } from "../base/format.js";
import { SPEEDS, speedText } from "../model/playback.js";
import { h, refill, svg, write } from "./element.js";

const SHAPES = {
  previous: "M3.5 3v10 M12.5 3.5v9L6 8z",
  play: "M4.5 2.5v11L13 8z",
  pause: "M4.5 3h2.5v10H4.5z M9 3h2.5v10H9z",
  next: "M12.5 3v10 M3.5 3.5v9L10 8z",
  remove: "M4 4l8 8 M12 4l-8 8",
};

/**
 * @typedef {{toggle: () => void, step: (way: 1 | -1) => void, choose: (speed: number) => void,
 *   remove: () => void}} Asked what the buttons ask for
 * @typedef {{playheadNs: number | null, playing: boolean, speed: number, what: string}} Shown
 *   `what`: what happens at the playhead
 */

/** @param {HTMLElement} host @param {Asked} ask */
export function transport(host, ask) {
  const previous = button("previous", "Previous event", "B", () => ask.step(-1));
  const play = button("play", "Play", "Space", ask.toggle);
  const next = button("next", "Next event", "N", () => ask.step(1));
  const remove = button("remove", "Remove the playhead", "Esc", ask.remove);
  const speed = h(
    "select",
    {
      class: "field-input transport-speed",
      "aria-label": "Speed",
      title: "Speed, of real time (< and >)",
      onchange: () => ask.choose(Number(speed.value)),
    },
    SPEEDS.map((value) => h("option", { value }, speedText(value))),
  );
  const time = h("span", { class: "transport-time mono" });
  const what = h("span", { class: "transport-what" });
  refill(
    host,
    h("div", { class: "transport-keys" }, previous, play, next),
    speed,
    time,
    remove,
    what,
  );
  let playing = false;

  return {
    /** @param {Shown} shown */
    update(shown) {
      const { playheadNs, what: text } = shown;
      if (playing !== shown.playing) {
        playing = shown.playing;
        label(play, playing ? "pause" : "play", playing ? "Pause" : "Play", "Space");
      }
      if (speed.value !== String(shown.speed)) speed.value = String(shown.speed);
      remove.hidden = playheadNs === null;
      time.hidden = playheadNs === null;
      if (playheadNs !== null) write(time, formatTime(playheadNs));
      const hint = "Click on the time axis, or play, to see where each thread was.";
      write(what, playheadNs === null ? hint : text);
      what.title = playheadNs === null ? "" : text;
    },
  };
}

/** @param {keyof typeof SHAPES} shape @param {string} title @param {string} key
 *  @param {() => void} onclick @returns {HTMLButtonElement} */
function button(shape, title, key, onclick) {
  const made = h("button", {
    class: "button button--plain transport-key",
    type: "button",
    onclick,
  });
  label(made, shape, title, key);
  return made;
}

/** @param {HTMLElement} made @param {keyof typeof SHAPES} shape @param {string} title
 *  @param {string} key */
function label(made, shape, title, key) {
  made.dataset.shape = shape;
  made.setAttribute("aria-label", title);
  made.title = `${title} (${key})`;
  const icon = { viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" };
  refill(made, svg("svg", icon, svg("path", { d: SHAPES[shape] })));
}

/** The tooltip: what lies under the pointer, name and duration first. */

import { formatCounted, formatDuration, formatShare, formatTime } from "../base/format.js";
import { listed } from "../model/describe_hold.js";
import { EXACT, STATES, stateLabel } from "../model/vocabulary.js";
import { element } from "./element.js";
import { THREAD_LOOKS } from "./palette.js";

/** @import {Description} from "../model/describe.js" */
/** @import {HoldDescription} from "../model/describe_hold.js" */
/** @import {GroupHit} from "../layout/group.js" */
/** @import {Group} from "../model/arrangement.js" */
/** @import {MergedHit, SharedHit} from "../layout/hit.js" */
/** @import {LevelHit} from "../layout/object_hit.js" */
/** @import {Told} from "../layout/object_parts.js" */

/** @type {Readonly<Record<Told, string>>} */
const LEVEL_WORDS = Object.freeze({
  waiters: "waiting",
  getters: "waiting to get something",
  putters: "waiting to put something in",
  joiners: "waiting for all to be done",
  idlers: "waiting for work",
  items: "in it",
  tasks: "to be done",
  held: "held at once",
  busy: "busy at once",
});

const OFFSET_PX = 14;
const SHARES_SHOWN = 6;

export class Tooltip {
  /** @param {() => number} zeroNs what the axis calls zero, in the run's own time */
  constructor(zeroNs) {
    this.zeroNs = zeroNs;
    // The grid says the same to those who do not point.
    this.element = element("div", "stage-tooltip", { "aria-hidden": "true" });
    this.element.hidden = true;
  }

  /** A time as the axis tells it; where that counts from another moment, also the run's own.
   *  @param {number} ns */
  #when(ns) {
    const zeroNs = this.zeroNs();
    const own = formatTime(ns);
    return zeroNs === 0 ? own : `${formatTime(ns - zeroNs)} · ${own} of its run`;
  }

  hide() {
    this.element.hidden = true;
  }

  /** @param {Description} span @param {string[]} instants texts of moments under the pointer */
  showSpan(span, instants) {
    const open = span.open ? " so far" : "";
    const details = [span.laneName, this.#when(span.startNs), span.siteText].filter(Boolean);
    this.#fill(
      head(span.stateName, span.name, `${formatDuration(span.durationNs)}${open}`),
      line("stage-tooltip-what", span.sentence),
      line("stage-tooltip-more", details.join(" · ")),
      ...uncertain(span),
      ...instants.map((text) => line("stage-tooltip-instant", text)),
    );
  }

  /** @param {MergedHit} merged @param {string} laneName @param {string[]} instants */
  showMerged(merged, laneName, instants) {
    this.#fill(
      line("stage-tooltip-head", `${formatCounted(merged.count, "span")} too short to tell apart`),
      line("stage-tooltip-what", sharesText(merged)),
      line("stage-tooltip-more", `${laneName} · ${this.#when(merged.fromNs)}`),
      ...instants.map((text) => line("stage-tooltip-instant", text)),
    );
  }

  /** @param {GroupHit} hit @param {Group} group */
  showGroup(hit, { name, lanes }) {
    const living = formatCounted(hit.living, "thread");
    this.#fill(
      line("stage-tooltip-head", `${name} · ${living} of ${lanes.length} alive`),
      line("stage-tooltip-what", sharesText(hit)),
      line(
        "stage-tooltip-more",
        `${formatDuration(hit.toNs - hit.fromNs)} from ${this.#when(hit.fromNs)}`,
      ),
    );
  }

  /** @param {HoldDescription} hold @param {number} look of its thread */
  showHold(hold, look) {
    const open = hold.open ? " so far" : "";
    this.#fill(
      headOf(threadSwatch(look), hold.laneName, `${formatDuration(hold.durationNs)}${open}`),
      line("stage-tooltip-what", hold.sentence),
      ...(hold.received ? [line("stage-tooltip-more", hold.received)] : []),
      line("stage-tooltip-more", `${hold.thing} · ${this.#when(hold.startNs)}`),
      ...uncertain(hold),
    );
  }

  /** @param {SharedHit} hit @param {string[]} names by slot @param {string} thing that was held */
  showShared(hit, names, thing) {
    const whole = hit.toNs - hit.fromNs;
    const all = names
      .map((name, slot) => ({ name, ns: hit.shares[slot] }))
      .filter(({ ns }) => ns > 0)
      .sort((a, b) => b.ns - a.ns);
    const nobody = whole - all.reduce((sum, { ns }) => sum + ns, 0);
    const texts = all
      .slice(0, SHARES_SHOWN)
      .map(({ name, ns }) => `${name} ${formatShare(ns / whole)}`);
    if (all.length > SHARES_SHOWN) texts.push(`${all.length - SHARES_SHOWN} others`);
    if (nobody > 0) texts.push(`nobody ${formatShare(nobody / whole)}`);
    this.#fill(
      line("stage-tooltip-head", `${countOfHolds(hit.count)} too short to tell apart`),
      line("stage-tooltip-what", texts.join(", ")),
      line("stage-tooltip-more", `${thing} · ${this.#when(hit.fromNs)}`),
    );
  }

  /** What stood how high under the pointer. @param {LevelHit} hit @param {string} thing
   *  @param {string[]} names of those that wait, the first of them */
  showLevel({ told, fromNs, mean, least, most }, thing, names) {
    const range =
      least === most ? formatLevel(mean) : `${least} to ${most}, mean ${formatLevel(mean)}`;
    this.#fill(
      headOf(
        element("i", `stage-swatch stage-level-${told}`),
        thing,
        `${range} ${LEVEL_WORDS[told]}`,
      ),
      ...(names.length ? [line("stage-tooltip-what", `${listed(names)} waiting`)] : []),
      line("stage-tooltip-more", this.#when(fromNs)),
    );
  }

  /**
   * Beside the pointer, inside of the stage.
   *
   * @param {number} x @param {number} y @param {number} width @param {number} height of the
   *   stage, in CSS pixels
   */
  moveTo(x, y, width, height) {
    const own = this.element.getBoundingClientRect();
    const left = x + OFFSET_PX + own.width > width ? x - OFFSET_PX - own.width : x + OFFSET_PX;
    const top = y + OFFSET_PX + own.height > height ? y - OFFSET_PX - own.height : y + OFFSET_PX;
    this.element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  /** @param {...Node} children */
  #fill(...children) {
    this.element.replaceChildren(...children);
    this.element.hidden = false;
  }
}

/** @param {string} stateName @param {string} name @param {string} duration */
function head(stateName, name, duration) {
  const swatch = STATES.includes(stateName) ? `stage-part-${stateName}` : "";
  return headOf(element("i", `stage-swatch ${swatch}`), name, duration);
}

/** @param {HTMLElement} swatch @param {string} name @param {string} duration */
function headOf(swatch, name, duration) {
  return element(
    "div",
    "stage-tooltip-head",
    {},
    swatch,
    element("b", "", {}, name),
    ` ${duration}`,
  );
}

/** "3", "0.25". @param {number} level */
function formatLevel(level) {
  return Number.isInteger(level) ? String(level) : level.toFixed(2);
}

/** @param {number} look */
function threadSwatch(look) {
  return element("i", "stage-swatch stage-chip", {
    "data-thread": String((look % THREAD_LOOKS) + 1),
  });
}

/** @param {{certainty: number, certaintyName: string}} what */
function uncertain({ certainty, certaintyName }) {
  if (certainty === EXACT) return [];
  return [line("stage-tooltip-more", `${certaintyName}, not seen by an event`)];
}

/** How many is not known where there are sums only. @param {number} count */
const countOfHolds = (count) => (count < 0 ? "Holds" : formatCounted(count, "hold"));

/** "running 41 %, sleeping 2 %". @param {{shares: Float64Array, totalNs: number}} hit */
function sharesText({ shares, totalNs }) {
  return Array.from(shares, (ns, state) => ({ state, share: ns / totalNs }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ state, share }) => `${lowered(stateLabel(state))} ${formatShare(share)}`)
    .join(", ");
}

/** "waiting to run": only the first letter. @param {string} label */
function lowered(label) {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** @param {string} className @param {string} text */
function line(className, text) {
  return element("div", className, {}, text);
}

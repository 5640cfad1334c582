/** Why a span did not run, in one sentence whose names lead on: to the holder, to its line. */

import { BLOCKED, RUNNABLE } from "../model/vocabulary.js";
import { h } from "./element.js";
import { moment } from "./words.js";

/** @import {Description, Page} from "./selection.js" */

const HOLDERS_SHOWN = 4;

/** "Waits for balance_lock, held by right since 1.2 ms (bank.py:14)."
 * @param {Description} span @param {Page} page
 */
export function whySentence(span, page) {
  if (span.state === RUNNABLE) return h("p", { class: "selection-sentence" }, lack(span, page));
  if (span.state !== BLOCKED) return null;
  const { timeline, goToSpan, showSource } = page;
  const holders = span.holders.flatMap((holder, index) => {
    const hold = timeline
      .holdsOfObject(span.object, holder.sinceNs, holder.sinceNs)
      .find(({ lane }) => lane === holder.lane);
    const where = hold && placeText(timeline, hold.site);
    return [
      index ? ", " : ", held by ",
      h(
        "button",
        {
          class: "link-button",
          type: "button",
          data: { key: `holder ${holder.lane}` },
          // What keeps the holder from letting go is what it does in the middle of the wait;
          // at its beginning it may still have been on its way there.
          onclick: () =>
            goToSpan(holder.lane, (Math.max(span.startNs, holder.sinceNs) + span.endNs) / 2),
        },
        holder.name,
      ),
      ` since ${moment(holder.sinceNs)}`,
      where && [
        " (",
        h(
          "button",
          {
            class: "link-button",
            type: "button",
            data: { key: `held at ${holder.lane}` },
            onclick: () => showSource(hold.site),
          },
          where,
        ),
        ")",
      ],
    ].flat();
  });
  return h(
    "p",
    { class: "selection-sentence" },
    nameInMono(span.what.replace(/^Waiting for/, "Waits for"), span.objectName),
    holders,
    ".",
  );
}

/** What kept it from running: "Could run, but right had the GIL."
 * @param {Description} span @param {Page} page
 */
function lack(span, { timeline, goToHold }) {
  if (span.operation === "cpu") return "Could run, but the system gave it no CPU.";
  if (span.operation !== "gil")
    return "Could run. Whether it lacked the GIL or a CPU was not seen.";
  const gil = timeline.gilOfLane(span.lane)?.object ?? 0;
  if (!span.holders.length) return "Could run, but did not get the GIL. Who had it was not seen.";
  const shown = span.holders.slice(0, HOLDERS_SHOWN);
  const more = span.holders.length - shown.length;
  return [
    "Could run, but ",
    ...shown.flatMap(({ lane, name, sinceNs }, index) => [
      index && (index === shown.length - 1 && !more ? " and " : ", "),
      h(
        "button",
        {
          class: "link-button",
          type: "button",
          data: { key: `holder ${lane}` },
          onclick: () => goToHold(gil, sinceNs),
        },
        name,
      ),
    ]),
    more > 0 && ` and ${more} more`,
    " had the GIL.",
  ];
}

/** @param {string} text @param {string} name */
function nameInMono(text, name) {
  const at = name ? text.indexOf(name) : -1;
  return at < 0 ? text : [text.slice(0, at), h("code", null, name), text.slice(at + name.length)];
}

/** "line 14", or "bank.py:14" where there are several files to mean.
 * @param {import("../model/timeline.js").Timeline} timeline @param {number} site
 */
export function placeText(timeline, site) {
  const row = timeline.sites.get(site);
  return row && timeline.files.size === 1 ? `line ${row.line}` : timeline.siteText(site);
}

/** Recent timelines: what ran, how it ended, what was found; pinned ones are kept. */

import { formatDuration } from "../base/format.js";
import { h, refill, svg, write } from "./element.js";

/**
 * @typedef {{id: string, url: string, title: string, scenario: string | null, parameters: Record<string, any> | null, created: string, status: string, reason?: string, duration: number | null,
 *   lanes: number | null, findings: {kind: string, severity: string, sentence: string}[], pinned: boolean}} RunRow
 */

/** A deleted timeline can be had back for this long, longer while the pointer or focus stays. */
const UNDO_MS = 8000;

const GRAVITY = ["error", "warning", "info"];
const STATUS_TEXT = /** @type {Record<string, string>} */ ({
  running: "live",
  finished: "finished",
  failed: "failed",
  stopped: "stopped",
  lost: "lost",
});

/** "just now", "4 min ago", "3 h ago", then the day. @param {string} created @param {number} nowMs */
export function ago(created, nowMs) {
  const then = Date.parse(created);
  const minutes = Math.floor((nowMs - then) / 60000);
  if (!Number.isFinite(minutes)) return "";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(then).toLocaleDateString(undefined, {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

/** "loaves 20, room 1": what sets this run apart from one with the defaults.
 * @param {Record<string, any>} given @param {import("./form.js").Parameter[]} parameters
 */
export function parametersText(given, parameters) {
  return parameters
    .filter(({ name, default: usual }) => Object.hasOwn(given, name) && given[name] !== usual)
    .map(({ name }) => `${name} ${given[name]}`)
    .join(", ");
}

/**
 * @param {HTMLElement} list an `ol`
 * @param {{pin: (id: string, pinned: boolean) => Promise<any>, remove: (id: string, leaving: boolean) => Promise<any>,
 *   say: (text: string) => void, parameters: (scenario: string | null) => import("./form.js").Parameter[]}} actions
 */
export function recentList(list, actions) {
  /** @type {RunRow[]} */
  let shown = [];
  /** Rows being deleted, by id: what sends the deletion now. @type {Map<string, (leaving: boolean) => void>} */
  const leaving = new Map();
  addEventListener("pagehide", () => leaving.forEach((send) => send(true)));

  const draw = () => {
    const rows = [...shown].sort(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) || Date.parse(b.created) - Date.parse(a.created),
    );
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)
      ?.closest("[data-focus]")
      ?.getAttribute("data-focus");
    const kept = new Map(
      [...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]),
    );
    refill(
      list,
      rows.map((row) => (leaving.has(row.id) ? kept.get(row.id) : item(row))),
    );
    if (!rows.length)
      refill(
        list,
        h(
          "li",
          { class: "recent-empty" },
          "Nothing recorded yet. Open a scenario and press Run: its timeline appears here and stays, link included.",
        ),
      );
    if (focused)
      /** @type {HTMLElement | null} */ (list.querySelector(`[data-focus="${focused}"]`))?.focus();
  };

  /** @param {RunRow} row */
  const item = (row) => {
    const [finding] = [...row.findings].sort(
      (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity),
    );
    const changed = parametersText(row.parameters ?? {}, actions.parameters(row.scenario));
    return h(
      "li",
      { class: "recent-item", data: { id: row.id } },
      h(
        "a",
        { class: "recent-title", href: row.url, data: { focus: `${row.id} title` } },
        row.title,
      ),
      h(
        "p",
        { class: "recent-facts" },
        h(
          "span",
          { class: "status", data: { status: row.status } },
          STATUS_TEXT[row.status] ?? row.status,
        ),
        row.duration !== null && h("span", null, formatDuration(row.duration)),
        row.lanes
          ? h("span", null, `${row.lanes} ${row.lanes === 1 ? "thread" : "threads"}`)
          : null,
        h("time", { datetime: row.created }, ago(row.created, Date.now())),
        changed && h("span", { class: "recent-parameters" }, changed),
      ),
      h("div", { class: "recent-buttons" }, pinButton(row), deleteButton(row)),
      finding &&
        h(
          "p",
          { class: "recent-finding" },
          h("span", { class: "severity", data: { severity: finding.severity } }),
          h("span", null, finding.sentence),
        ),
    );
  };

  /** @param {RunRow} row */
  const pinButton = (row) =>
    h(
      "button",
      {
        class: "button button--plain button--icon",
        type: "button",
        data: { focus: `${row.id} pin` },
        "aria-pressed": row.pinned,
        "aria-label": `Keep ${row.title}`,
        title: row.pinned ? "Kept for good; press to unpin" : "Keep for good",
        onclick: async () => {
          const done = await actions.pin(row.id, !row.pinned).then(
            () => true,
            (error) => actions.say(error.sentence),
          );
          if (!done) return;
          shown = shown.map((other) =>
            other.id === row.id ? { ...other, pinned: !row.pinned } : other,
          );
          draw();
          actions.say(
            row.pinned
              ? `${row.title} is no longer kept.`
              : `${row.title} is kept until you delete it.`,
          );
        },
      },
      pinIcon(row.pinned),
    );

  /** @param {RunRow} row */
  const deleteButton = (row) =>
    h(
      "button",
      {
        class: "button button--plain button--icon",
        type: "button",
        data: { focus: `${row.id} delete` },
        "aria-label": `Delete ${row.title}`,
        title: "Delete",
        onclick: () => offerUndo(row),
      },
      svg(
        "svg",
        {
          viewBox: "0 0 16 16",
          fill: "none",
          stroke: "currentColor",
          "stroke-width": "1.4",
          "stroke-linecap": "round",
          "aria-hidden": "true",
        },
        svg("path", {
          d: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5M6.75 7v3.5M9.25 7v3.5",
        }),
      ),
    );

  /** @param {RunRow} row */
  const offerUndo = (row) => {
    const place = list.querySelector(`[data-id="${row.id}"]`);
    const undo = h("button", { class: "button", type: "button" }, "Undo");
    const text = h("span", null, `${row.title} deleted.`);
    place?.replaceChildren(h("div", { class: "recent-undo" }, text, undo));
    undo.focus();
    actions.say(`${row.title} deleted. Undo is possible for a few seconds.`);
    const send = async (/** @type {boolean} */ now) => {
      clearTimeout(timer);
      try {
        await actions.remove(row.id, now);
        shown = shown.filter(({ id }) => id !== row.id);
        leaving.delete(row.id);
        draw();
      } catch (error) {
        leaving.delete(row.id);
        draw();
        actions.say(/** @type {any} */ (error).sentence);
      }
    };
    let timer = setTimeout(function wait() {
      if (place?.matches(":hover, :focus-within")) timer = setTimeout(wait, UNDO_MS / 4);
      else send(false);
    }, UNDO_MS);
    undo.addEventListener("click", () => {
      clearTimeout(timer);
      leaving.delete(row.id);
      draw();
      /** @type {HTMLElement | null} */ (
        list.querySelector(`[data-focus="${row.id} title"]`)
      )?.focus();
      actions.say(`${row.title} is back.`);
    });
    leaving.set(row.id, send);
  };

  return {
    /** @param {RunRow[]} rows */
    show(rows) {
      shown = rows;
      draw();
    },
    /** @param {string} sentence */
    fail(sentence) {
      if (!shown.length) refill(list, h("li", { class: "recent-empty" }, sentence));
    },
    anyRunning: () => shown.some(({ status }) => status === "running"),
  };
}

/** @param {boolean} pinned */
function pinIcon(pinned) {
  return svg(
    "svg",
    {
      viewBox: "0 0 16 16",
      fill: pinned ? "currentColor" : "none",
      stroke: "currentColor",
      "stroke-width": "1.4",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
    },
    svg("path", { d: "M4 2.5h8v11l-4-3.2-4 3.2z" }),
  );
}

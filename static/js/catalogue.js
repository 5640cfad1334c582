/** The catalogue page: wires the filter, the opened scenario and the recent timelines. */

import {
  deleteRun,
  listInterpreters,
  listRuns,
  listScenarios,
  pinRun,
  startRun,
} from "./net/api.js";
import { wireFilter } from "./panels/filter.js";
import { recentList } from "./panels/recent.js";
import { scenarioDialog } from "./panels/scenario.js";
import { wireTheme } from "./panels/theme.js";

/** How often the list of timelines is asked for while one of them is live. */
const REFRESH_MS = 2000;

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);
const say = (/** @type {string} */ text) => (element("live").textContent = text);

wireTheme(element("theme"));
wireFilter(
  element("filter"),
  element("filter-count"),
  element("no-match"),
  element("clear-filter"),
);
wireScenarios();
wireRecent();

function wireScenarios() {
  const opened = scenarioDialog(element("scenario"), {
    run: async (job) => location.assign((await startRun(job)).url),
    interpreters: once(listInterpreters),
    close: leave,
  });
  const scenarios = once(listScenarios);
  const title = document.title;

  async function follow() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const name = wanted.get("scenario");
    if (!name) {
      document.title = title;
      return opened.close();
    }
    try {
      const scenario = (await scenarios()).find((/** @type {any} */ row) => row.name === name);
      if (!scenario)
        return refuse(`There is no scenario called “${name}”. Here are all there are.`);
      document.title = `${scenario.title} · Threadline`;
      opened.open(scenario, {
        parameters: parsed(wanted.get("parameters")),
        interpreter: wanted.get("interpreter") ?? "",
      });
    } catch (error) {
      refuse(
        /** @type {any} */ (error).sentence ?? "The scenario could not be opened. Reload the page.",
      );
    }
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    element("notice-text").textContent = sentence;
    element("notice").hidden = false;
    history.replaceState(null, "", location.pathname);
  }

  addEventListener("hashchange", follow);
  element("notice-close").addEventListener("click", () => (element("notice").hidden = true));
  follow();
}

/** Closing is a step too: Back opens the scenario again. Focus returns to its card. */
function leave() {
  const name = new URLSearchParams(location.hash.slice(1)).get("scenario") ?? "";
  history.pushState(null, "", location.pathname);
  dispatchEvent(new HashChangeEvent("hashchange"));
  /** @type {HTMLElement | null} */ (
    document.querySelector(`[data-name="${CSS.escape(name)}"] a`)
  )?.focus();
}

function wireRecent() {
  const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".card")]);
  const parameters = new Map(
    cards.map(({ dataset }) => [dataset.name ?? null, JSON.parse(dataset.parameters ?? "[]")]),
  );
  const recent = recentList(element("recent"), {
    pin: pinRun,
    remove: (id, leaving) => deleteRun(id, { keepalive: leaving }),
    say,
    parameters: (scenario) => parameters.get(scenario) ?? [],
  });
  const refresh = async () => {
    try {
      recent.show(await listRuns());
    } catch (error) {
      recent.fail(/** @type {any} */ (error).sentence);
    }
  };
  recent.show(JSON.parse(element("runs-data").textContent));
  setInterval(
    () => document.visibilityState === "visible" && recent.anyRunning && refresh(),
    REFRESH_MS,
  );
  // Back from a timeline shows a page kept in memory: its list is as old as the visit.
  addEventListener("pageshow", (event) => event.persisted && refresh());
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && refresh(),
  );
}

/** Ask once, remember the answer, but ask again after a failure.
 * @template T @param {() => Promise<T>} ask @returns {() => Promise<T>}
 */
function once(ask) {
  /** @type {Promise<T> | null} */
  let answer = null;
  return () => {
    answer ??= ask();
    answer.catch(() => (answer = null));
    return answer;
  };
}

/** Parameters of a link: what cannot be read is as good as not given. @param {string | null} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? "{}") ?? {};
  } catch {
    return {};
  }
}

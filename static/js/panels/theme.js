/** The theme: light or dark, as the system says until a person says otherwise. */

const KEY = "threadline.theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage refused: a private window still gets the system's theme
  }
}

/** @param {string | null} choice */
function remember(choice) {
  try {
    if (choice) localStorage.setItem(KEY, choice);
    else localStorage.removeItem(KEY);
  } catch {
    // the choice then lasts as long as this page
  }
}

/** @param {"light" | "dark"} theme */
function show(theme) {
  if (document.documentElement.dataset.theme !== theme)
    document.documentElement.dataset.theme = theme;
}

const systemTheme = () => (systemIsDark.matches ? "dark" : "light");

/** The theme shown now. */
export const currentTheme = () =>
  document.documentElement.dataset.theme === "dark" ? "dark" : "light";

/** Show the other theme. Choosing what the system says anyway is following the system again. */
export function toggleTheme() {
  const theme = currentTheme() === "dark" ? "light" : "dark";
  remember(theme === systemTheme() ? null : theme);
  show(theme);
}

/** Keep a button's name true and follow the system and other tabs.
 * @param {HTMLElement} button
 */
export function wireTheme(button) {
  const name = () => {
    const other = currentTheme() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    button.title = `Switch to the ${other} theme`;
  };
  const follow = () => show(/** @type {any} */ (stored()) ?? systemTheme());
  button.addEventListener("click", toggleTheme);
  systemIsDark.addEventListener("change", follow);
  addEventListener("storage", (event) => event.key === KEY && follow());
  new MutationObserver(name).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  name();
}

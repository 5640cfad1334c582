/** The divider: how wide the details are, by pointer or arrow keys, remembered. */

const KEY = "threadline.details";
const NARROWEST_PX = 240;
const WIDEST_PX = 720;
const STEP_PX = 24;

/** @param {HTMLElement} divider @param {() => void} onChange the stage has another width now */
export function wireDivider(divider, onChange) {
  const root = document.documentElement;
  let widthPx = clamp(Number(read()) || parseFloat(getComputedStyle(root).getPropertyValue("--panel-width")));

  const show = (/** @type {number} */ px) => {
    widthPx = clamp(px);
    root.style.setProperty("--panel-width", `${widthPx}px`);
    divider.setAttribute("aria-valuenow", String(Math.round(widthPx)));
    divider.setAttribute("aria-valuetext", `${Math.round(widthPx)} pixels`);
    onChange();
  };
  divider.setAttribute("aria-valuemin", String(NARROWEST_PX));
  divider.setAttribute("aria-valuemax", String(WIDEST_PX));

  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  divider.addEventListener("pointermove", (event) => {
    if (divider.hasPointerCapture(event.pointerId)) show(innerWidth - event.clientX);
  });
  divider.addEventListener("pointerup", () => remember(widthPx));
  divider.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX, Home: WIDEST_PX, End: -WIDEST_PX }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the same keys pan the lanes
    show(widthPx + by);
    remember(widthPx);
  });
  show(widthPx);
}

/** @param {number} px */
const clamp = (px) => Math.max(NARROWEST_PX, Math.min(WIDEST_PX, px));

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {number} px */
function remember(px) {
  try {
    localStorage.setItem(KEY, String(Math.round(px)));
  } catch {
    // it then lasts as long as this page
  }
}

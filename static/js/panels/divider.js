/** The divider: how wide the details are, by pointer or arrow keys, remembered. */

const KEY = "threadline.details";
const NARROWEST_PX = 240;
const WIDEST_PX = 720;
const STEP_PX = 24;

/** @param {HTMLElement} divider @param {HTMLElement} side */
export function wireDivider(divider, side) {
  const root = document.documentElement;
  let widthPx = clamp(Number(read()) || side.offsetWidth);

  const tell = () => {
    divider.setAttribute("aria-valuenow", String(Math.round(widthPx)));
    divider.setAttribute("aria-valuetext", `${Math.round(widthPx)} pixels`);
  };
  const show = (/** @type {number} */ px) => {
    widthPx = clamp(px);
    root.style.setProperty("--panel-width", `${widthPx}px`);
    tell();
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
    const by = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX, Home: WIDEST_PX, End: -WIDEST_PX }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    show(widthPx + by);
    remember(widthPx);
  });
  if (read()) show(widthPx);
  else tell(); // as wide as the text asks for, until a hand chooses
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

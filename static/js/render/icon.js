/** An icon: a drawing of a few strokes in the colour of the text beside it. It says nothing to
 *  those who cannot see it; the control that it stands in has a name. */

const SVG = "http://www.w3.org/2000/svg";

const DRAWINGS = Object.freeze({
  move: "M6 3.5h.01M6 8h.01M6 12.5h.01M10 3.5h.01M10 8h.01M10 12.5h.01",
  pin: "M5.5 2.5h5M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5",
  fold: "M4 6l4 4 4-4",
  unfold: "M6 4l4 4-4 4",
  hide: "M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4zM3 13 13 3",
});

/** @typedef {keyof typeof DRAWINGS} Icon */

/** @param {Icon} name */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  drawing.setAttribute("class", "stage-icon");
  drawing.append(document.createElementNS(SVG, "path"));
  return draw(drawing, name);
}

/** Make it another icon. @template {SVGElement} Drawing @param {Drawing} drawing @param {Icon} name */
export function draw(drawing, name) {
  const path = /** @type {SVGElement} */ (drawing.firstElementChild);
  if (path.getAttribute("d") !== DRAWINGS[name]) path.setAttribute("d", DRAWINGS[name]);
  return drawing;
}

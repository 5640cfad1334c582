/**
 * The two parts of a frame in which some rows stay on top while the others scroll under them. At
 * most one row is cut by the edge between them; what is drawn of it must not reach above.
 */

/** @import {Frame} from "./frame.js" */

/** @template {Frame} Seen @typedef {{top: number, height: number, frame: Seen}} Part a stretch of the
 *  canvas in device pixels, and what is seen there */

/**
 * The lanes themselves: each row in one part only, for drawing it is dear. Those that stay come
 * last, over what a row that is cut has drawn above the edge.
 *
 * @template {Frame} Seen @param {Seen} frame
 * @returns {Part<Seen>[]}
 */
export function laneParts(frame) {
  const { height, edge } = frame;
  if (edge === 0) return [{ top: 0, height, frame }];
  // The lane of the processors is the first of all rows: where any stay, it does.
  const scrolled = { ...only(frame, ({ stays }) => !stays), cores: null };
  return [
    { top: 0, height, frame: scrolled },
    { top: 0, height: edge, frame: only(frame, ({ stays }) => stays === true) },
  ];
}

/**
 * What is drawn on the lanes once all of them are there: none of it reaches into the other part.
 *
 * @template {Frame} Seen @param {Seen} frame
 * @returns {Part<Seen>[]}
 */
export function sightParts(frame) {
  const parts = laneParts(frame);
  if (parts.length > 1)
    Object.assign(parts[0], { top: frame.edge, height: frame.height - frame.edge });
  return parts;
}

/**
 * What lies over the lanes may reach from one part into the other, as an arrow does: in each part
 * all rows are known but, above the edge, the one that is cut by it.
 *
 * @template {Frame} Seen @param {Seen} frame
 * @returns {Part<Seen>[]}
 */
export function overlayParts(frame) {
  const { height, edge } = frame;
  if (edge === 0) return [{ top: 0, height, frame }];
  return [
    { top: edge, height: height - edge, frame },
    {
      top: 0,
      height: edge,
      frame: only(frame, ({ stays, box }) => stays === true || box.top >= edge),
    },
  ];
}

/** @template {Frame} Seen @param {Seen} frame
 *  @param {(row: {stays?: boolean, box: {top: number}}) => boolean} fits @returns {Seen} */
function only(frame, fits) {
  const { lanes, gils, groups, bands, objects } = frame;
  return {
    ...frame,
    lanes: lanes.filter(fits),
    gils: gils.filter(fits),
    groups: groups.filter(fits),
    bands: bands.filter(fits),
    objects: objects.filter(fits),
  };
}

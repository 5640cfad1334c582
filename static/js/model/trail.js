/**
 * The trail: the windows that one zoomed through, each within the one before, from the whole run
 * to where one is. It is made of the windows alone, so it is right after Back, Forward and a
 * jump as well: what does not contain the present window is no way back from it.
 */

/** @typedef {{fromNs: number, toNs: number}} Window */
/** @typedef {Window & {small: boolean}} Crumb `small`: by a small zoom from the one before */

/** A zoom by less than this is a small one: a wheel and a key come in many, and all of a series
 *  are one crumb. */
const APART = 2;
/** Windows of almost the same width are one that moved. */
const SAME = 1.05;
/** A window may stick out of the one it was reached from by this share, and still lie in it. */
const SLACK = 0.02;
/** A window of so much of the run is the whole run. */
const WHOLE = 0.98;

export class Trail {
  /** The widest first; the last is where one is. Nothing: at the whole run.
   *  @type {Crumb[]} */
  crumbs = [];

  /** One has come to rest at a window. @param {Window} window @param {number} wholeNs width of
   *  the whole run */
  rest({ fromNs, toNs }, wholeNs) {
    const width = toNs - fromNs;
    if (width >= wholeNs * WHOLE) {
      this.crumbs = [];
      return;
    }
    const outer = this.crumbs.filter(
      (crumb) => widthOf(crumb) >= SAME * width && lies({ fromNs, toNs }, crumb),
    );
    const before = outer.at(-1);
    const small = (before ? widthOf(before) : wholeNs) < APART * width;
    if (before?.small && small) outer.pop();
    this.crumbs = [...outer, { fromNs, toNs, small }];
  }
}

/** @param {Window} window */
const widthOf = ({ fromNs, toNs }) => toNs - fromNs;

/** @param {Window} inner @param {Window} outer */
function lies(inner, outer) {
  const slack = widthOf(outer) * SLACK;
  return inner.fromNs >= outer.fromNs - slack && inner.toNs <= outer.toNs + slack;
}

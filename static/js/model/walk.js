/**
 * A walk: the places one came through along arrows. A span may have several causes and several
 * effects, so the arrow back from an effect need not lead to where one came from; a walk does.
 */

/** @template Place */
export class Walk {
  /** @type {Place[]} */
  #places = [];
  #at = 0;

  /** @param {(place: Place) => string} keyOf two places are one when their keys are */
  constructor(keyOf) {
    this.keyOf = keyOf;
  }

  /**
   * One step from here: back where one came from, or else wherever an arrow leads.
   *
   * @param {Place} here @param {1 | -1} step
   * @param {() => Place | null} find where the arrow leads
   * @returns {Place | null} null when no arrow leads on
   */
  step(here, step, find) {
    if (!this.#isAt(here)) {
      this.#places = [here];
      this.#at = 0;
    }
    const known = this.#places[this.#at + step];
    const next = known ?? find();
    if (!next) return null;
    if (!known) {
      if (step > 0) this.#places.push(next);
      else this.#places.unshift(next);
    }
    this.#at = this.#places.indexOf(next);
    return next;
  }

  /** @param {Place} here */
  #isAt(here) {
    const place = this.#places[this.#at];
    return place !== undefined && this.keyOf(place) === this.keyOf(here);
  }
}

/** Subscribers: the functions that want to hear of a change of one thing. */

/** @template {unknown[]} Values */
export class Subscribers {
  /** @type {Set<(...values: Values) => void>} */
  #all = new Set();

  /**
   * @param {(...values: Values) => void} subscriber
   * @returns {() => void} call it to hear no more
   */
  add(subscriber) {
    this.#all.add(subscriber);
    return () => {
      this.#all.delete(subscriber);
    };
  }

  /** @param {Values} values */
  tell(...values) {
    // A copy, so that a subscriber may leave while it is being told.
    for (const subscriber of [...this.#all]) subscriber(...values);
  }
}

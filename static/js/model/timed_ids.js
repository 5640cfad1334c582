/** Timed ids: ids of rows in the order of a time that each row has, told almost in order. */

import { Uint32Column } from "../base/chunks.js";
import { NEAR, takePlaces } from "../base/latecomers.js";

/** @import {Float64Column} from "../base/chunks.js" */

export class TimedIds {
  #times;
  #ids = new Uint32Column();
  /** Ids that have no place yet; `base/latecomers.js` says why. @type {number[]} */
  #late = [];

  /** @param {Float64Column} times of all rows, by id */
  constructor(times) {
    this.#times = times;
  }

  /** @param {number} id of a row whose time is known */
  add(id) {
    const time = this.#times.get(id);
    const ids = this.#ids;
    let position = ids.length;
    if (position > NEAR && this.#timeAt(position - 1 - NEAR) > time) {
      this.#late.push(id);
      return;
    }
    ids.push(id);
    for (; position > 0 && this.#timeAt(position - 1) > time; position -= 1) {
      ids.set(position, ids.get(position - 1));
    }
    ids.set(position, id);
  }

  /** All of them; of two with one time the one that was told first. */
  get inOrder() {
    if (this.#late.length > 0) this.#settle();
    return this.#ids;
  }

  /** @param {number} place */
  #timeAt(place) {
    return this.#times.get(this.#ids.get(place));
  }

  #settle() {
    const ids = this.#ids;
    const late = this.#late;
    const times = Float64Array.from(late, (id) => this.#times.get(id));
    const { length } = ids;
    for (const id of late) ids.push(id);
    takePlaces(times, length, {
      keyAt: (place) => this.#timeAt(place),
      move: (from, to) => ids.set(to, ids.get(from)),
      place: (which, to) => ids.set(to, late[which]),
    });
    this.#late = [];
  }
}

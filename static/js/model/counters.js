/** The counters of a run: numbers that belong to sync objects and change in steps. */

import { Steps } from "./steps.js";

/** @import {CounterBatch} from "./rows.js" */

export class Counters {
  /** @type {Map<number, Steps>} */
  #byObject = new Map();

  /** One without values where nothing is known. @param {number} object */
  of(object) {
    return this.#byObject.get(object) ?? new Steps();
  }

  /** @param {CounterBatch} batch */
  add(batch) {
    let time = 0;
    for (let row = 0; row < batch.object.length; row += 1) {
      time += batch.time[row];
      const counter = this.of(batch.object[row]);
      this.#byObject.set(batch.object[row], counter);
      counter.add(time, batch.value[row]);
    }
  }
}

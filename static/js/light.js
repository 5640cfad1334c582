/** The light: which object is lit on the lanes, and what of it lies out of sight. */

import { layoutBeyond } from "./layout/beyond.js";
import { layoutLit, litObject } from "./layout/lit.js";
import { Hints } from "./render/hints.js";

/** @import {Beyond} from "./layout/beyond.js" */
/** @import {Timeline} from "./model/timeline.js" */
/** @import {Scene} from "./render/layer.js" */

export class Light {
  hints = new Hints();
  /** @type {Beyond | null} */
  beyond = null;
  /** What it was last laid out for. @type {Scene | null} */
  #scene = null;

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
  }

  /** The object that is lit; 0 for none. */
  get object() {
    return this.beyond?.object ?? 0;
  }

  /**
   * Light the object that is meant. While the lanes stay as they are only another one is dear.
   *
   * @param {Scene} scene of the lanes as they were last drawn
   * @param {{body: HTMLElement, lanes: HTMLElement}} elements that hints lie over
   * @param {number} rowsPx the height of all rows
   */
  shine(scene, { body, lanes }, rowsPx) {
    if (this.#scene === scene && this.object === litObject(scene)) return;
    this.#scene = scene;
    scene.light = layoutLit(scene);
    this.beyond = layoutBeyond(scene);
    this.hints.show(this.beyond, this.timeline.objectName(this.object));
    this.hints.place(body, lanes, rowsPx);
  }
}

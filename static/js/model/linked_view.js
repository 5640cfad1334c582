/** A linked view: what of a view a link to it names, and a view made to look as a link says. */

/** @import {LinkedView} from "./fragment.js" */
/** @import {View} from "./view.js" */

/** @param {View} view @returns {LinkedView} */
export function linkedOf(view) {
  const moved = !view.follow && !view.whole;
  return {
    window: moved ? { fromNs: view.fromNs, toNs: view.toNs } : null,
    selection: view.selection,
    hold: view.hold,
    playheadNs: view.playheadNs,
    range: view.range,
    arrows: view.arrows,
    arrangement: view.arrangement,
    without: [...view.without],
    mode: view.mode,
    objectOrder: view.objectOrder,
    line: view.line,
    marks: [...view.marks],
    filter: view.filter,
  };
}

/** @param {View} view @param {LinkedView} linked */
export function lookAs(view, linked) {
  showWindow(view, linked.window);
  if (linked.hold) view.selectHold(linked.hold);
  else view.select(linked.selection);
  view.setPlayhead(linked.playheadNs);
  view.setRange(linked.range);
  view.setLine(linked.line);
  view.setMarks(linked.marks);
  view.setFilter(linked.filter);
  view.setArrows(linked.arrows);
  view.without = new Set(linked.without);
  view.arrange(linked.arrangement, { commit: false });
  view.setObjectOrder(linked.objectOrder);
  view.setMode(linked.mode);
}

/** @param {View} view @param {LinkedView["window"]} window null: the whole run, which may grow */
function showWindow(view, window) {
  if (window) {
    view.show(window.fromNs, window.toNs);
    return;
  }
  view.whole = true;
  view.followLive();
}

/** A page around vis-timeline, which is a library: the recording, stacking off, as its examples do. */

const { groups, items, end } = await (await fetch("/data/vis.json")).json();
const host = document.getElementById("timeline");
const options = { stack: false, height: "860px", start: 0, end, zoomKey: "ctrlKey" };
new window.vis.Timeline(
  host,
  new window.vis.DataSet(items.map((item, id) => ({ id, ...item }))),
  new window.vis.DataSet(groups),
  { ...options, horizontalScroll: true },
);

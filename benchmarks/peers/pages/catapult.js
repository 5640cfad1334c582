/** A page around catapult's trace viewer, which is an element: as its own embedding example does. */

window.__hideTraceViewerPolyfillWarning = true;

document.addEventListener("WebComponentsReady", async () => {
  const container = document.createElement("track-view-container");
  container.id = "track_view_container";
  const viewer = document.createElement("tr-ui-timeline-view");
  viewer.track_view_container = container;
  window.Polymer.dom(viewer).appendChild(container);
  viewer.id = "trace-viewer";
  viewer.globalMode = true;
  window.Polymer.dom(document.body).appendChild(viewer);
  const model = new window.tr.Model();
  const text = await (await fetch("/data/chrome.json")).text();
  await new window.tr.importer.Import(model).importTracesWithProgressDialog([text]);
  viewer.model = model;
  viewer.viewTitle = "recording";
  window.modelShown = true;
});

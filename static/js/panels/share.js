/** Share: the link to this recording at this view, copied, or shown where copying is refused. */

import { h, refill, write } from "./element.js";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * @param {HTMLElement} box a popover @param {HTMLElement} button
 * @param {{link: () => string, download?: string, say: (text: string) => void}} options
 *   download: of the recording, where the view is of one
 */
export function shareBox(box, button, { link, download, say }) {
  const done = h("p", { class: "share-done" });
  const field = h("input", {
    class: "field-input mono",
    type: "text",
    readonly: true,
    "aria-label": "Link to this view",
    onfocus: () => field.select(),
  });
  const copy = h("button", { class: "button", type: "button", onclick: () => tryCopy() }, "Copy");
  const reach = LOOPBACK.test(location.hostname)
    ? "It opens the same moment, zoom and selection in any browser on this machine, for as long as the recording is kept."
    : "It opens the same moment, zoom and selection for as long as the recording is kept.";
  refill(
    box,
    done,
    h("div", { class: "share-row" }, field, copy),
    h("p", { class: "quiet" }, reach),
    download &&
      h(
        "p",
        null,
        h("a", { href: download }, "Download the recording"),
        h("span", { class: "quiet" }, " (.jsonl, the whole timeline as text)"),
      ),
  );

  async function tryCopy() {
    try {
      await navigator.clipboard.writeText(field.value);
      write(done, "Link copied.");
      say("Link to this view copied.");
    } catch {
      // No permission, or no secure context: the person copies it, it is ready selected.
      write(done, "Copy this link:");
      say("The browser refused to copy. The link is selected: copy it with Control C.");
      field.focus();
      field.select();
    }
  }

  return async () => {
    field.value = link();
    write(done, "");
    const place = button.getBoundingClientRect();
    box.style.top = `${place.bottom + 6}px`;
    box.showPopover();
    box.style.left = `${Math.max(8, Math.min(place.right, innerWidth - 8) - box.offsetWidth)}px`;
    await tryCopy();
  };
}

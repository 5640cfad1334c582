"""The README's moving picture: the real page, a real run, real clicks, in real time.

Run from the root of the checkout, `python -m docs.pictures.tour`, on a machine that has
nothing else to do. A scenario is picked and run, watched live, a wait is pointed at, selected
and zoomed to, and the same moments are shown by object. Light and dark.
"""

from __future__ import annotations

import base64
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from app.timeline.columns import Span
from app.timeline.frames import read_timeline
from app.timeline.model import State
from app.timeline.timeline import Timeline
from docs.pictures.webp import Still, animated
from tests.browser.conftest import Site
from tests.support.chromium import ARGUMENTS, chromium

FOLDER = Path(__file__).parent
SCENARIO = "producers_and_consumers"
PARAMETERS = {"bakers": 3, "sellers": 2, "loaves": 14, "sell_ms": 95}
SIZE = {"width": 1120, "height": 630}
QUALITY = 62
STILL_MS = 80
"""Not more than twelve stills a second: a run is followed well, and the file stays small."""
LAST_MS = 2500
POINTER = """
    const pointer = document.createElement("div");
    Object.assign(pointer.style, {
      position: "fixed", zIndex: 2147483647, width: "22px", height: "22px", left: "-40px",
      margin: "-11px 0 0 -11px", borderRadius: "50%", border: "2px solid #d4006a",
      background: "#d4006a33", pointerEvents: "none",
    });
    document.documentElement.append(pointer);
    addEventListener("mousemove", (event) => {
      pointer.style.left = `${event.clientX}px`;
      pointer.style.top = `${event.clientY}px`;
    }, { capture: true });
"""
"""Screenshots show no pointer, so a ring stands where it is."""


class Film:
    """Stills of a page, each shown for as long as it was on the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.stills: list[Still] = []
        self._last = b""
        self._since = time.monotonic()

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Film for so long, or until something holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            began = time.monotonic()
            shot = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": False}
            self._take(base64.b64decode(self.session.send("Page.captureScreenshot", shot)["data"]))
            self.page.wait_for_timeout(max(0, STILL_MS - (time.monotonic() - began) * 1000))

    def _take(self, still: bytes) -> None:
        if still == self._last:
            return
        self._close()
        self._last = still

    def _close(self, shown_ms: int | None = None) -> None:
        now = time.monotonic()
        if self._last:
            passed = round((now - self._since) * 1000)
            self.stills.append(Still(self._last, shown_ms or passed))
        self._since = now

    def point(self, x: float, y: float) -> None:
        """Move the pointer there, as a hand does."""
        self.page.mouse.move(x, y, steps=12)
        self.run(0.5)

    def finished(self) -> bytes:
        """The film as a file; the last still stands a while."""
        self._close(LAST_MS)
        return animated(self.stills, SIZE["width"], SIZE["height"])


def middle_wait(timeline: Timeline) -> Span:
    """The longest wait for a queue that another thread ended, but not the first of all."""
    woken = {(flow.to_lane, flow.to_ns) for flow in timeline.flows}
    waits = [
        span
        for span in timeline.spans
        if span.state == State.BLOCKED and (span.lane, span.end) in woken and span.lane != 1
    ]
    later = [span for span in waits if span.start > timeline.now // 3]
    return max(later, key=lambda span: span.end - span.start)


def place_of(page: Page, timeline: Timeline, span: Span) -> tuple[float, float]:
    """Where a span lies on the screen while the whole run is shown."""
    lanes = page.locator("#stage .stage-lanes").bounding_box()
    head = page.locator("#stage [role=rowheader]", has_text=timeline.lanes[span.lane].name)
    row = head.first.bounding_box()
    assert lanes
    assert row
    middle = (span.start + span.end) / 2 / timeline.now
    return lanes["x"] + middle * lanes["width"], row["y"] + row["height"] * 0.7


def shoot(browser: Browser, site: Site, theme: str) -> bytes:
    """One film, from the catalogue to the explanation."""
    context = browser.new_context(
        viewport=SIZE,  # type: ignore[arg-type]
        color_scheme=theme,  # type: ignore[arg-type]
    )
    context.add_init_script(f'addEventListener("DOMContentLoaded", () => {{{POINTER}}});')
    page = context.new_page()
    page.goto(f"{site.url}/#scenario={SCENARIO}")
    dialog = page.get_by_role("dialog")
    for name, value in PARAMETERS.items():
        dialog.get_by_label(name, exact=True).fill(str(value))
    # Filling a field has scrolled to it, and the story is told from its beginning.
    dialog.locator(".scenario-scroll").evaluate("all => { all.scrollTop = 0 }")
    film = Film(page)
    film.run(1.2)
    run = dialog.get_by_role("button", name="Run", exact=True)
    run.scroll_into_view_if_needed()
    box = run.bounding_box()
    assert box
    film.point(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**/t/*")
    page.mouse.move(SIZE["width"] * 0.4, SIZE["height"] * 0.8)
    film.run(20, lambda: page.locator("#status").inner_text() == "finished")
    film.run(0.8)
    text = site.ask_text(f"/api/runs/{page.url.split('/t/')[1][:32]}/timeline")
    timeline = read_timeline(text.splitlines())
    x, y = place_of(page, timeline, middle_wait(timeline))
    film.point(x, y)
    film.run(0.9)
    page.mouse.click(x, y)
    film.run(1.6)
    page.keyboard.press("f")
    film.run(2.0)
    film.point(SIZE["width"] * 0.4, SIZE["height"] * 0.85)
    page.keyboard.press("o")
    film.run(1.5)
    context.close()
    return film.finished()


def main() -> None:
    """Shoot both films."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Site(Path(folder))
        try:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            for theme in ("light", "dark"):
                (FOLDER / f"tour-{theme}.webp").write_bytes(shoot(browser, site, theme))
            browser.close()
        finally:
            site.end()


if __name__ == "__main__":
    main()

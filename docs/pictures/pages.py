"""The README's pictures: the real pages, with a real recording, in a real browser.

Run from the root of the checkout, `python -m docs.pictures.pages`. A server of its own
records a scenario; the longest wait for another thread is selected, so that its arrows and
its sentence are seen; the pages are photographed light and dark, wide and narrow.
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.timeline.frames import read_timeline
from app.timeline.model import State
from tests.browser.conftest import Site
from tests.support.chromium import ARGUMENTS, chromium

FOLDER = Path(__file__).parent
SCENARIO = "lock_convoy"
SIZES = {"wide": {"width": 1280, "height": 720}, "narrow": {"width": 390, "height": 844}}
SCALE = 2
SETTLED_MS = 600
"""Longer than the zoom's animation and the redraw that follows a gesture."""


def longest_wait(data: Path, run: str) -> str:
    """Return the fragment that selects the longest wait that another thread ended."""
    lines = gzip.decompress((data / "logs" / f"{run}.jsonl.gz").read_bytes()).decode().splitlines()
    timeline = read_timeline(lines)
    woken = {(flow.to_lane, flow.to_ns) for flow in timeline.flows}
    waits = [
        (span.end - span.start, span.lane, span.start)
        for span in timeline.spans
        if span.state == State.BLOCKED and (span.lane, span.end) in woken
        and span.lane != 1
    ]  # fmt: skip
    _, lane, start = max(waits)
    return f"#v=1&sel={lane}.{start}"


def photograph(page: Page, name: str) -> None:
    """Wait until nothing moves and write `name`.png."""
    page.wait_for_timeout(SETTLED_MS)
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")


def photograph_all(browser: Browser, site: Site, timeline: str) -> None:
    """Both pages in both themes and both sizes."""
    for theme in ("light", "dark"):
        for size, viewport in SIZES.items():
            context = browser.new_context(
                viewport=viewport,  # type: ignore[arg-type]
                color_scheme=theme,  # type: ignore[arg-type]
                device_scale_factor=SCALE,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name, path in (("catalogue", "/"), ("timeline", timeline)):
                page.goto(site.url + path)
                photograph(page, f"{name}-{theme}-{size}")
            context.close()


def main() -> None:
    """Record, select and photograph."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        data = Path(folder)
        site = Site(data)
        try:
            site.recorded("deadlock")
            path = site.recorded(SCENARIO)
            browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            photograph_all(browser, site, path + longest_wait(data, path.rpartition("/")[2]))
            browser.close()
        finally:
            site.end()


if __name__ == "__main__":
    main()

"""The README's pictures: the real pages, with real recordings, in a real browser.

Run from the root of the checkout, `python -m docs.pictures.pages`, on a machine that has
nothing else to do. A server of its own records scenarios: of the one the longest wait
for another thread is selected, so that its arrows and its sentence are seen, of the other a
turn of a thread that had the GIL; two runs of a third are compared. The pages are photographed
light and dark, wide and narrow.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.timeline.frames import read_timeline
from app.timeline.model import FlowKind, State
from app.timeline.timeline import Timeline
from tests.browser.conftest import Site
from tests.support.chromium import ARGUMENTS, chromium

FOLDER = Path(__file__).parent
SCENARIO = "lock_convoy"
TURNS = "cpu_bound_under_the_gil"
TURNS_SHOWN = 12
COMPARED = "producers_and_consumers"
FEW, MANY = {"sellers": 1}, {"sellers": 3}
SIZES = {"wide": {"width": 1280, "height": 720}, "narrow": {"width": 390, "height": 844}}
SCALE = 2
SETTLED_MS = 600
"""Longer than the zoom's animation and the redraw that follows a gesture."""


def timeline_of(site: Site, path: str) -> Timeline:
    """What was recorded behind the path of a page."""
    return read_timeline(site.ask_text(f"/api/runs{path[2:]}/timeline").splitlines())


def longest_wait(timeline: Timeline) -> str:
    """Return the fragment that selects the longest wait that another thread ended."""
    woken = {(flow.to_lane, flow.to_ns) for flow in timeline.flows}
    waits = [
        (span.end - span.start, span.lane, span.start)
        for span in timeline.spans
        if span.state == State.BLOCKED and (span.lane, span.end) in woken
        and span.lane != 1
    ]  # fmt: skip
    _, lane, start = max(waits)
    return f"#v=1&sel={lane}.{start}"


def middle_turn(timeline: Timeline) -> str:
    """Return the fragment that selects a hold of the GIL that was handed over twice, in the
    middle of those, with some of its neighbours in view.
    """
    taken = {(flow.to_lane, flow.to_ns) for flow in timeline.flows if flow.kind == FlowKind.GIL}
    given = {(flow.from_lane, flow.from_ns) for flow in timeline.flows if flow.kind == FlowKind.GIL}
    turns = [
        hold
        for hold in timeline.holds
        if (hold.lane, hold.start) in taken and (hold.lane, hold.end) in given
    ]
    middle = len(turns) // 2
    shown = turns[max(0, middle - TURNS_SHOWN // 2) : middle + TURNS_SHOWN // 2]
    inner = shown[len(shown) // 3 : -len(shown) // 3]
    chosen = max(inner, key=lambda hold: hold.end - hold.start)
    from_ns, to_ns = shown[0].start, shown[-1].end
    gone = [
        str(lane.id)
        for lane in timeline.lanes.values()
        if lane.begin > to_ns or (lane.end is not None and lane.end < from_ns)
    ]
    hidden = f"&hide={'.'.join(gone)}" if gone else ""
    return f"#v=1&from={from_ns}&to={to_ns}&hold={chosen.object}.{chosen.start}{hidden}"


def photograph(page: Page, name: str) -> None:
    """Wait until nothing moves and write `name`.png."""
    page.wait_for_timeout(SETTLED_MS)
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")


def photograph_all(browser: Browser, site: Site, pages: Mapping[str, str]) -> None:
    """Each page in both themes and both sizes."""
    for theme in ("light", "dark"):
        for size, viewport in SIZES.items():
            context = browser.new_context(
                viewport=viewport,  # type: ignore[arg-type]
                color_scheme=theme,
                device_scale_factor=SCALE,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name, path in pages.items():
                page.goto(site.url + path)
                photograph(page, f"{name}-{theme}-{size}")
            context.close()


def main() -> None:
    """Record, select and photograph."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Site(Path(folder))
        try:
            site.recorded("deadlock")
            convoy, turns = site.recorded(SCENARIO), site.recorded(TURNS)
            few, many = site.recorded(COMPARED, **FEW), site.recorded(COMPARED, **MANY)
            pages = {
                "catalogue": "/",
                "timeline": convoy + longest_wait(timeline_of(site, convoy)),
                "compare": f"/compare#v=1&a={few[len('/t/') :]}&b={many[len('/t/') :]}",
                "gil": turns + middle_turn(timeline_of(site, turns)),
            }
            browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            photograph_all(browser, site, pages)
            browser.close()
        finally:
            site.end()


if __name__ == "__main__":
    main()

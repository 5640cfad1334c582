"""Two recordings beside each other of which one or both are too long for a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.runs.tiling import index_log
from app.settings import Settings
from tests.browser.conftest import OpenPage, agree, axe_violations, cut_off, said_in, settle
from tests.browser.long_pages import PATIENCE_MS
from tests.support.long_runs import LongRun
from tests.support.serving import RunningServer, serving

LONG = LongRun(120_000, lanes=4, spans_per_frame=500)
SHORT = LongRun(60_000, lanes=3, spans_per_frame=500, id="0" * 31 + "2")
RUNS = [LONG, SHORT]
LIMITS = {"whole_spans": 100_000, "window_spans": 80_000}
"""The longer run is one that no page can hold."""
TABLE = "#difference-table tbody tr"


def opened(server: RunningServer, open_page: OpenPage, **options: object) -> Page:
    page = open_page(f"{server.url}/compare#v=1&a={LONG.id}&b={SHORT.id}", **options)
    for side in ("a", "b"):
        expect(page.locator(f"#side-{side} [role=rowheader]")).not_to_have_count(
            0, timeout=PATIENCE_MS
        )
    expect(page.locator("#summary")).not_to_be_empty()
    expect(page.locator(TABLE).first).to_be_visible()
    settle(page)
    return page


def test_the_whole_of_both_is_compared_exactly_wherever_one_looks(
    open_page: OpenPage, tiled: RunningServer, whole: RunningServer
) -> None:
    page, full = opened(tiled, open_page), opened(whole, open_page)
    expect(page.locator("#side-a .detail-line")).to_contain_text("Shown as tiles")
    expect(page.locator("#side-b .detail-line")).to_be_hidden()
    expect(page.locator("#notices")).to_contain_text("A is longer than a page can hold")

    agree(page, full, TABLE, "#summary")
    assert any("till" in row for row in said_in(page, TABLE))

    page.locator("#side-a .detail-line").get_by_role("button", name="Zoom in").click()
    expect(page.locator("#side-a .detail-line")).to_have_attribute(
        "data-detail", "single", timeout=PATIENCE_MS
    )
    agree(page, full, TABLE)


LARGE = LongRun(3000, lanes=3, spans_per_frame=50)


@pytest.fixture
def large(tmp_path: Path) -> Iterator[RunningServer]:
    """A server for which the log of a short run is too large."""
    index_log(LARGE.write(tmp_path), lambda share: None)
    with serving(Settings(data=tmp_path, tiled_spans=1000, whole_bytes=10_000)) as server:
        yield server


def test_a_recording_whose_log_is_too_large_for_a_page_is_seen_by_tiles(
    large: RunningServer, open_page: OpenPage
) -> None:
    page = open_page(f"{large.url}/compare#v=1&a={LARGE.id}&b={LARGE.id}")

    for side in ("a", "b"):
        expect(page.locator(f"#side-{side} .detail-line")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_it_is_readable_everywhere(
    open_page: OpenPage, tiled: RunningServer, scheme: str, width: int
) -> None:
    page = opened(tiled, open_page, color_scheme=scheme, viewport={"width": width, "height": 900})
    expect(page.locator("#side-a .detail-line")).to_have_attribute(
        "data-detail", "shares", timeout=PATIENCE_MS
    )

    assert axe_violations(page) == []
    assert cut_off(page) == []

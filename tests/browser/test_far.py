"""What lies outside the single spans that are here of a long recording, and the way there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, settle
from tests.browser.long_pages import opened_whole, page_of, shares, single
from tests.support.long_runs import FRAME_NS, LongRun
from tests.support.serving import RunningServer

RUN = LongRun(180_000, lanes=4, spans_per_frame=500)
RUNS = [RUN]
LIMITS = {"whole_spans": 60_000, "window_spans": 70_000}
"""The run is a long one, of which fewer than half fit into a window."""


def test_objects_are_summed_up_over_the_whole_run_wherever_one_looks(
    open_page: OpenPage, tiled: RunningServer, whole: RunningServer
) -> None:
    page, full = page_of(tiled, open_page), page_of(whole, open_page)
    shares(page)
    opened_whole(full)
    facts = ".object-row .object-facts"
    for each in (page, full):
        each.get_by_role("tab", name=re.compile("Objects")).click()
    from_afar = page.locator(facts).inner_text()

    page.evaluate("place => { location.hash = place }", "#v=1&from=2000000000&to=2000400000")
    single(page)

    assert page.locator(facts).inner_text() == from_afar
    waits = re.compile(r"[\d\u2009]+ waits, [^,·]+")
    [told] = waits.findall(from_afar)
    assert told.strip() in full.locator(facts).inner_text()


def test_the_next_hit_is_gone_to_wherever_it_is(
    open_page: OpenPage, tiled: RunningServer, whole: RunningServer
) -> None:
    page, full = page_of(tiled, open_page), page_of(whole, open_page)
    shares(page)
    opened_whole(full)
    for each in (page, full):
        each.keyboard.press("/")
        each.locator("#finder input").fill("till")
        each.locator("#finder .finder-row").first.click()
        expect(each.locator("#selection .selection-title")).to_be_visible()

    def selected(each: Page) -> str:
        return str(each.evaluate("() => new URLSearchParams(location.hash).get('sel')"))

    single(page)
    expect(page.locator("#sought")).to_contain_text("in all")
    seen = []
    for key in ("F3", "F3", "F3", "Shift+F3"):
        for each in (page, full):
            each.keyboard.press(key)
        settle(page)
        settle(full)
        expect(page).to_have_url(re.compile(re.escape(f"sel={selected(full)}")))
        seen.append(selected(full))
    assert len(set(seen)) == 3


def test_a_line_of_the_output_leads_to_what_was_done_then(
    open_page: OpenPage, tiled: RunningServer
) -> None:
    """From afar nothing is known of it: its single spans are brought."""
    page = page_of(tiled, open_page)
    shares(page)

    page.get_by_role("tab", name=re.compile("Output")).click()
    page.locator(".output-line").first.click()

    single(page)
    expect(page.locator("#selection .selection-title")).to_be_visible()
    raised = RUN.duration * 0.6
    start = float(
        str(page.evaluate("() => location.hash")).split("sel=")[1].split("&")[0].split(".")[1]
    )
    assert abs(start - raised) < FRAME_NS

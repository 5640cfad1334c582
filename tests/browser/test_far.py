"""What lies outside the single spans that are here of a long recording, and the way there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.long_pages import look_at, opened_whole, page_of, shares, single
from tests.support.long_runs import FRAME_NS, LongRun
from tests.support.serving import RunningServer

RUN = LongRun(180_000, lanes=4, spans_per_frame=500)
RUNS = [RUN]
LIMITS = {"whole_spans": 60_000, "window_spans": 70_000}
"""The run is a long one, of which fewer than half fit into a window."""
SELECTED = "() => new URLSearchParams(location.hash).get('sel')"


def test_objects_are_summed_up_over_the_whole_run_wherever_one_looks(
    open_page: OpenPage, tiled: RunningServer, whole: RunningServer
) -> None:
    page, full = page_of(tiled, open_page), page_of(whole, open_page)
    shares(page)
    opened_whole(full)
    facts = ".object-row .object-facts"
    for each in (page, full):
        each.get_by_role("tab", name=re.compile("Objects")).click()
    waits = re.compile(r"[\d\u2009]+ waits, [^,·]+")
    expect(page.locator(facts)).to_contain_text(waits)
    from_afar = page.locator(facts).inner_text()

    look_at(page, "#v=1&from=2000000000&to=2000400000")
    single(page)

    expect(page.locator(facts)).to_have_text(from_afar, use_inner_text=True)
    [told] = waits.findall(from_afar)
    expect(full.locator(facts)).to_contain_text(told.strip())


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
        return str(each.evaluate(SELECTED))

    single(page)
    expect(page.locator("#sought")).to_contain_text("in all")
    seen = []
    for key in ("F3", "F3", "F3", "Shift+F3"):
        # The address is written a moment after the step.
        before = selected(full)
        for each in (page, full):
            each.keyboard.press(key)
        full.wait_for_function(f"before => ({SELECTED})() !== before", arg=before)
        seen.append(selected(full))
        expect(page).to_have_url(re.compile(re.escape(f"sel={seen[-1]}") + "(&|$)"))
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

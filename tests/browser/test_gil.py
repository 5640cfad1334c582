"""The lane of the GIL: seen, pointed at, walked along, linked to, put away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.timeline.reading import read_timeline
from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off, opened, settle

LANE = "#stage .stage-row-gil"


@pytest.fixture(scope="module")
def computing(site: Site) -> str:
    """The page of threads that compute, first one after the other, then all at once."""
    return site.recorded("cpu_bound_under_the_gil", workers=2, below=40_000)


@pytest.fixture
def page(open_page: OpenPage, computing: str) -> Page:
    return with_the_lane(open_page, computing)


def with_the_lane(open_page: OpenPage, path: str, **options: object) -> Page:
    page = opened(open_page, path, **options)
    expect(page.locator(LANE)).to_have_count(1)
    return page


def middle_of_the_longest_hold(page: Page) -> float:
    """Where it lies, as a share of the run: a busy machine leaves gaps anywhere else."""
    address = page.url.partition("#")[0].replace("/t/", "/api/runs/") + "/timeline"
    timeline = read_timeline(page.request.get(address).text().splitlines())
    [gil] = [row.id for row in timeline.objects.values() if row.kind == "GIL"]
    longest = max(
        (hold for hold in timeline.holds if hold.object == gil),
        key=lambda hold: hold.end - hold.start,
    )
    return (longest.start + longest.end) / 2 / timeline.now


def on_a_hold(page: Page) -> tuple[float, float]:
    """A point on the lane of the GIL where surely somebody had it."""
    share = middle_of_the_longest_hold(page)
    lanes = page.locator("#stage .stage-lanes").bounding_box()
    row = page.locator(LANE).bounding_box()
    assert lanes
    assert row
    return lanes["x"] + share * lanes["width"], row["y"] + row["height"] / 2


def said(page: Page) -> str:
    """What a screen reader is told of the current cell."""
    cell = page.get_by_role("grid").get_attribute("aria-activedescendant")
    return page.locator(f"#{cell}").inner_text() if cell else ""


def select_a_hold(page: Page) -> None:
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#selection .selection-title")).to_contain_text("had the GIL")
    settle(page)


def test_the_lane_says_how_much_it_was_held_and_how_often_handed_over(page: Page) -> None:
    head = page.get_by_role("rowheader", name=re.compile("^GIL"))
    expect(head).to_have_text(re.compile(r"GIL\s*\d[\d.]*\s%\s·\s[\d.]+/s$"))


def test_a_hold_under_the_pointer_is_named_and_a_click_selects_it(page: Page) -> None:
    page.mouse.move(*on_a_hold(page))
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_contain_text(re.compile("had the GIL|too short to tell apart"))
    page.mouse.click(*on_a_hold(page))
    expect(page.locator("#selection .selection-title")).to_contain_text("had the GIL")
    page.wait_for_function("() => /hold=\\d+\\.\\d+/.test(location.hash)")


def test_a_link_to_a_hold_opens_it_again(page: Page) -> None:
    page.mouse.click(*on_a_hold(page))
    title = page.locator("#selection .selection-title")
    expect(title).to_contain_text("had the GIL")
    page.wait_for_function("() => location.hash.includes('hold=')")
    told = page.locator("#selection").inner_text()
    page.reload()
    expect(title).to_contain_text("had the GIL")
    expect(page.locator("#selection")).to_have_text(told, use_inner_text=True)
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => !location.hash.includes('hold=')")


def test_the_keyboard_walks_onto_the_lane_along_it_and_off_again(page: Page) -> None:
    select_a_hold(page)
    first = said(page)
    assert re.search(r"had the GIL for .*; hold \d+ of \d+$", first)
    page.keyboard.press("ArrowRight" if "hold 1 of" in first else "ArrowLeft")
    settle(page)
    assert "had the GIL" in said(page)
    assert said(page) != first
    page.keyboard.press("ArrowDown")
    settle(page)
    assert re.search(r"^MainThread: .*span \d+ of \d+$", said(page))


def test_the_lane_can_be_put_away_and_brought_back(page: Page) -> None:
    page.keyboard.press("i")
    expect(page.locator(LANE)).to_have_count(0)
    page.wait_for_function("() => location.hash.includes('without=gil')")
    page.reload()
    expect(page.locator("#stage .stage-row-lane")).not_to_have_count(0)
    expect(page.locator(LANE)).to_have_count(0)
    page.keyboard.press("i")
    expect(page.locator(LANE)).to_have_count(1)


def test_the_sheet_of_keys_names_the_command(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Show or hide who had the GIL")


def test_each_thread_that_had_the_gil_has_its_numbers_and_they_lead_to_a_hold(page: Page) -> None:
    table = page.get_by_role("table", name="Who had the GIL")
    names = table.get_by_role("rowheader")
    expect(names).to_contain_text(["together"])
    shares = [float(text.rstrip("\u2009 %<")) for text in had(page)]
    assert shares == sorted(shares, reverse=True)
    assert 1 < sum(shares) <= 100.5
    names.first.get_by_role("button").click()
    expect(page.locator("#selection .selection-title")).to_contain_text("had the GIL")


def had(page: Page) -> list[str]:
    """The column of shares."""
    cells = page.locator(".gil-list tbody tr td:nth-child(2)").all_inner_texts()
    return [text.replace("<\u2009", "") for text in cells]


def test_a_wait_for_the_gil_names_who_had_it_and_leads_there(page: Page) -> None:
    page.keyboard.press("t")
    page.get_by_role("searchbox", name="Filter").fill('"waiting for the gil"')
    # A short wait may be over before anybody saw who had it; the longest is not.
    page.get_by_role("columnheader", name="Duration").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute(
        "aria-sort", "descending"
    )
    rows = page.locator("#table tbody tr", has_text="Waiting for the GIL")
    sentence = page.locator("#selection .selection-sentence")
    # Nor was it seen where the watch began, or has lost what came too fast.
    for longest in range(8):
        rows.nth(longest).click()
        expect(rows.nth(longest)).to_have_attribute("aria-selected", "true")
        settle(page)
        expect(sentence).to_contain_text("Could run, but")
        if "had the GIL." in sentence.inner_text():
            break
    page.keyboard.press("t")
    expect(sentence).to_contain_text("had the GIL.")
    sentence.get_by_role("button").first.click()
    expect(page.locator("#selection .selection-title")).to_contain_text("had the GIL")


def test_how_all_this_is_known_is_said_behind_the_cost_line(page: Page) -> None:
    page.locator("#cost").click()
    box = page.get_by_role("dialog", name="How this is known")
    expect(box).to_contain_text("GIL")
    expect(box).to_contain_text("recorder")
    box.get_by_role("button", name="Close").click()
    expect(box).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_a_hold_selected(
    open_page: OpenPage, computing: str, theme: str
) -> None:
    page = with_the_lane(open_page, computing, color_scheme=theme)
    select_a_hold(page)
    assert axe_violations(page) == []
    page.locator("#cost").click()
    expect(page.get_by_role("dialog", name="How this is known")).to_be_visible()
    assert axe_violations(page) == []


def test_a_narrow_page_has_room_for_it(open_page: OpenPage, computing: str) -> None:
    page = with_the_lane(open_page, computing, viewport={"width": 390, "height": 844})
    assert cut_off(page) == []

"""Finding one's way: marks, ranges, crumbs, arrows, hits of a search, fingers, and Back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off, fingers, opened, point
from tests.support.drawn import drawn, imported

LANES = {
    "MainThread": "##zz####11##########",
    "worker-1": "########22####1#####",
    "worker-2": "##11####zz########22",
}
# In milliseconds: one lane lets another in. What worker-2 does from 4 ms on has two causes.
FLOWS = [(1, 5, 3, 6), (2, 5, 3, 7), (3, 7, 1, 10)]
PRINTED = [(1, 1, "opened"), (2, 3, "sold bread"), (3, 9, "sold cake"), (2, 17, "sold out")]


@pytest.fixture(scope="module")
def bank(site: Site) -> str:
    """The page of three threads whose every span is known; it lasts 20 ms."""
    holds = [(1, 2, 3, 6), (2, 3, 7, 9)]
    return imported(site.data, drawn(LANES, flows=FLOWS, printed=PRINTED, holds=holds))


def still(open_page: OpenPage, path: str, view: str = "", **options: object) -> Page:
    """The page, on which nothing glides."""
    return opened(open_page, path, view, reduced_motion="reduce", **options)


def crumbs(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Zoomed into").get_by_role("listitem")


def address(page: Page, wanted: str) -> None:
    expect(page).to_have_url(re.compile(wanted))


def test_a_mark_is_set_under_the_pointer_named_measured_linked_and_removed(
    open_page: OpenPage, bank: str
) -> None:
    page = still(open_page, bank)
    page.mouse.move(*point(page, 0.25))
    page.keyboard.press("m")
    page.mouse.move(*point(page, 0.5))
    page.keyboard.press("m")
    marks = page.locator("#marks .mark-row")
    expect(marks).to_have_count(2)
    expect(page.locator("#live")).to_contain_text(
        re.compile(r"Mark 2 set at .*, 5.ms after mark 1")
    )
    expect(marks.nth(1)).to_contain_text("+5")
    expect(page.locator(".stage-minimap-mark")).to_have_count(2)

    page.get_by_label("Name of mark 1").fill("oven opens")
    page.keyboard.press("Enter")
    address(page, "marks=.*~oven%20opens")
    other = still(open_page, page.url)
    expect(other.get_by_label("Name of mark 1")).to_have_value("oven opens")

    page.mouse.move(*point(page, 0.5))
    page.keyboard.press("m")
    expect(marks).to_have_count(1)
    page.get_by_role("button", name="Remove mark 1").click()
    expect(page.locator("#marks")).to_be_hidden()


def test_braces_go_from_mark_to_mark(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank, "from=9000000&to=11000000&marks=2000000.5000000.15000000")
    live = page.locator("#live")
    for key, said in (("}", "Mark 3,"), ("{", "Mark 2,"), ("{", "Mark 1,"), ("{", "No more marks")):
        page.keyboard.press(key)
        expect(live).to_contain_text(said)
    address(page, "from=1000000&to=3000000")


def test_each_zoom_is_a_crumb_and_a_click_on_one_goes_back(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank)
    expect(crumbs(page)).to_have_text(["Whole run"])
    page.mouse.dblclick(*point(page, 0.45, lane=1))  # 2 ms of waiting, from 8 ms on
    expect(crumbs(page)).to_have_text(["Whole run", "3 ms"])
    # All in one go, as of a key held down: keys from here may come as late as if each were meant.
    page.evaluate(
        """() => [1, 2, 3, 4].forEach(() => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "w", bubbles: true })))"""
    )
    expect(crumbs(page)).to_have_count(3)
    crumbs(page).nth(1).get_by_role("button").click()
    expect(crumbs(page)).to_have_text(["Whole run", "3 ms"])
    address(page, "from=7500000&to=10500000")
    crumbs(page).first.get_by_role("button").click()
    expect(crumbs(page)).to_have_text(["Whole run"])


def test_back_undoes_zooms_and_leaps_but_not_steps(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank)
    page.locator("#stage .stage-body").focus()
    page.keyboard.press("ArrowRight")
    address(page, "sel=1.")
    page.keyboard.press("f")
    address(page, "from=")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    address(page, r"sel=1\.1[0-9]{7}")
    page.keyboard.press("/")
    page.keyboard.type("sold bread")
    page.keyboard.press("Enter")
    address(page, r"sel=2\.0")
    page.go_back()
    address(page, r"sel=1\.1[0-9]{7}")
    page.go_back()
    page.wait_for_function("() => !location.hash.includes('from=')")
    expect(crumbs(page)).to_have_count(1)


def test_brackets_lead_along_arrows_and_back_to_the_same_spans(
    open_page: OpenPage, bank: str
) -> None:
    page = still(open_page, bank, "sel=1.4000000")
    ways = (("]", r"3\.4000000"), ("]", r"1\.10000000"), ("[", r"3\.4000000"), ("[", r"1\.4000000"))
    for key, place in ways:
        page.keyboard.press(key)
        address(page, f"sel={place}(&|$)")
    # By itself the last cause is another one.
    page.goto(f"{page.url.partition('#')[0]}#v=1&sel=3.4000000")
    page.keyboard.press("[")
    address(page, r"sel=2\.0(&|$)")


def shift_drag(page: Page, start: float, end: float) -> None:
    page.keyboard.down("Shift")
    page.mouse.move(*point(page, start))
    page.mouse.down()
    page.mouse.move(*point(page, end), steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")


def test_the_panel_speaks_of_the_marked_range_and_says_so(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank)
    panel = page.locator("#in-view")
    expect(panel.get_by_role("heading", name="In view")).to_be_visible()
    shift_drag(page, 0.1, 0.2)
    expect(panel.get_by_role("heading", name="In the marked range")).to_be_visible()
    threads = panel.get_by_role("table", name="By thread")
    expect(threads.get_by_role("row")).to_have_count(4)
    expect(threads.get_by_role("row", name=re.compile("worker-1"))).to_contain_text("100 %")
    objects = panel.get_by_role("table", name="By object")
    expect(objects.get_by_role("row", name=re.compile("lock_1"))).to_contain_text(
        re.compile(r"lock_112.ms1.ms")
    )
    address(page, "range=")

    other = still(open_page, page.url)
    expect(other.locator("#in-view h2")).to_have_text("In the marked range")
    panel.get_by_role("button", name="Zoom to the range").click()
    expect(crumbs(page)).to_have_count(2)
    panel.get_by_role("button", name="Clear").click()
    expect(panel.get_by_role("heading", name="In view")).to_be_visible()
    page.wait_for_function("() => !location.hash.includes('range=')")


def test_a_search_shows_what_fits_in_groups_and_steps_from_hit_to_hit(
    open_page: OpenPage, bank: str
) -> None:
    page = still(open_page, bank)
    page.keyboard.press("/")
    finder = page.get_by_role("dialog", name="Find")
    page.keyboard.type("o")
    expect(finder.get_by_role("group")).to_have_count(4)
    page.keyboard.type("ut")
    expect(finder.get_by_role("option")).to_have_count(1)
    expect(finder.locator("mark")).to_have_text("out")
    page.keyboard.press("Control+A")
    page.keyboard.type("sold")
    expect(finder.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    bar = page.get_by_role("group", name="Hits of the search")
    expect(bar).to_contain_text("2 of 3")
    page.keyboard.press("F3")
    expect(bar).to_contain_text("3 of 3")
    page.keyboard.press("F3")
    expect(page.locator("#live")).to_contain_text("No more hits after this.")
    bar.get_by_role("button", name="Previous hit").click()
    expect(bar).to_contain_text("2 of 3")
    expect(page.locator("#selection dt:text('Thread') + dd")).to_have_text("worker-2")
    bar.get_by_role("button", name="End the search").click()
    expect(bar).to_be_hidden()


def test_an_object_found_is_lit_and_its_waits_are_walked(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank)
    page.keyboard.press("/")
    page.keyboard.type("lock_2")
    page.keyboard.press("Enter")
    address(page, r"sel=2\.8000000")
    page.keyboard.press("F3")
    address(page, r"sel=3\.18000000")
    page.keyboard.press("Shift+F3")
    address(page, r"sel=2\.8000000")


PHONE = {"viewport": {"width": 400, "height": 800}, "has_touch": True}


def test_a_finger_that_rests_shows_what_lies_there_and_a_double_tap_zooms_to_it(
    open_page: OpenPage, bank: str
) -> None:
    page = still(open_page, bank, **PHONE)
    touch = page.context.new_cdp_session(page)
    fingers(touch, page, [0.45], lane=1)
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_contain_text("Waiting for lock lock_2")
    fingers(touch, page, [])
    expect(tooltip).to_be_visible()
    assert "sel=" not in page.url, "a long press is no tap"

    fingers(touch, page, [0.45], [], [0.45], [], lane=1)
    address(page, "from=7500000&to=10500000.*sel=2.8000000")


def test_one_finger_pans_in_time_and_two_pinch(open_page: OpenPage, bank: str) -> None:
    page = still(open_page, bank, "from=5000000&to=10000000", **PHONE)
    touch = page.context.new_cdp_session(page)
    fingers(touch, page, [0.7], [0.65], [0.6], [0.5], [0.5], [0.5], [])
    page.wait_for_function("() => /from=(5[5-9]|6)/.test(location.hash)")

    # In one step: where fingers rest on their way, there is a crumb, and a slow page is slow.
    fingers(touch, page, [0.4, 0.6], [0.2, 0.8], [])
    expect(crumbs(page)).to_have_count(3)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_marks_a_range_crumbs_and_hits(
    open_page: OpenPage, bank: str, theme: str
) -> None:
    view = "from=2000000&to=12000000&range=3000000-5000000&marks=4000000~here.6000000"
    page = still(open_page, bank, view, color_scheme=theme)
    page.locator("#in-view details").first.evaluate("(each) => { each.open = true; }")
    page.keyboard.press("/")
    page.keyboard.type("o")
    expect(page.locator("#finder [role=option]").first).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.type("ld")
    page.keyboard.press("Enter")
    expect(page.locator("#sought")).to_be_visible()
    assert axe_violations(page) == []


def test_a_narrow_page_and_large_text_have_room_for_it(open_page: OpenPage, bank: str) -> None:
    view = "from=2000000&to=12000000&range=3000000-5000000&marks=4000000~here.6000000"
    page = still(open_page, bank, view, viewport={"width": 390, "height": 844})
    assert cut_off(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert cut_off(page) == []

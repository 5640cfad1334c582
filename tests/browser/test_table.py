"""The table under real hands: sorted, filtered, walked along, copied; one view with the lanes."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off
from tests.support.drawn import drawn, imported

LANES = {
    "MainThread": "##zz####11##~~######",
    "worker-1": "  ####22####1###zz##",
    "worker-2": "  ##11####zz######22",
}
SPANS = 20
MANY = 60_000


@pytest.fixture(scope="module")
def few(site: Site) -> str:
    """The page of three threads whose every span is known."""
    return imported(site.data, drawn(LANES))


@pytest.fixture(scope="module")
def many(site: Site) -> str:
    """The page of more spans than any table of elements could hold."""
    return imported(site.data, drawn({"left": "#1" * MANY, "right": "z~" * MANY}, tick_ns=1000))


def opened(open_page: OpenPage, path: str, fragment: str = "", **options: object) -> Page:
    page = open_page(f"{path}#v=1&as=table{fragment}", **options)
    expect(grid(page)).not_to_have_attribute("aria-busy", "true")
    expect(rows(page)).not_to_have_count(0)
    return page


def grid(page: Page) -> Locator:
    return page.get_by_role("grid", name="Spans of all threads")


def rows(page: Page) -> Locator:
    return page.locator("#table tbody tr")


def sort_by(page: Page, column: str) -> Locator:
    head = page.get_by_role("columnheader", name=column)
    head.get_by_role("button").click()
    return head


def field(page: Page, name: str) -> Locator:
    return page.locator("#table").get_by_label(name)


def count(page: Page, text: str) -> None:
    expect(page.locator(".table-count")).to_have_text(text)


def test_it_says_every_span_and_sorts_by_any_column(open_page: OpenPage, few: str) -> None:
    page = opened(open_page, few)
    count(page, f"{SPANS} spans")
    expect(grid(page)).to_have_attribute("aria-rowcount", str(SPANS + 1))
    for column in ("Thread", "State", "What", "Line", "Certainty", "Start"):
        expect(sort_by(page, column)).to_have_attribute("aria-sort", "ascending")
    expect(rows(page).first).to_contain_text("0.000 000 000 s")
    duration = sort_by(page, "Duration")
    expect(duration).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first).to_contain_text("6 ms")
    expect(rows(page).first).to_have_attribute("aria-rowindex", "2")


def test_a_row_and_a_span_are_one_selection(open_page: OpenPage, few: str) -> None:
    page = opened(open_page, few, "&sel=2.6000000")
    current = page.locator("#table tr[aria-current]")
    expect(current).to_contain_text("Waiting for lock lock_2")
    expect(page.locator("#selection .selection-title")).to_contain_text("lock_2")
    rows(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"sel=1\.2000000"))
    expect(page.locator("#selection .selection-title")).to_contain_text("Sleeping")
    expect(current).to_have_count(1)


def test_the_keyboard_walks_the_rows_and_enter_leads_to_the_lanes(
    open_page: OpenPage, few: str
) -> None:
    page = opened(open_page, few)
    grid(page).focus()
    for key, row in (("ArrowDown", 2), ("ArrowDown", 3), ("End", SPANS + 1), ("ArrowUp", SPANS)):
        page.keyboard.press(key)
        active = page.locator("#table tr[aria-current]")
        expect(active).to_have_attribute("aria-rowindex", str(row))
        expect(grid(page)).to_have_attribute("aria-activedescendant", f"span-row-{row - 2}")
    page.keyboard.press("Enter")
    expect(page.locator("#table")).to_be_hidden()
    page.wait_for_function("() => /sel=/.test(location.hash) && !/as=table/.test(location.hash)")
    page.go_back()
    expect(page.locator("#table")).to_be_visible()


def test_it_speaks_of_what_is_in_view_or_of_the_marked_range_or_of_all(
    open_page: OpenPage, few: str
) -> None:
    page = opened(open_page, few, "&from=0&to=1500000")
    count(page, f"1 of {SPANS} spans")
    field(page, "Show").select_option(label="the whole run")
    count(page, f"{SPANS} spans")
    expect(page).to_have_url(re.compile("q=in%3Arun"))
    field(page, "Show").select_option(label="what is in view")
    count(page, f"1 of {SPANS} spans")

    page.goto(page.url.partition("#")[0] + "#v=1&as=table&range=0-2500000")
    count(page, f"4 of {SPANS} spans")
    expect(field(page, "Show").locator("option").first).to_have_text("the marked range")


def test_a_filter_is_typed_or_chosen_and_a_link_keeps_it(open_page: OpenPage, few: str) -> None:
    page = opened(open_page, few)
    query = page.get_by_role("searchbox", name="Filter")
    field(page, "State").select_option(label="Waiting")
    count(page, f"5 of {SPANS} spans")
    field(page, "Object").select_option(label="lock_1")
    count(page, f"3 of {SPANS} spans")
    field(page, "At least").select_option(label="1 ms")
    expect(query).to_have_value("state:blocked object:lock_1 >1ms")
    query.fill("lock_1 worker >2ms")
    count(page, f"1 of {SPANS} spans")
    expect(field(page, "State")).to_have_value("")

    page.wait_for_function("() => location.hash.includes('worker')")
    count(open_page(page.url), f"1 of {SPANS} spans")

    query.fill("nothing says this")
    expect(page.get_by_text("No span matches.")).to_be_visible()
    page.get_by_role("button", name="Show all spans of the run").click()
    count(page, f"{SPANS} spans")


def copied(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))


def test_the_rows_are_copied_as_csv_and_it_is_said_how_many(open_page: OpenPage, few: str) -> None:
    page = opened(open_page, few, "&q=state%3Ablocked")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy 5 rows as CSV").click()
    expect(page.locator(".table-copied")).to_have_text("5 rows copied")
    head, *data = copied(page)
    assert head[:4] == ["lane", "name", "start_ns", "duration_ns"]
    assert len(data) == 5
    assert data[0][:5] == ["3", "worker-2", "4000000", "2000000", "blocked"]

    rows(page).nth(1).click()
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Copy 2 rows as CSV").click()
    expect(page.locator(".table-copied")).to_have_text("2 rows copied")
    assert [row[2] for row in copied(page)[1:]] == [data[1][2], data[2][2]]


def test_where_the_clipboard_is_refused_the_rows_can_be_downloaded(
    open_page: OpenPage, few: str
) -> None:
    page = opened(open_page, few)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject('no'); }")
    page.get_by_role("button", name=f"Copy {SPANS} rows as CSV").click()
    expect(page.locator(".table-copied")).to_contain_text("The browser refused to copy.")
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download {SPANS} rows").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert len(download.value.path().read_text("utf-8").splitlines()) == SPANS + 1


def test_of_many_rows_only_those_in_sight_exist_and_the_last_is_reached(
    open_page: OpenPage, many: str
) -> None:
    page = opened(open_page, many)
    total = 4 * MANY
    expect(grid(page)).to_have_attribute("aria-rowcount", str(total + 1))
    assert rows(page).count() < 60

    box = page.locator(".table-scroll").bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.wheel(0, 2600)
    expect(rows(page).first).not_to_have_attribute("aria-rowindex", "2")
    assert rows(page).count() < 60
    grid(page).focus()
    page.keyboard.press("End")
    expect(rows(page).last).to_have_attribute("aria-rowindex", str(total + 1))
    expect(rows(page).last).to_be_in_viewport()
    head = page.get_by_role("columnheader", name="Start").bounding_box()
    assert head
    assert abs(head["y"] - box["y"]) < 1, "the head stays"


def test_sorting_many_rows_leaves_the_page_its_turns(open_page: OpenPage, many: str) -> None:
    page = opened(open_page, many)
    # Turns while it sorts, counted, not timed: a busy machine makes each longer, not fewer.
    turns = page.evaluate(
        """async () => {
          const grid = document.querySelector('.spans');
          document.querySelector('th[data-column=duration] button').click();
          let turns = 0;
          for (; grid.hasAttribute('aria-busy'); turns += 1) {
            await new Promise((next) => setTimeout(next));
          }
          return turns;
        }"""
    )
    assert turns >= 2
    expect(rows(page).first).to_contain_text("1 µs")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, few: str, theme: str) -> None:
    page = opened(open_page, few, color_scheme=theme)
    assert axe_violations(page) == []
    rows(page).nth(2).click()
    page.get_by_role("searchbox", name="Filter").fill("state:blocked")
    expect(rows(page)).to_have_count(5)
    assert axe_violations(page) == []
    page.get_by_role("searchbox", name="Filter").fill("none of them")
    expect(page.get_by_text("No span matches.")).to_be_visible()
    assert axe_violations(page) == []


def test_a_narrow_page_has_room_for_it(open_page: OpenPage, few: str) -> None:
    page = opened(open_page, few, viewport={"width": 390, "height": 844})
    assert cut_off(page) == []
    expect(rows(page).first).to_be_in_viewport()

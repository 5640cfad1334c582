"""Two timelines beside each other: one axis, one window, one table of what sets them apart."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import (
    BAKERY,
    SLOW,
    OpenPage,
    Site,
    axe_violations,
    cut_off,
    settle,
)
from tests.support.drawn import drawn, imported

# A tick is a millisecond. Without the lock, nobody waits, and all is over in half the time.
LOCKED = {
    "MainThread": "##zzzzzzzzzzzzzzzz##",
    "teller-1":   "  ########          ",
    "teller-2":   "  11111111########  ",
}  # fmt: skip
FREE = {
    "MainThread": "##zzzzzz##",
    "teller-1":   "  ######  ",
    "teller-7":   "   #####  ",
    "auditor":    "    ##    ",
}  # fmt: skip
MS = 1_000_000
THIN = "\u2009"


@pytest.fixture(scope="module")
def locked(site: Site) -> str:
    holds = [(1, 2, 2, 10), (1, 3, 10, 18)]
    return imported(site.data, drawn(LOCKED, holds=holds)).removeprefix("/t/")


@pytest.fixture(scope="module")
def free(site: Site) -> str:
    return imported(site.data, drawn(FREE)).removeprefix("/t/")


def opened(
    open_page: OpenPage,
    a: str,
    b: str,
    more: str = "",
    site: Site | None = None,
    **options: object,
) -> Page:
    """The page of a comparison with the lanes of both on it."""
    page = open_page(f"{site.url if site else ''}/compare#v=1&a={a}&b={b}{more}", **options)
    for side in ("a", "b"):
        expect(page.locator(f"#side-{side} [role=rowheader]")).not_to_have_count(0)
    expect(page.locator("#summary")).not_to_be_empty()
    settle(page)
    return page


@pytest.fixture
def page(open_page: OpenPage, locked: str, free: str) -> Page:
    return opened(open_page, locked, free)


def grid(page: Page, side: str) -> Locator:
    return page.locator(f"#side-{side}").get_by_role("grid")


def link(page: Page) -> dict[str, str]:
    """What the address says after its #."""
    return {key: values[0] for key, values in parse_qs(page.url.partition("#")[2]).items()}


def expect_link(page: Page, **keys: str) -> None:
    """The address is written when all is still."""
    for key, value in keys.items():
        name = re.escape(key.replace("_", "."))
        expect(page).to_have_url(re.compile(rf"[#&]{name}={value}(&|$)"))


def row(page: Page, part: str, name: str) -> list[str]:
    """The cells of one line of the table: A, B, difference, change."""
    found = page.locator(".difference-part", has=page.locator(f"#difference-{part}")).get_by_role(
        "row", name=re.compile(rf"^{name}")
    )
    expect(found).to_have_count(1)
    return [text.replace(THIN, " ") for text in found.locator("td").all_inner_texts()]


def windows(page: Page) -> list[tuple[float, float]]:
    """Where the frames on both minimaps begin and how wide they are."""
    settle(page)
    return [
        (round(box["x"]), round(box["width"]))
        for frame in page.locator(".stage-window").all()
        if (box := frame.bounding_box())
    ]


def test_one_sentence_says_what_sets_them_apart(page: Page) -> None:
    said = page.locator("#summary").inner_text().replace(THIN, " ")
    assert said == (
        "B finishes 2.0× sooner (10 ms instead of 20 ms); its threads wait 8 ms less for lock_1."
    )
    expect(page).to_have_title("bank.py and bank.py · Threadline")


def test_the_table_tells_runs_states_threads_and_objects_apart(page: Page) -> None:
    assert row(page, "run", "Time") == ["20 ms", "10 ms", "−10 ms", "50 % less"]
    assert row(page, "states", "Waiting for another thread") == ["8 ms", "0", "−8 ms", "none in B"]
    assert row(page, "threads", "teller-1") == ["8 ms", "6 ms", "−2 ms", "25 % less"]
    assert row(page, "objects", "lock_1") == ["8 ms", "0", "−8 ms", "none in B"]


def test_a_thread_of_another_name_is_matched_by_its_role_and_that_is_said(page: Page) -> None:
    threads = page.locator(".difference-part", has=page.locator("#difference-threads"))
    expect(threads.get_by_role("row", name="teller-2")).to_contain_text("teller-7, by its role")
    assert row(page, "threads", "auditor") == ["–", "2 ms", "–", "only in B"]


def test_another_measure_and_another_order_of_the_same_threads(page: Page) -> None:
    page.get_by_label("What of the threads").select_option("Waiting for another thread")
    assert row(page, "threads", "teller-2") == ["8 ms", "0", "−8 ms", "none in B"]
    threads = page.get_by_role("table", name="Threads")
    threads.get_by_role("button", name="B", exact=True).click()
    head = threads.get_by_role("columnheader", name="B", exact=True)
    expect(head).to_have_attribute("aria-sort", "descending")
    threads.get_by_role("button", name="Thread", exact=True).click()
    expect(threads.locator("tbody th").first).to_contain_text("auditor")


def test_both_windows_move_together_and_back_undoes_it(page: Page) -> None:
    whole = windows(page)
    assert whole[0] == whole[1]
    grid(page, "b").focus()
    page.keyboard.press("w")
    expect(page).to_have_url(re.compile("from="))
    after = windows(page)
    assert after[0] == after[1] != whole[0]
    page.go_back()
    expect(page).not_to_have_url(re.compile("from="))
    assert windows(page) == whole


def test_the_wheel_over_one_zooms_both_at_the_pointer(page: Page) -> None:
    lanes = page.locator("#side-a .stage-lanes").bounding_box()
    assert lanes
    page.mouse.move(lanes["x"] + lanes["width"] / 2, lanes["y"] + 60)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    expect(page).to_have_url(re.compile("from="))
    [one, other] = windows(page)
    assert one == other


def test_what_is_in_view_has_sums_of_its_own(open_page: OpenPage, locked: str, free: str) -> None:
    page = opened(open_page, locked, free, f"&align=start&from={2 * MS}&to={6 * MS}")
    page.get_by_label("Differences in").select_option("what is in view")
    expect(page.locator("#scope-text")).to_have_text(f"↔{THIN}4{THIN}ms")
    assert row(page, "states", "Running") == ["4 ms", "9 ms", "+5 ms", "2.3× as much"]
    assert row(page, "objects", "lock_1") == ["4 ms", "0", "−4 ms", "none in B"]
    # The summary always speaks of the whole of both.
    expect(page.locator("#summary")).to_contain_text("sooner")


def test_aligned_at_a_selected_span_the_axis_has_time_before_zero(page: Page) -> None:
    grid(page, "a").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile("from="))
    page.keyboard.press("Shift+a")
    expect_link(page, align=rf"{2 * MS}\.0", a_sel=rf"2\.{2 * MS}")
    assert int(link(page)["from"]) < 0
    expect(page.get_by_label("Aligned at")).to_contain_text("2" + THIN + "ms of A")
    [one, other] = windows(page)
    assert one == other


def test_aligned_at_the_first_span_of_a_thread(page: Page) -> None:
    page.get_by_label("Aligned at").select_option("the first span of teller-2")
    expect_link(page, align=rf"{2 * MS}\.{3 * MS}")
    page.get_by_label("Aligned at").select_option("the start")
    expect_link(page, align="start")


def test_a_link_opens_the_same_comparison(open_page: OpenPage, locked: str, free: str) -> None:
    more = f"&align={2 * MS}.{3 * MS}&from=-{MS}&to={4 * MS}&a.sel=3.{2 * MS}"
    page = opened(open_page, locked, free, more)
    expect(page.locator("#side-a .compared-selected")).to_contain_text("Waiting for lock lock_1")
    expect(page.get_by_label("Aligned at")).to_contain_text("the first span of teller-2")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Share").click()
    field = page.get_by_label("Link to this view")
    expect(field).to_have_value(re.compile(re.escape(more)))
    again = open_page(field.input_value())
    expect(again.locator("#side-a .compared-selected")).to_contain_text("Waiting for lock lock_1")


def test_the_moment_under_the_pointer_is_a_line_on_both(page: Page) -> None:
    shot = "canvas => canvas.toDataURL()"
    other = page.locator("#side-b .stage-upper")
    before = other.evaluate(shot)
    lanes = page.locator("#side-a .stage-lanes").bounding_box()
    assert lanes
    page.mouse.move(lanes["x"] + 200, lanes["y"] + 60)
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before",
                           arg=[other.element_handle(), before])  # fmt: skip
    page.mouse.move(lanes["x"] + 200, 10)
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() === before",
                           arg=[other.element_handle(), before])  # fmt: skip


def test_the_tooltip_tells_the_time_of_the_axis_and_of_the_run(
    open_page: OpenPage, locked: str, free: str
) -> None:
    page = opened(open_page, locked, free, f"&align={2 * MS}.{3 * MS}&from=-{MS}&to={4 * MS}")
    lanes = page.locator("#side-a .stage-lanes").bounding_box()
    assert lanes

    page.mouse.move(lanes["x"] + lanes["width"] * 0.4, lanes["y"] + 66)

    tooltip = page.locator("#side-a .stage-tooltip")
    expect(tooltip).to_contain_text("teller-1")
    expect(tooltip).to_contain_text(re.compile(r"0\.000.000.000.s · 0\.002.000.000.s of its run"))


def test_a_playhead_and_a_marked_range_stand_at_the_same_moment_on_both(
    open_page: OpenPage, locked: str, free: str
) -> None:
    page = opened(open_page, locked, free, f"&align={2 * MS}.{3 * MS}")
    lanes = page.locator("#side-b .stage-lanes").bounding_box()
    assert lanes
    page.keyboard.down("Shift")
    page.mouse.move(lanes["x"] + 100, lanes["y"] + 80)
    page.mouse.down()
    page.mouse.move(lanes["x"] + 300, lanes["y"] + 80, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page).to_have_url(re.compile("range="))
    begin, end = (int(ns) for ns in link(page)["range"].split("_"))
    page.get_by_label("Differences in").select_option("the marked range")
    width = row(page, "run", "Time")[0]
    assert width.endswith("ms")
    assert float(width.split()[0]) == pytest.approx((end - begin) / MS, rel=0.02)
    # What is marked on one is marked on the other: of both as much, where both were running.
    assert row(page, "run", "Time")[1] == width


def test_an_object_of_the_table_is_lit_on_both(page: Page) -> None:
    page.get_by_role("table", name="Sync objects").get_by_role("button", name="lock_1").click()
    expect(page.locator("#live")).to_have_text("lock_1 is lit up on the lanes.")


def test_copied_as_csv_every_number_is_exact(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator("#notices")).to_contain_text("Copied as CSV.")
    rows = list(csv.DictReader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    [wait] = [row for row in rows if row["name"] == "lock_1" and row["measure"] == "waited"]
    assert (wait["a"], wait["b"], wait["difference"]) == (str(8 * MS), "0", str(-8 * MS))


def test_keys_speak_to_the_side_that_is_active(page: Page) -> None:
    expect(page.locator("#side-a")).to_have_attribute("data-active", "")
    page.keyboard.press("q")
    expect(page.locator("#side-b")).to_have_attribute("data-active", "")
    expect(grid(page, "b")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#side-b .compared-selected")).not_to_be_empty()
    expect(page.locator("#side-a .compared-selected")).to_be_empty()


def test_swapped_b_is_what_a_was(page: Page, locked: str, free: str) -> None:
    page.get_by_role("button", name="Swap").click()
    expect_link(page, a=free, b=locked)
    expect(page.locator("#summary")).to_contain_text("B takes 2.0× as long")


def test_without_two_runs_named_one_chooses_them(
    open_page: OpenPage, locked: str, free: str
) -> None:
    page = open_page(f"/compare#v=1&a={locked}")
    compare = page.get_by_role("button", name="Compare", exact=True)
    expect(compare).to_be_disabled()
    expect(page.locator(f"input[name=a][value='{locked}']")).to_be_checked()
    page.locator(f"input[name=b][value='{locked}']").check()
    expect(page.get_by_text("A and B are the same timeline")).to_be_visible()
    expect(compare).to_be_disabled()
    page.locator(f"input[name=b][value='{free}']").check()
    compare.click()
    expect(page.locator("#summary")).to_contain_text("sooner")
    page.go_back()
    expect(compare).to_be_visible()


def test_a_pair_that_belongs_together_is_offered(
    open_page: OpenPage, locked: str, free: str
) -> None:
    page = open_page(f"/compare#v=1&a={locked}")
    pair = page.locator(".pairs a").first
    expect(pair).to_have_attribute("href", re.compile(f"a={locked}&b={free}|a={free}&b={locked}"))
    pair.click()
    expect(page.locator("#summary")).not_to_be_empty()


def test_a_run_that_is_gone_is_said_on_its_side_and_the_other_stays(
    open_page: OpenPage, locked: str
) -> None:
    page = open_page(f"/compare#v=1&a={locked}&b={'0' * 32}", quiet=False)
    expect(page.locator("#side-b")).to_contain_text("Timeline B is gone")
    expect(page.locator("#side-a [role=rowheader]")).not_to_have_count(0)
    expect(page.locator("#summary")).to_have_text("There is no B to compare.")


def test_a_link_that_cannot_be_read_says_so_and_offers_a_choice(open_page: OpenPage) -> None:
    page = open_page("/compare#v=1&a=<b>&b=7")
    expect(page.locator("#notices")).to_contain_text("“a”, “b”")
    expect(page.get_by_role("heading", name="Compare two timelines")).to_be_visible()


def test_a_row_of_the_catalogue_leads_here(open_page: OpenPage, locked: str) -> None:
    page = open_page("/")
    page.locator(f"[data-id='{locked}']").get_by_role("link", name="Compare").click()
    expect(page.locator(f"input[name=a][value='{locked}']")).to_be_checked()


def test_a_timeline_leads_here_by_its_header_and_by_a_key(open_page: OpenPage, locked: str) -> None:
    page = open_page(f"/t/{locked}")
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)
    page.keyboard.press("Shift+c")
    expect(page.locator(f"input[name=a][value='{locked}']")).to_be_checked()
    page.go_back()
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator(f"input[name=a][value='{locked}']")).to_be_checked()


def test_what_was_run_again_is_compared_with_the_run_before(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page(finished)
    page.get_by_role("button", name="Run again").click()
    page.get_by_role("button", name="Compare with the previous run").click()
    expect(page).to_have_url(re.compile(f"/compare#v=1&a={finished.removeprefix('/t/')}&b="))
    expect(page.locator("#summary")).not_to_be_empty()


def test_a_run_that_goes_on_grows_beside_one_that_ended(open_page: OpenPage, patient: Site) -> None:
    ended = imported(patient.data, drawn(LOCKED)).removeprefix("/t/")
    live = patient.start(BAKERY, **SLOW).removeprefix("/t/")
    page = opened(open_page, ended, live, site=patient)
    expect(page.locator("#summary")).to_contain_text("B is still running")
    patient.ask(f"/api/runs/{live}/stop", "POST")
    expect(page.locator("#summary")).to_contain_text("B was stopped after")
    [one, other] = windows(page)
    assert one == other


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, locked: str, free: str, theme: str) -> None:
    page = opened(open_page, locked, free, color_scheme=theme)
    page.keyboard.press("q")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#side-b .compared-selected")).not_to_be_empty()
    assert axe_violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and commands")).to_be_visible()
    assert axe_violations(page) == []
    page.goto(page.url.partition("#")[0])
    expect(page.get_by_role("heading", name="Compare two timelines")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1440, 900, 390, 360])
def test_nothing_sticks_out_and_all_is_reached(
    open_page: OpenPage, locked: str, free: str, width: int
) -> None:
    page = opened(open_page, locked, free, viewport={"width": width, "height": 844})
    assert cut_off(page) == []
    lock = page.get_by_role("button", name="lock_1")
    lock.scroll_into_view_if_needed()
    expect(lock).to_be_in_viewport()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert cut_off(page) == []
    page.goto(page.url.partition("#")[0])
    expect(page.get_by_role("heading", name="Compare two timelines")).to_be_visible()
    assert cut_off(page) == []

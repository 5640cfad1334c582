"""By object: a lane for each lock, queue and pool; what is lit, and what of it is out of sight."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.timeline.reading import read_timeline
from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off, opened, settle
from tests.support.drawn import drawn, imported

LOCK = "ledger_lock"


@pytest.fixture(scope="module")
def contended(site: Site) -> str:
    """The page of clerks and one in a hurry, who all need the same lock."""
    return site.recorded("hot_lock", clerks=3, hold_ms=20, orders=4)


@pytest.fixture(scope="module")
def queued(site: Site) -> str:
    """The page of bakers who fill a queue and sellers who empty it."""
    return site.recorded("producers_and_consumers", loaves=4, bake_ms=5, sell_ms=15)


def by_object(open_page: OpenPage, path: str, **options: object) -> Page:
    return opened(open_page, path, "as=objects", **options)


@pytest.fixture
def page(open_page: OpenPage, contended: str) -> Page:
    return by_object(open_page, contended)


def lane(page: Page, name: str) -> Locator:
    return page.locator("#stage .stage-row-object", has_text=name)


def mode(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Show").get_by_role("button", name=name)


def contested_hold(page: Page) -> tuple[float, float]:
    """When a hold of the lock began and ended that was long and kept somebody waiting."""
    address = page.url.partition("#")[0].replace("/t/", "/api/runs/") + "/timeline"
    timeline = read_timeline(page.request.get(address).text().splitlines())
    [lock] = [row.id for row in timeline.objects.values() if row.name == LOCK]
    taken = {flow.from_ns for flow in timeline.flows if flow.object == lock}
    holds = [hold for hold in timeline.holds if hold.object == lock and hold.end in taken]
    longest = max(holds, key=lambda hold: hold.end - hold.start)
    return longest.start, longest.end


def on_lane(page: Page, name: str, share: float, height: float) -> tuple[float, float]:
    """A point on an object's lane: shares of the width of the lanes and of the lane's height."""
    lanes = page.locator("#stage .stage-lanes").bounding_box()
    row = lane(page, name).bounding_box()
    assert lanes
    assert row
    return lanes["x"] + share * lanes["width"], row["y"] + height * row["height"]


def show_the_hold(page: Page) -> None:
    """Make the window three times as long as the hold, with the hold in the middle of it."""
    start, end = contested_hold(page)
    long = end - start
    window = f"from={max(0, round(start - long))}&to={round(end + long)}"
    page.evaluate("fragment => { location.hash = fragment }", f"v=1&{window}&as=objects")
    page.reload()
    expect(lane(page, LOCK)).to_have_count(1)
    settle(page)


def said(page: Page) -> str:
    """What a screen reader is told of the current cell."""
    cell = page.get_by_role("grid").get_attribute("aria-activedescendant")
    return page.locator(f"#{cell}").inner_text() if cell else ""


def test_a_key_and_a_button_choose_what_is_shown_and_the_link_keeps_it(
    open_page: OpenPage, contended: str
) -> None:
    page = opened(open_page, contended)
    page.keyboard.press("o")
    expect(mode(page, "Objects")).to_have_attribute("aria-pressed", "true")
    expect(lane(page, LOCK)).to_have_count(1)
    expect(page.locator("#stage .stage-row-lane")).to_have_count(0)
    page.wait_for_function("() => location.hash.includes('as=objects')")
    page.keyboard.press("t")
    expect(page.locator("#table tbody tr")).not_to_have_count(0)
    page.keyboard.press("t")
    expect(lane(page, LOCK)).to_be_visible()
    page.reload()
    expect(lane(page, LOCK)).to_have_count(1)
    mode(page, "Threads").click()
    expect(page.locator("#stage .stage-row-lane")).not_to_have_count(0)
    expect(page.locator("#stage .stage-row-object")).to_have_count(0)
    page.go_back()
    expect(lane(page, LOCK)).to_have_count(1)


def test_the_head_says_what_it_is_and_how_much_it_was_held_and_waited_for(page: Page) -> None:
    expect(lane(page, LOCK)).to_have_text(re.compile(rf"{LOCK}held .*%Lock · .* waited"))
    # The event of the scenario was made but never waited for.
    expect(page.locator("#stage .stage-axis")).to_contain_text("1 of 2 objects")


def test_a_queue_tells_how_full_it_was(open_page: OpenPage, queued: str) -> None:
    page = by_object(open_page, queued)
    expect(lane(page, "counter")).to_have_text(re.compile(r"mean \d.*Queue · "))
    legend = page.get_by_role("list", name="Legend of threads")
    expect(legend).to_contain_text("How many are in it")


def test_a_hold_is_named_under_the_pointer_and_a_click_tells_who_waited_and_who_came_next(
    page: Page,
) -> None:
    show_the_hold(page)
    point = on_lane(page, LOCK, 0.5, 0.25)
    page.mouse.move(*point)
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_contain_text(f"held {LOCK}")
    expect(tooltip).to_contain_text("waited for it meanwhile")
    page.mouse.click(*point)
    selection = page.locator("#selection")
    expect(selection).to_contain_text(f"held {LOCK}")
    expect(selection.get_by_role("list", name="Hand-overs")).to_contain_text("Handed it to")
    page.wait_for_function("() => /hold=\\d+\\.\\d+/.test(location.hash)")
    told = selection.inner_text()
    page.reload()
    expect(selection).to_contain_text(f"held {LOCK}")
    expect(selection).to_have_text(told, use_inner_text=True)


def test_a_link_to_a_wait_of_a_thread_leaves_the_lanes_of_objects_only_when_it_must(
    page: Page,
) -> None:
    show_the_hold(page)
    page.mouse.click(*on_lane(page, LOCK, 0.5, 0.25))
    expect(page.locator("#selection")).to_contain_text(f"held {LOCK}")
    sentence = page.locator("#selection .selection-sentence")
    sentence.get_by_role("button").first.click()
    expect(page.locator("#selection")).to_contain_text(f"Waiting for lock {LOCK}")
    expect(mode(page, "Objects")).to_have_attribute("aria-pressed", "true")
    # What the holder did meanwhile is no wait for an object: it is on the lane of its thread.
    page.locator("#selection .selection-sentence").get_by_role("button").first.click()
    expect(mode(page, "Threads")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#stage .stage-row-selected")).to_have_count(1)


def test_the_keyboard_steps_along_the_holds_and_says_each(page: Page) -> None:
    page.get_by_role("grid").focus()
    page.keyboard.press(".")
    expect(page.locator("#selection")).to_contain_text(f"held {LOCK}")
    settle(page)
    first = said(page)
    assert re.search(rf"^{LOCK}, held by .*; hold \d+ of \d+$", first)
    page.keyboard.press("," if re.search(r"hold (\d+) of \1$", first) else ".")
    settle(page)
    assert said(page).startswith(f"{LOCK}, held by ")
    assert said(page) != first
    page.keyboard.press("ArrowUp")
    settle(page)
    assert "had the GIL" in said(page)


def test_the_list_lights_an_object_and_hints_lead_to_what_is_out_of_sight(
    open_page: OpenPage, contended: str
) -> None:
    page = opened(open_page, contended)
    start, end = contested_hold(page)
    page.evaluate(
        "fragment => { location.hash = fragment }", f"v=1&from={round(start)}&to={round(end)}"
    )
    page.reload()
    page.get_by_role("tab", name="Objects").click()
    row = page.locator(".object-row", has_text=LOCK)
    row.click()
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".object-details")).to_contain_text(re.compile(r"Held.*% of the time"))
    hints = page.locator("#stage .stage-hint:visible")
    expect(hints).not_to_have_count(0)
    hint = hints.first
    expect(hint).to_have_attribute(
        "aria-label", re.compile(rf"of {LOCK} (earlier|later|above|below)")
    )
    hint.click()
    expect(page.locator("#selection")).to_contain_text(LOCK)
    page.keyboard.press("Escape")
    expect(page.locator("#stage .stage-hint:visible")).to_have_count(0)


def test_the_keyboard_walks_along_the_object_that_is_lit(
    open_page: OpenPage, contended: str
) -> None:
    page = opened(open_page, contended)
    page.get_by_role("tab", name="Objects").click()
    page.locator(".object-row", has_text=LOCK).click()
    page.get_by_role("grid").focus()
    page.keyboard.press("k")
    expect(page.locator("#selection")).to_contain_text(LOCK)
    settle(page)
    first = said(page)
    page.keyboard.press("k")
    settle(page)
    second = said(page)
    assert LOCK in second
    assert second != first
    page.keyboard.press("j")
    settle(page)
    assert said(page) == first


def test_a_double_click_in_the_list_opens_the_lane_of_the_object(
    open_page: OpenPage, contended: str
) -> None:
    page = opened(open_page, contended)
    page.get_by_role("tab", name="Objects").click()
    page.locator(".object-row", has_text=LOCK).dblclick()
    expect(mode(page, "Objects")).to_have_attribute("aria-pressed", "true")
    expect(lane(page, LOCK)).to_have_class(re.compile("stage-row-selected"))


def test_a_pointer_that_rests_means_nothing_of_what_was_shown_before(page: Page) -> None:
    page.keyboard.press("o")
    lanes, last = page.locator("#stage .stage-lanes"), page.locator("#stage .stage-row-lane").last
    expect(last).to_be_visible()
    there, row = lanes.bounding_box(), last.bounding_box()
    assert there
    assert row
    page.mouse.move(there["x"] + there["width"] * 0.3, row["y"] + row["height"] * 0.7)
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_be_visible()

    page.keyboard.press("o")

    expect(lane(page, LOCK)).to_be_visible()
    expect(tooltip).to_be_hidden()


def test_the_legend_names_the_threads(page: Page) -> None:
    legend = page.get_by_role("list", name="Legend of threads")
    expect(legend).to_contain_text("clerk 1")
    expect(legend).to_contain_text("How many wait")
    expect(legend).not_to_contain_text("How many are in it")
    page.keyboard.press("o")
    expect(legend).to_be_hidden()


def test_a_key_sorts_the_lanes_otherwise_and_the_link_keeps_it(
    open_page: OpenPage, site: Site
) -> None:
    page = by_object(open_page, site.recorded("bounded_buffer", pairs=1, plates=2))
    page.keyboard.press("Shift+S")
    page.wait_for_function("() => location.hash.includes('by=name')")
    names = page.locator("#stage .stage-row-object .stage-name").all_inner_texts()
    assert names == sorted(names)


@pytest.fixture(scope="module")
def pool(site: Site) -> str:
    """The page of a pool of three workers with nine tasks."""
    return site.recorded("thread_pool_map", pictures=9, workers=3, unit_ms=5)


def test_a_pool_tells_by_keyboard_and_in_words_which_worker_ran_which_task(
    open_page: OpenPage, pool: str
) -> None:
    page = by_object(open_page, pool)
    expect(lane(page, "pool")).to_contain_text(re.compile(r"mean [\d.]+ busy"))
    page.get_by_role("tab", name=re.compile(r"^Objects")).click()
    # Whatever is lit is walked along by keys.
    page.get_by_role("button", name=re.compile(r"^pool Executor")).click()
    page.locator("#stage [role=grid]").focus()
    for _ in range(20):
        page.keyboard.press("k")
    page.keyboard.press("j")
    for _ in range(30):
        settle(page)
        if "a task of pool" in said(page):
            break
        page.keyboard.press("j")
    told = r"pool_\d ran shrink, a task of pool for .*; submitted by MainThread .*; task \d of 9"
    assert re.search(told, said(page))
    panel = page.locator("#selection")
    expect(panel).to_contain_text(re.compile(r"pool_\d ran shrink, a task of pool"))
    expect(panel).to_contain_text("Submitted by MainThread")
    expect(panel).not_to_contain_text("meanwhile")
    page.wait_for_function("() => location.hash.includes('hold=')")
    assert mode(page, "Objects").get_attribute("aria-pressed") == "true"
    assert axe_violations(page) == []
    panel.get_by_role("button", name="MainThread").click()
    expect(mode(page, "Threads")).to_have_attribute("aria-pressed", "true")


def test_who_waits_to_put_and_who_waits_to_get_are_told_apart_in_words(
    open_page: OpenPage, queued: str
) -> None:
    page = by_object(open_page, queued)
    expect(lane(page, "counter")).to_contain_text(re.compile(r"to (put|get) [\d.]+"))
    page.get_by_role("tab", name=re.compile(r"^Objects")).click()
    page.locator(".object-row").filter(has_text=re.compile(r"^counter")).click()
    # Bakers are quicker than sellers, so there is no room; who waits for a loaf depends.
    expect(page.locator(".object-details")).to_contain_text("To put")
    legend = page.locator("#legends").get_by_role("listitem")
    expect(legend.filter(has_text="Wait to put")).to_have_count(1)
    assert axe_violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("named", "said"),
    [(0, "No thread has used a lock"), (1, "There is 1 object, but"), (2, "There are 2 objects,")],
)
def test_where_no_object_was_used_it_is_said_in_place_of_lanes(
    open_page: OpenPage, site: Site, named: int, said: str, theme: str
) -> None:
    header, frame, end = drawn({"left": "##zz##", "right": "######"})
    rows = json.loads(frame)
    rows["objects"] = rows["objects"][:named]
    path = imported(site.data, [header, json.dumps(rows), end])
    page = open_page(path + "#v=1&as=objects", color_scheme=theme)
    none = page.locator("#stage .stage-none")
    expect(none).to_contain_text(said)
    expect(page.locator("#tabs [role=tab]")).not_to_have_count(0)
    assert axe_violations(page) == []
    page.locator("#modes [data-mode=threads]").click()
    expect(none).to_have_text("")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_a_hold_selected_and_an_object_lit(
    open_page: OpenPage, contended: str, theme: str
) -> None:
    page = by_object(open_page, contended, color_scheme=theme)
    page.get_by_role("tab", name="Objects").click()
    page.locator(".object-row", has_text=LOCK).click()
    page.get_by_role("grid").focus()
    page.keyboard.press("k")
    page.keyboard.press("w")
    expect(page.locator("#stage .stage-hint:visible")).not_to_have_count(0)
    assert axe_violations(page) == []


def test_a_narrow_page_has_room_for_it(open_page: OpenPage, contended: str) -> None:
    page = by_object(open_page, contended, viewport={"width": 390, "height": 844})
    assert cut_off(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert cut_off(page) == []

"""Lanes under real hands: sorted, grouped, collapsed, pinned, hidden, moved; however many."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off, opened, settle
from tests.support.drawn import drawn, imported

LANES = {
    "MainThread": "##zzzzzzzzzzzzzzzzzz",
    "worker-1": "####1111111111zzzzzz",
    "worker-2": "##########1111111zzz",
    "logger": "zz##zzzzzzzzzzzzzz##",
    "worker-10": "################zzzz",
}
AS_STARTED = list(LANES)
BUSIEST = ["worker-10", "worker-2", "worker-1", "logger", "MainThread"]
MANY = 600


@pytest.fixture(scope="module")
def few(site: Site) -> str:
    """The page of five threads, three of them alike."""
    return imported(site.data, drawn(LANES))


@pytest.fixture(scope="module")
def many(site: Site) -> str:
    """The page of more threads than any screen is high."""
    return imported(site.data, drawn({f"thread-{i}": "#1#z" for i in range(MANY)}))


@pytest.fixture(scope="module")
def processes(site: Site) -> str:
    """The page of five threads in two processes."""
    header, frame, end = drawn(LANES)
    rows = json.loads(frame)
    [process] = rows["processes"]
    rows["processes"].append({**process, "id": 2, "pid": 8, "name": "SpawnProcess-1"})
    for lane in rows["lanes"][3:]:
        lane["process"] = 2
    return imported(site.data, [header, json.dumps(rows), end])


@pytest.fixture
def page(open_page: OpenPage, few: str) -> Page:
    return opened(open_page, few)


def lanes(page: Page) -> Locator:
    """The names on the heads of lanes, from top to bottom."""
    return page.locator("#stage .stage-row-lane .stage-name")


def head(page: Page, name: str) -> Locator:
    return page.locator("#stage .stage-row").filter(
        has=page.get_by_text(re.compile(f"^{re.escape(name)}$"))
    )


def menu(page: Page) -> Locator:
    """The menu of the lanes, open."""
    box = page.get_by_role("dialog", name="Lanes of threads")
    if not box.is_visible():
        page.get_by_role("button", name=re.compile("^Lanes:")).click()
    expect(box).to_be_visible()
    return box


def select(page: Page, name: str) -> None:
    """Select a lane as one does: by its head."""
    head(page, name).locator(".stage-name").click()
    expect(head(page, name)).to_have_class(re.compile("stage-row-selected"))


def linked(page: Page, part: str) -> None:
    """Wait until the address has it."""
    page.wait_for_function("part => location.hash.includes(part)", arg=part)


def said(page: Page, sentence: str) -> None:
    expect(page.locator("#live")).to_have_text(sentence)


def test_the_menu_sorts_says_by_what_and_back_undoes_it(page: Page) -> None:
    expect(lanes(page)).to_have_text(AS_STARTED)
    menu(page).get_by_label("Busiest first").check()
    expect(lanes(page)).to_have_text(BUSIEST)
    expect(menu(page)).to_contain_text("By the time running in the whole run.")
    linked(page, "sort=busy")
    page.go_back()
    expect(lanes(page)).to_have_text(AS_STARTED)


def test_an_order_by_time_stays_while_one_moves_until_it_is_made_anew(
    open_page: OpenPage, few: str
) -> None:
    # In the last tenth only the logger runs.
    page = opened(open_page, few, "from=18000000&to=20000000")
    box = menu(page)
    box.get_by_label("Busiest first").check()
    expect(lanes(page).first).to_have_text("logger")
    linked(page, "sort=busy&over=18000000-20000000")
    again = box.get_by_role("button", name="Sort anew")
    expect(again).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.wait_for_function("() => !location.hash.includes('from=')")
    expect(lanes(page).first).to_have_text("logger")
    expect(menu(page)).to_contain_text("It stays while you move.")
    again.click()
    expect(lanes(page)).to_have_text(BUSIEST)


def test_the_keyboard_goes_through_the_orders_and_the_groups(page: Page) -> None:
    page.keyboard.press("Shift+S")
    said(page, "Lanes are sorted by name.")
    expect(lanes(page)).to_have_text(["logger", "MainThread", "worker-1", "worker-2", "worker-10"])
    page.keyboard.press("Shift+G")
    said(page, "Lanes are grouped by the pattern of their names: 1 group.")
    expect(page.get_by_role("treegrid")).to_be_visible()
    page.keyboard.press("Shift+G")
    said(page, "Lanes are not grouped.")


def test_lanes_of_like_names_are_a_group_that_collapses_into_one_row(page: Page) -> None:
    menu(page).get_by_label("By name pattern").check()
    page.keyboard.press("Escape")
    group = page.get_by_role("row", name=re.compile("^worker"))
    expect(group.first).to_have_attribute("aria-level", "1")
    expect(group.first).to_contain_text("3 threads")
    expect(lanes(page)).to_have_text(["MainThread", "logger", "worker-1", "worker-2", "worker-10"])
    toggle = page.get_by_role("button", name="worker", exact=True)
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(lanes(page)).to_have_text(["MainThread", "logger"])
    linked(page, "group=name&fold=g2")
    page.reload()
    expect(lanes(page)).to_have_text(["MainThread", "logger"])
    toggle.click()
    expect(lanes(page)).to_have_count(5)


def test_the_keyboard_steps_onto_a_collapsed_group_and_opens_it(
    open_page: OpenPage, few: str
) -> None:
    page = opened(open_page, few, "group=name&fold=g2")
    select(page, "logger")
    page.keyboard.press("ArrowDown")
    group = page.locator("#stage .stage-row-group")
    expect(group).to_have_class(re.compile("stage-row-selected"))
    linked(page, "sel=2.")
    cell = page.get_by_role("treegrid").get_attribute("aria-activedescendant")
    expect(group.locator(f"#{cell}")).to_contain_text("worker-1")
    page.keyboard.press("x")
    expect(head(page, "worker-1")).to_have_class(re.compile("stage-row-selected"))
    said(page, "Group worker, 3 threads, is expanded.")


def test_a_collapsed_group_tells_what_its_threads_did_under_the_pointer(
    open_page: OpenPage, few: str
) -> None:
    page = opened(open_page, few, "group=name&fold=g2")
    box = page.locator("#stage .stage-lanes").bounding_box()
    row = page.locator("#stage .stage-row-group").bounding_box()
    assert box
    assert row
    page.mouse.move(box["x"] + box["width"] * 0.4, row["y"] + row["height"] / 2)
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_contain_text("3 threads of 3 alive")
    expect(tooltip).to_contain_text(re.compile(r"running 66\.7.%, waiting 33\.3.%"))


def test_several_processes_are_groups_without_being_asked(
    open_page: OpenPage, processes: str
) -> None:
    page = opened(open_page, processes)
    expect(page.locator("#stage .stage-row-group .stage-name")).to_have_text(
        ["MainProcess", "SpawnProcess-1"]
    )
    menu(page).get_by_label("None").check()
    expect(lanes(page).last).to_have_text("worker-10 · SpawnProcess-1")


def test_the_controls_of_a_lane_are_there_when_pointed_at(page: Page) -> None:
    row = head(page, "worker-2")
    row.hover()
    row.get_by_role("button", name="Pin worker-2").click()
    expect(lanes(page).first).to_have_text("worker-2")
    said(page, "worker-2 is pinned on top.")
    row = head(page, "logger")
    row.hover()
    row.get_by_role("button", name="Hide logger").click()
    expect(lanes(page)).to_have_text(["worker-2", "MainThread", "worker-1", "worker-10"])
    row = head(page, "MainThread")
    before = row.bounding_box()
    row.hover()
    row.get_by_role("button", name="Collapse MainThread").click()
    expect(row).to_have_class(re.compile("stage-row-folded"))
    after = row.bounding_box()
    assert before
    assert after
    assert after["height"] < before["height"] / 2


def test_the_keyboard_reaches_the_controls_of_the_selected_lane(page: Page) -> None:
    select(page, "worker-1")
    page.get_by_role("button", name="Hide worker-1").focus()
    expect(page.locator("#stage .stage-controls").first).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(head(page, "worker-1")).to_have_count(0)


def test_hidden_lanes_are_counted_and_come_back_one_by_one_or_all(page: Page) -> None:
    for name in ("worker-1", "logger"):
        select(page, name)
        page.keyboard.press("h")
        expect(head(page, name)).to_have_count(0)
    count = page.get_by_role("button", name="Lanes: 3 of 5")
    expect(count).to_be_visible()
    expect(page.locator("#stage .stage-row-hidden")).to_contain_text("2 lanes hidden")
    menu(page).get_by_role("button", name="Show logger").click()
    expect(lanes(page)).to_have_text(["MainThread", "worker-2", "logger", "worker-10"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show 1 lane that is hidden").click()
    expect(lanes(page)).to_have_text(AS_STARTED)
    page.go_back()
    expect(lanes(page)).to_have_text(["MainThread", "worker-2", "logger", "worker-10"])


def test_a_lane_is_moved_with_the_keyboard_and_stays_where_it_was_put(page: Page) -> None:
    select(page, "logger")
    page.keyboard.press("Alt+ArrowUp")
    moved = ["MainThread", "worker-1", "logger", "worker-2", "worker-10"]
    expect(lanes(page)).to_have_text(moved)
    said(page, "logger is now number 3 of 5.")
    page.reload()
    expect(lanes(page)).to_have_text(moved)
    expect(head(page, "logger")).to_have_class(re.compile("stage-row-selected"))
    handle = page.get_by_role("button", name="Move logger")
    handle.focus()
    page.keyboard.press("ArrowDown")
    expect(lanes(page)).to_have_text(AS_STARTED)
    expect(handle).to_be_focused()


def test_going_to_a_hidden_lane_leaves_it_hidden_and_says_so(page: Page) -> None:
    select(page, "logger")
    page.keyboard.press("h")
    expect(head(page, "logger")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("logger")
    page.locator("#finder [role=option]").first.click()
    linked(page, "sel=4.")
    row = page.locator("#stage .stage-row-hidden")
    expect(row).to_contain_text("1 lane hidden, one selected")
    said(page, "logger is hidden. Shift H shows hidden lanes.")
    cell = page.get_by_role("grid").get_attribute("aria-activedescendant")
    expect(row.locator(f"#{cell}")).to_contain_text("logger: ")
    page.keyboard.press("Shift+H")
    expect(head(page, "logger")).to_have_class(re.compile("stage-row-selected"))


def test_a_key_held_down_moves_a_lane_far_and_back_undoes_it_at_once(page: Page) -> None:
    select(page, "worker-10")
    linked(page, "sel=5.")
    for _ in range(3):
        page.keyboard.press("Alt+ArrowUp")
    expect(lanes(page)).to_have_text(["MainThread", "worker-10", *AS_STARTED[1:4]])
    linked(page, "order=5-2")
    page.go_back()
    expect(lanes(page)).to_have_text(AS_STARTED)


def drag(page: Page, name: str, onto: str, what: str = "") -> None:
    """Take a lane or group by its handle over the upper part of another, and hold it there."""
    head(page, name).hover()
    handle = page.get_by_role("button", name=f"Move {what or name}").bounding_box()
    target = head(page, onto).bounding_box()
    assert handle
    assert target
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"], target["y"] + target["height"] * 0.3, steps=5)
    expect(page.locator("#stage .stage-insertion")).to_be_visible()
    settle(page)  # the line is where the pointer is now, not where it was on its way


def test_a_lane_is_dragged_to_where_a_line_shows(page: Page) -> None:
    drag(page, "worker-10", "worker-1")
    line = page.locator("#stage .stage-insertion").bounding_box()
    edge = head(page, "worker-1").bounding_box()
    assert line
    assert edge
    assert abs(line["y"] - edge["y"]) <= 2
    page.mouse.up()
    expect(lanes(page)).to_have_text(["MainThread", "worker-10", "worker-1", "worker-2", "logger"])
    expect(page.locator("#stage .stage-insertion")).to_be_hidden()
    linked(page, "order=5-2")


def test_escape_lets_a_dragged_lane_lie_where_it_was(page: Page) -> None:
    drag(page, "worker-10", "worker-1")
    page.keyboard.press("Escape")
    expect(page.locator("#stage .stage-insertion")).to_be_hidden()
    page.mouse.up()
    expect(lanes(page)).to_have_text(AS_STARTED)


def test_a_pinned_lane_stays_while_the_others_scroll_under_it(
    open_page: OpenPage, many: str
) -> None:
    page = opened(open_page, many, "pin=400")
    page.locator("#stage .stage-body").evaluate("body => { body.scrollTop = 3001; }")
    expect(head(page, "thread-140")).to_be_visible()
    settle(page)
    pinned = head(page, "thread-399").bounding_box()
    body = page.locator("#stage .stage-body").bounding_box()
    assert pinned
    assert body
    assert pinned["y"] == body["y"]
    # Whatever has scrolled under it is not what is pointed at there.
    hit = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.stage-row').textContent",
        [pinned["x"] + 20, pinned["y"] + pinned["height"] - 3],
    )
    assert "thread-399" in hit


def groups(page: Page) -> Locator:
    """The names on the heads of groups, from top to bottom."""
    return page.locator("#stage .stage-row-group .stage-name")


def test_the_keyboard_pins_and_moves_a_group_and_back_undoes_it(
    open_page: OpenPage, processes: str
) -> None:
    page = opened(open_page, processes)
    expect(groups(page)).to_have_text(["MainProcess", "SpawnProcess-1"])
    select(page, "worker-10")
    page.locator("#stage [role=treegrid]").focus()
    page.keyboard.press("Alt+PageUp")
    said(page, "Group SpawnProcess-1 is now number 1 of 2.")
    expect(groups(page)).to_have_text(["SpawnProcess-1", "MainProcess"])
    linked(page, "order=g4-g1")
    page.keyboard.press("Alt+PageUp")
    said(page, "Group SpawnProcess-1 is the first already.")
    page.keyboard.press("Shift+P")
    said(page, "Group SpawnProcess-1 is pinned on top.")
    linked(page, "pin=g4")
    page.reload()
    expect(groups(page)).to_have_text(["SpawnProcess-1", "MainProcess"])
    expect(page.locator(".stage-row-group.stage-row-stays .stage-name")).to_have_text(
        "SpawnProcess-1"
    )
    page.go_back()
    page.go_back()
    expect(groups(page)).to_have_text(["MainProcess", "SpawnProcess-1"])


def test_a_group_is_dragged_with_all_its_lanes(open_page: OpenPage, processes: str) -> None:
    page = opened(open_page, processes)
    drag(page, "SpawnProcess-1", "MainProcess", "all of SpawnProcess-1")
    line = page.locator("#stage .stage-insertion").bounding_box()
    edge = head(page, "MainProcess").bounding_box()
    assert line
    assert edge
    assert abs(line["y"] - edge["y"]) <= 2
    page.mouse.up()
    expect(groups(page)).to_have_text(["SpawnProcess-1", "MainProcess"])
    expect(lanes(page)).to_have_text([*AS_STARTED[3:], *AS_STARTED[:3]])


def test_where_heads_are_narrow_the_menu_pins_moves_and_collapses_groups(
    open_page: OpenPage, processes: str
) -> None:
    page = opened(open_page, processes, viewport={"width": 390, "height": 800})
    listed = menu(page).get_by_role("list", name="Groups")
    up = listed.get_by_role("button", name="Up group SpawnProcess-1")
    up.focus()
    page.keyboard.press("Enter")
    expect(groups(page)).to_have_text(["SpawnProcess-1", "MainProcess"])
    expect(up).to_be_focused()
    listed.get_by_role("button", name="Pin group MainProcess").click()
    expect(groups(page)).to_have_text(["MainProcess", "SpawnProcess-1"])
    expect(listed.get_by_role("button", name="Unpin group MainProcess")).to_be_visible()
    listed.get_by_role("button", name="Collapse group MainProcess").click()
    expect(lanes(page)).to_have_text(AS_STARTED[3:])
    linked(page, "fold=g1")
    assert cut_off(page) == []
    assert axe_violations(page) == []


def elements(page: Page) -> int:
    return int(page.locator("#stage *").count())


def test_there_are_no_more_elements_than_can_be_seen(
    open_page: OpenPage, many: str, site: Site
) -> None:
    some = imported(site.data, drawn({f"thread-{i}": "#1#z" for i in range(70)}))
    fewer = elements(opened(open_page, some))
    page = opened(open_page, many)
    expect(page.locator("#stage *")).to_have_count(fewer)
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(MANY))
    for top in (700, 5000, 10_000_000):
        page.locator("#stage .stage-body").evaluate("(body, top) => { body.scrollTop = top; }", top)
        settle(page)
        assert abs(elements(page) - fewer) <= 20, "a row more or less at the edges"
    expect(head(page, f"thread-{MANY - 1}")).to_be_visible()


WHILE_MOVING = """async () => {
  const width = document.querySelector("#in-view .quiet");
  let changes = 0;
  new MutationObserver(() => { changes += 1; }).observe(width, {
    characterData: true, childList: true, subtree: true,
  });
  const began = performance.now();
  for (let n = 0; n < 60; n += 1) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", {
      key: n % 3 ? "w" : "s", bubbles: true, cancelable: true,
    }));
    await new Promise(requestAnimationFrame);
  }
  return {changes, ms: performance.now() - began};
}"""


@pytest.mark.parametrize("run", ["many", "processes"])
def test_what_lanes_did_is_summed_at_times_while_one_moves_and_when_one_rests(
    open_page: OpenPage, run: str, request: pytest.FixtureRequest
) -> None:
    page = opened(open_page, request.getfixturevalue(run), reduced_motion="reduce")
    moved = page.evaluate(WHILE_MOVING)
    assert 0 < moved["changes"] <= moved["ms"] / 150 + 2, moved
    page.wait_for_function("""() => {
      const [width] = document.querySelectorAll("#in-view .quiet");
      const window = [...document.querySelectorAll("#stage .stage-corner-value")].at(-1);
      return width.textContent === window.textContent;
    }""")


def test_the_keyboard_walks_through_all_lanes_and_takes_the_view_along(
    open_page: OpenPage, many: str
) -> None:
    page = opened(open_page, many, "group=name")
    select(page, "thread-0")
    for _ in range(60):
        page.keyboard.press("ArrowDown")
    expect(head(page, "thread-60")).to_be_visible()
    expect(head(page, "thread-60")).to_have_class(re.compile("stage-row-selected"))


def test_the_sheet_of_keys_names_what_arranges_lanes(page: Page) -> None:
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    for title in (
        "Pin the selected lane",
        "Move the selected lane up",
        "Sort lanes",
        "Group lanes",
    ):
        expect(sheet).to_contain_text(title)
    expect(sheet).to_contain_text("Alt ↑")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_among_groups_controls_and_the_menu(
    open_page: OpenPage, processes: str, theme: str
) -> None:
    page = opened(open_page, processes, "pin=2&hide=3&fold=5", color_scheme=theme)
    select(page, "MainThread")
    page.get_by_role("button", name="Pin MainThread").focus()
    assert axe_violations(page) == []
    page.get_by_role("button", name="SpawnProcess-1", exact=True).click()
    assert axe_violations(page) == []
    menu(page)
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_everything_fits_on_a_narrow_page_and_in_text_of_twice_the_size(
    open_page: OpenPage, processes: str, width: int
) -> None:
    page = opened(
        open_page, processes, "hide=3&group=name", viewport={"width": width, "height": 800}
    )
    menu(page)
    assert cut_off(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    settle(page)
    assert cut_off(page) == []


def test_a_finger_drags_a_lane_by_its_handle(open_page: OpenPage, few: str) -> None:
    page = opened(
        open_page, few, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    head(page, "worker-10").locator(".stage-name").tap()
    handle = page.get_by_role("button", name="Move worker-10")
    expect(handle).to_be_visible()
    box = handle.bounding_box()
    target = head(page, "worker-1").bounding_box()
    assert box
    assert target
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, at: float | None) -> None:
        points = [] if at is None else [{"x": x, "y": at}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", y)
    for share in (0.25, 0.5, 0.75, 1):
        touch("touchMove", y + (target["y"] + target["height"] * 0.3 - y) * share)
    touch("touchEnd", None)
    expect(lanes(page)).to_have_text(["MainThread", "worker-10", "worker-1", "worker-2", "logger"])

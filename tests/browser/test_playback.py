"""The playhead: set, stepped, played, shared; source and output follow it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from app.settings import RunLimits, Settings
from tests.browser.conftest import OpenPage, Site, axe_violations, cut_off, opened, settle
from tests.support.serving import ROOT, serving

THIN = "\u2009"
SLOWEST = "0.0001"
WAITS = "with target.lock:"


@pytest.fixture
def page(open_page: OpenPage, deadlock: str) -> Page:
    return opened(open_page, deadlock)


def bar(page: Page) -> Locator:
    return page.get_by_role("group", name="Playback")


def button(page: Page, name: str) -> Locator:
    return bar(page).get_by_role("button", name=name, exact=True)


def playhead(page: Page) -> Locator:
    return page.get_by_role("slider", name="Playhead")


def at_ns(page: Page) -> int:
    """Where the slider says it is."""
    return int(playhead(page).get_attribute("aria-valuenow") or -1)


def end_ns(page: Page) -> int:
    return int(playhead(page).get_attribute("aria-valuemax") or -1)


def link(page: Page) -> dict[str, str]:
    text = page.evaluate("location.hash.slice(1)")
    return {key: values[0] for key, values in parse_qs(text).items()}


def look_at(page: Page, **view: object) -> None:
    """Go to a view as a link would."""
    keys = "&".join(f"{key.rstrip('_')}={value}" for key, value in view.items())
    page.evaluate(f"location.hash = 'v=1&{keys}'")
    settle(page)
    page.locator("#stage [role=grid]").focus()


def axis_point(page: Page, share: float) -> tuple[float, float]:
    box = page.locator("#stage .stage-axis .stage-strip").bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + 4


def line_of(page: Page, text: str) -> Locator:
    return page.locator(".listing-line", has_text=text)


def marks(page: Page) -> Locator:
    """What stands beside the source, in words."""
    return page.get_by_role("list", name="Threads at the playhead").get_by_role("button")


def test_a_click_on_the_axis_sets_the_playhead_and_a_link_carries_it(page: Page) -> None:
    expect(playhead(page)).to_be_hidden()
    page.mouse.click(*axis_point(page, 0.5))
    expect(playhead(page)).to_be_visible()
    expect(playhead(page)).to_have_attribute("aria-valuetext", re.compile(rf"^[\d.{THIN}]+ ?m?s$"))
    page.wait_for_function("() => location.hash.includes('at=')")
    there = at_ns(page)
    assert abs(there / end_ns(page) - 0.5) < 0.02
    assert int(link(page)["at"]) == there

    page.reload()
    expect(playhead(page)).to_have_attribute("aria-valuenow", str(there))
    expect(marks(page)).not_to_have_count(0)
    button(page, "Remove the playhead").click()
    expect(playhead(page)).to_be_hidden()
    expect(marks(page)).to_have_count(0)
    page.wait_for_function("() => !location.hash.includes('at=')")


def test_a_drag_on_the_axis_still_zooms_and_sets_no_playhead(page: Page) -> None:
    page.mouse.move(*axis_point(page, 0.3))
    page.mouse.down()
    page.mouse.move(*axis_point(page, 0.6), steps=4)
    page.mouse.up()
    page.wait_for_function("() => location.hash.includes('from=')")
    expect(playhead(page)).to_be_hidden()


def test_the_playhead_is_dragged_and_moved_by_keys(page: Page) -> None:
    page.mouse.click(*axis_point(page, 0.25))
    expect(playhead(page)).to_be_visible()
    first = at_ns(page)
    page.mouse.move(*axis_point(page, 0.25))
    page.mouse.down()
    page.mouse.move(*axis_point(page, 0.5), steps=4)
    page.mouse.up()
    settle(page)
    dragged = at_ns(page)
    assert dragged > first
    assert "from" not in link(page), "it did not zoom"

    playhead(page).focus()
    for key, compare in (("ArrowRight", 1), ("ArrowLeft", -1), ("PageUp", 1), ("PageDown", -1)):
        before = at_ns(page)
        page.keyboard.press(key)
        settle(page)
        assert (at_ns(page) - before) * compare > 0, key
    page.keyboard.press("Home")
    expect(playhead(page)).to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("End")
    expect(playhead(page)).to_have_attribute("aria-valuenow", str(end_ns(page)))


def test_events_are_stepped_through_one_after_the_other_and_back(page: Page) -> None:
    look_at(page, at=0)
    times = [0]
    for _ in range(6):
        page.keyboard.press("n")
        settle(page)
        times.append(at_ns(page))
        expect(bar(page).locator(".transport-what")).to_have_text(re.compile(r"\S: \S"))
    assert times == sorted(set(times)), "each later than the one before"
    expect(page.locator("#live")).to_have_text(re.compile(r"^[\d.\u2009]+ ?[µm]?s: \S+: "))
    for before in reversed(times[1:-1]):
        page.keyboard.press("b")
        settle(page)
        assert at_ns(page) == before
    look_at(page, at=end_ns(page))
    page.keyboard.press("n")
    expect(page.locator("#live")).to_have_text("Nothing happens later on the lanes shown.")


def test_in_a_deadlock_both_threads_stand_beside_the_line_they_wait_at(page: Page) -> None:
    look_at(page, at=0)
    page.keyboard.press("n")
    playhead(page).focus()
    page.keyboard.press("End")
    waiting = marks(page).and_(page.locator("[aria-label*='Waiting for'][aria-label*='.lock']"))
    expect(waiting).to_have_count(2)
    row = line_of(page, WAITS).bounding_box()
    assert row
    for mark in waiting.all():
        box = mark.bounding_box()
        assert box
        assert abs(box["y"] + box["height"] / 2 - row["y"] - row["height"] / 2) < 2
    # Pressing one selects what its thread does then.
    waiting.first.press("Enter")
    expect(page.locator("#selection .selection-title")).to_contain_text("Waiting for")
    expect(waiting.first).to_have_attribute("data-selected", "")


def test_one_tab_stop_leads_to_all_marks(page: Page) -> None:
    look_at(page, at=0)
    page.keyboard.press("n")
    playhead(page).focus()
    page.keyboard.press("End")
    expect(marks(page)).to_have_count(3)
    assert page.locator(".gutter-mark[tabindex='0']").count() == 1
    page.locator(".gutter-mark[tabindex='0']").focus()
    said = set()
    page.keyboard.press("Home")
    for _ in range(3):
        said.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowDown")
    assert len(said) == 3


def test_more_threads_on_a_line_than_have_room_are_counted(open_page: OpenPage, site: Site) -> None:
    # All cooks of the pool wait, for good, at one line for what only a free cook could do.
    page = opened(open_page, site.recorded("starved_pool", cooks=6))
    look_at(page, at=0)
    playhead(page).focus()
    page.keyboard.press("End")
    surplus = marks(page).filter(has_text="+4")
    expect(surplus).to_have_count(1)
    expect(surplus).to_have_attribute("aria-label", re.compile(r"^Line \d+: 4 more, (\S+, ){3}"))
    row = line_of(page, "pool.submit(cook_sauce").bounding_box()
    box = surplus.bounding_box()
    assert row
    assert box
    assert abs(box["y"] - row["y"]) < 2


SHOP = {
    "shop.py": """
        import threading, kitchen
        bell = threading.Event()
        cook = threading.Thread(target=kitchen.cook, args=(bell,), name="cook")
        cook.start()
        cook.join(0.4)
        bell.set()
        cook.join()
    """,
    "kitchen.py": """
        def cook(bell):
            bell.wait()
    """,
}


@pytest.fixture(scope="module")
def two_files(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a program of two files, with a thread in each."""
    folder = tmp_path_factory.mktemp("shop")
    for name, text in SHOP.items():
        (folder / name).write_text(textwrap.dedent(text))
    told = subprocess.run(
        [sys.executable, "-m", "app", "run", "--data", str(site.data), "shop.py"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = re.search("/t/[0-9a-f]{32}", told.stdout + told.stderr)
    assert found, told
    return found[0]


def test_the_file_of_the_selected_thread_is_shown_and_others_tell_how_many_they_have(
    open_page: OpenPage, two_files: str
) -> None:
    page = opened(open_page, two_files)
    bell = page.locator(".stage-row-lane", has_text="cook")
    bell.click()
    files = page.get_by_label("File")
    expect(files.locator("option:checked")).to_have_text("kitchen.py")
    start = int(link_when(page, "sel")["sel"].split(".")[1])
    look_at(page, sel=f"{link(page)['sel']}", at=start + 100_000_000)
    expect(files.locator("option:checked")).to_have_text("kitchen.py · 1 thread")
    expect(files.locator("option")).to_have_text(["shop.py · 1 thread", "kitchen.py · 1 thread"])
    expect(marks(page)).to_have_count(1)
    expect(marks(page)).to_have_attribute("aria-label", re.compile("^Line 3: cook: Waiting for"))
    # A file chosen by hand stays, also when the playhead moves.
    files.select_option(label="shop.py · 1 thread")
    expect(marks(page)).to_have_attribute("aria-label", re.compile("^Line 6: MainThread: "))
    playhead(page).focus()
    page.keyboard.press("ArrowRight")
    expect(files.locator("option:checked")).to_have_text("shop.py · 1 thread")


def link_when(page: Page, key: str) -> dict[str, str]:
    """The view as the address has it, once it has that key."""
    page.wait_for_function("key => location.hash.includes(`${key}=`)", arg=key)
    return link(page)


def test_playing_moves_the_playhead_to_the_end_and_stops_there(page: Page) -> None:
    look_at(page, at=0)
    end = end_ns(page)
    bar(page).get_by_label("Speed").select_option("1")
    look_at(page, at=end - 100_000_000)
    page.keyboard.press(" ")
    expect(page.locator("#live")).to_have_text(re.compile("^The end, "))
    expect(button(page, "Play")).to_be_visible()
    expect(playhead(page)).to_have_attribute("aria-valuenow", str(end))
    # From there it begins anew.
    bar(page).get_by_label("Speed").select_option(SLOWEST)
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press(" ")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press(" ")
    assert at_ns(page) < end


def test_space_plays_also_right_after_a_tab_was_chosen(page: Page) -> None:
    look_at(page, at=1000)
    bar(page).get_by_label("Speed").select_option(SLOWEST)
    page.get_by_role("tab", name="Output").click()
    page.keyboard.press(" ")
    expect(button(page, "Pause")).to_be_visible()
    # On a button Space is the button's own.
    button(page, "Pause").focus()
    page.keyboard.press(" ")
    expect(button(page, "Play")).to_be_visible()


def test_slow_motion_goes_down_to_a_ten_thousandth_and_says_so(page: Page) -> None:
    look_at(page, at=1_000_000)
    speed = bar(page).get_by_label("Speed")
    for _ in range(5):
        page.keyboard.press("<")
    expect(speed).to_have_value(SLOWEST)
    expect(page.locator("#live")).to_have_text(f"Speed 1/10{THIN}000.")
    page.keyboard.press(">")
    expect(speed).to_have_value("0.001")
    page.keyboard.press("<")
    page.keyboard.press(" ")
    expect(page.locator("#live")).to_have_text(re.compile(rf"^Playing at 1/10{THIN}000 from 1.000"))
    page.wait_for_function(
        "() => Number(document.querySelector('.playhead').getAttribute('aria-valuenow')) > 1000000"
    )
    page.keyboard.press(" ")
    expect(page.locator("#live")).to_have_text(re.compile("^Paused at "))
    a_minute_ns = 60_000_000_000
    assert at_ns(page) < 1_000_000 + a_minute_ns / 10_000


def test_the_window_follows_page_by_page_and_a_pan_by_hand_ends_it(
    open_page: OpenPage, deadlock: str
) -> None:
    page = opened(open_page, deadlock, reduced_motion="reduce")
    look_at(page, from_=1_000_000, to=2_000_000, at=1_999_000)
    bar(page).get_by_label("Speed").select_option(SLOWEST)
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press(" ")
    width = page.locator("#stage .stage-axis .stage-corner-value")
    before = width.inner_text()
    # Hold it as soon as the next page has come: by then it is past where the first one ended.
    page.wait_for_function(
        """() => document.querySelector('.playhead').style.left.startsWith('1')
          && parseFloat(document.querySelector('.playhead').style.left) < 20"""
    )
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("d")
    expect(button(page, "Play")).to_be_visible()
    expect(page.locator("#live")).to_have_text(re.compile("^Paused at "))
    assert width.inner_text() == before
    page.wait_for_function("() => Number(/from=(\\d+)/.exec(location.hash)[1]) > 1950000")


def test_a_line_of_the_source_lights_every_span_that_came_of_it(page: Page) -> None:
    line = line_of(page, WAITS)
    line.focus()
    page.keyboard.press("Enter")
    expect(line).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#live")).to_have_text(re.compile(r"^\d+ spans from line \d+: Waiting "))
    listed = page.get_by_role("region", name="Spans of a line")
    expect(listed.get_by_role("heading")).to_have_text(re.compile(r"^\d+ spans from line \d+$"))
    told = int(listed.get_by_role("heading").inner_text().split()[0])
    rows = listed.locator(".line-span")
    expect(rows).to_have_count(told)
    assert dimmed(page), "what did not come of it steps back"

    rows.nth(1).click()
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator("#selection .facts")).not_to_have_count(0)
    page.wait_for_function("() => location.hash.includes('line=')")
    page.reload()
    expect(line).to_have_attribute("aria-pressed", "true")
    listed.get_by_role("button", name="Close").click()
    expect(listed).to_be_hidden()
    expect(line).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => !location.hash.includes('line=')")


def dimmed(page: Page) -> bool:
    """Whether something lies over the lanes at their lower left corner, where nothing runs."""
    settle(page)
    return bool(
        page.evaluate(
            """() => {
              const canvas = document.querySelector('.stage-upper');
              return canvas.getContext('2d').getImageData(2, canvas.height - 3, 1, 1).data[3] > 0;
            }"""
        )
    )


def times(page: Page) -> Locator:
    """The table of what lines cost."""
    return page.get_by_role("region", name="Time at each line")


def test_the_keyboard_finds_the_hottest_line_and_reads_what_it_cost(page: Page) -> None:
    expect(times(page)).to_have_count(0)
    shown = page.get_by_role("button", name="Times", exact=True)
    shown.focus()
    page.keyboard.press("Enter")
    expect(shown).to_have_attribute("aria-pressed", "true")
    rows = times(page).get_by_role("row")
    expect(rows.first.get_by_role("columnheader", name="Spent")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(times(page)).to_contain_text(
        "All threads in view. What runs counts where its span began"
    )
    page.keyboard.press("Tab")  # Line
    page.keyboard.press("Tab")  # Spent
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rows.first.get_by_role("columnheader", name="Blocked")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.locator("#live")).to_have_text("Lines are sorted by time blocked.")
    # Both wait for good at one line, and so it is the hottest.
    hottest = rows.nth(1)
    expect(hottest.get_by_role("button")).to_contain_text(WAITS)
    page.keyboard.press("Tab")
    expect(hottest.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    line = line_of(page, WAITS)
    expect(line).to_have_attribute("aria-pressed", "true")
    expect(line).to_have_accessible_name(re.compile(r"s: Waiting .*with target\.lock:"))
    page.wait_for_function("() => location.hash.includes('line=')")
    assert axe_violations(page) == []
    shown.click()
    expect(page.locator(".listing-time").first).to_be_hidden()


def test_the_times_of_lines_are_those_of_what_is_in_view(page: Page) -> None:
    page.get_by_role("button", name="Times", exact=True).click()
    waits = line_of(page, WAITS).locator(".listing-time")
    expect(waits).to_have_attribute("title", re.compile("Waiting"))
    whole = waits.get_attribute("title")
    look_at(page, from_=0, to=2000)
    expect(waits).to_have_count(0)
    page.keyboard.press("0")
    expect(waits).to_have_attribute("title", whole or "")


def test_escape_lets_go_of_the_selection_then_the_line_then_the_playhead(page: Page) -> None:
    look_at(page, at=1000)
    line_of(page, WAITS).click()
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press(".")
    expect(page.locator("#selection dt")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#selection dt")).to_have_count(0)
    expect(page.get_by_role("region", name="Spans of a line")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Spans of a line")).to_be_hidden()
    expect(playhead(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(playhead(page)).to_be_hidden()


def test_the_output_follows_and_a_line_of_it_moves_the_playhead(
    open_page: OpenPage, finished: str
) -> None:
    page = opened(open_page, finished)
    page.get_by_role("tab", name="Output").click()
    lines = page.locator(".output-line")
    current = page.locator(".output-line[aria-current=time]")
    expect(current).to_have_count(0)
    lines.nth(3).click()
    expect(playhead(page)).to_have_attribute(
        "aria-valuenow", lines.nth(3).get_attribute("data-time") or ""
    )
    expect(current).to_have_count(1)
    assert current.get_attribute("data-time") == lines.nth(3).get_attribute("data-time")
    earlier, later = (
        lines.nth(at).locator(".output-text").evaluate("e => getComputedStyle(e).color")
        for at in (1, lines.count() - 1)
    )
    assert earlier != later

    look_at(page, at=0)
    expect(current).to_have_count(0)
    expect(page.locator(".output")).to_have_attribute("data-playhead", "before")
    look_at(page, at=end_ns(page))
    expect(current).to_have_text(re.compile("Both threads have finished."))


PATIENT = '''"""Patient

Lesson 1 of Synchronization, beginner: patience.

One thread, which takes small steps until the program is stopped.

Watch for nothing in particular.
"""

import threading
import time

EXPECTS = ()


def take_steps() -> None:
    while True:
        time.sleep(0.02)


def main() -> None:
    """Walk."""
    threading.Thread(target=take_steps, name="walker").start()


if __name__ == "__main__":
    main()
'''


@pytest.fixture
def running(tmp_path: Path) -> Iterator[str]:
    """The page of a program that runs for as long as it is looked at."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "patient.py").write_text(PATIENT)
    limits = RunLimits(wall_s=600)
    with serving(
        Settings(data=tmp_path / "data", scenarios=tmp_path / "scenarios", limits=limits)
    ) as server:
        answer = server.client.post("/api/runs", json={"scenario": "patient", "parameters": {}})
        assert answer.status_code == 201, answer.text
        yield server.url + answer.json()["url"]


def test_the_past_of_a_live_run_is_played_and_its_head_is_not_passed(
    running: str, open_page: OpenPage
) -> None:
    page = open_page(running)
    expect(page.locator("#stage .stage-row-lane")).not_to_have_count(0)
    expect(page.locator("#status")).to_have_attribute("data-status", "live")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Back to live")).to_be_visible()
    bar(page).get_by_label("Speed").select_option("1")
    playhead(page).focus()
    page.keyboard.press("End")
    settle(page)
    assert page.evaluate(
        """async () => {
          const slider = document.querySelector('.playhead');
          for (let i = 0; i < 20; i += 1) {
            await new Promise(requestAnimationFrame);
            const now = Number(slider.getAttribute('aria-valuenow'));
            if (now > Number(slider.getAttribute('aria-valuemax'))) return false;
          }
          return true;
        }"""
    )
    # Who goes back to live leaves the past.
    page.get_by_role("button", name="Back to live").click()
    expect(button(page, "Play")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_a_playhead_and_a_line(
    open_page: OpenPage, deadlock: str, theme: str
) -> None:
    page = opened(open_page, deadlock, color_scheme=theme)
    page.mouse.click(*axis_point(page, 0.5))
    line_of(page, WAITS).click()
    expect(marks(page)).not_to_have_count(0)
    assert axe_violations(page) == []
    marks(page).first.focus()
    assert axe_violations(page) == []
    page.get_by_role("tab", name="Output").click()
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_the_transport_fits_also_with_text_of_twice_the_size(
    open_page: OpenPage, deadlock: str, width: int
) -> None:
    page = opened(open_page, deadlock, viewport={"width": width, "height": 844})
    page.mouse.click(*axis_point(page, 0.5))
    expect(playhead(page)).to_be_visible()
    for size in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        settle(page)
        assert cut_off(page) == []
        for name in ("Previous event", "Play", "Next event", "Remove the playhead"):
            box = button(page, name).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width + 1, f"{name} at {size}"

"""The main job, end to end: pick, run, watch, pause, understand, share, open elsewhere."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import BAKERY, SLOW, OpenPage, Site, select_a_wait, settle


def status(page: Page, word: str) -> None:
    """Wait until the header says how the run stands."""
    expect(page.locator("#status")).to_have_text(word, timeout=40_000)


def test_a_scenario_is_picked_with_the_keyboard_and_watched_live(
    open_page: OpenPage, patient: Site
) -> None:
    page = open_page(patient.url)
    page.keyboard.press("/")
    page.keyboard.type("producers")
    expect(page.locator(".card:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Producers and consumers")
    expect(dialog).to_contain_text("Watch for")
    for name, value in SLOW.items():
        dialog.get_by_label(name, exact=True).fill(str(value))
    page.keyboard.press("Enter")

    page.wait_for_url("**/t/*")
    status(page, "live")
    heads = page.locator("#stage [role=rowheader]")
    expect(heads).not_to_have_count(0)
    before = page.locator("#cost").inner_text()
    expect(page.locator("#cost")).not_to_have_text(before)
    expect(page.locator("#clock")).to_contain_text("of at most 30")

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Pause")).to_be_hidden()
    settle(page)
    window = page.locator("#in-view .quiet").inner_text()
    page.wait_for_function(
        "(text) => document.querySelector('#clock').textContent !== text",
        arg=page.locator("#clock").inner_text(),
    )
    assert page.locator("#in-view .quiet").inner_text() == window
    page.get_by_role("button", name="Back to live").click()
    expect(page.get_by_role("button", name="Back to live")).to_be_hidden()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    status(page, "stopped")
    expect(page.get_by_role("button", name="Run again")).to_be_visible()


def test_a_mistake_in_the_form_is_said_at_its_field_and_nothing_runs(open_page: OpenPage) -> None:
    page = open_page("/#scenario=producers_and_consumers")
    bakers = page.get_by_label("bakers", exact=True)
    bakers.fill("many")
    page.get_by_role("button", name="Run").click()

    expect(bakers).to_be_focused()
    expect(bakers).to_have_attribute("aria-invalid", "true")
    expect(bakers).to_have_accessible_description(re.compile("“many” is not a whole number"))
    bakers.fill("100000")
    expect(bakers).to_have_accessible_description(re.compile("out of range"))
    bakers.fill("2")
    expect(bakers).to_have_attribute("aria-invalid", "false")
    assert "/t/" not in page.url


def test_what_is_wrong_with_a_field_is_seen_also_where_the_form_scrolls(
    open_page: OpenPage,
) -> None:
    page = open_page("/#scenario=producers_and_consumers", viewport={"width": 1120, "height": 630})
    page.get_by_label("sell_ms", exact=True).fill("110")
    page.get_by_role("button", name="Run", exact=True).click()

    problem = page.locator(".field-error", has_text="out of range")
    expect(problem).to_be_in_viewport(ratio=1)
    footer = page.get_by_role("button", name="Run", exact=True).bounding_box()
    said = problem.bounding_box()
    assert footer is not None
    assert said is not None
    assert said["y"] + said["height"] <= footer["y"]


def test_a_deadlock_is_explained_by_one_sentence_and_its_finding_shows_where(
    open_page: OpenPage, deadlock: str
) -> None:
    page = open_page(deadlock)
    status(page, "stopped")
    sentence = select_a_wait(page)
    assert re.search(r"^Waits for .+, held by (payer|saver) since .+\.$", sentence)
    expect(page.locator("#selection")).to_contain_text("line 3")
    expect(page.locator("[data-marked]")).to_have_count(1)

    page.get_by_role("tab", name="Findings").click()
    page.locator(".finding").first.click()
    expect(page).to_have_url(re.compile("from=.*to=.*sel="))


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A server for a test that ends it, and starts it again."""
    with Site(tmp_path) as running:
        yield running


@pytest.fixture
def own_patient(tmp_path: Path, patience: Path) -> Iterator[Site]:
    """The same with a run that lasts."""
    with Site(tmp_path, scenarios=patience) as running:
        yield running


def test_a_shared_link_opens_the_same_view_in_another_browser_after_a_restart(
    browser: Browser, own_site: Site
) -> None:
    path = own_site.recorded("deadlock")
    context = browser.new_context(reduced_motion="reduce")  # no width that is read on its way
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(own_site.url + path)
    status(page, "stopped")
    chosen = select_a_wait(page)
    for key in ("w", "w", "w", "d"):
        page.keyboard.press(key)
    page.wait_for_url("**from=*")
    settle(page)
    width = page.locator("#in-view .quiet").inner_text()
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#share-box")).to_contain_text("Link copied")
    expect(page.locator("#live")).to_have_text("Link to this view copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    context.close()
    own_site.end()

    own_site.start_again()
    elsewhere = browser.new_context()
    other = elsewhere.new_page()
    other.goto(link)
    expect(other.locator("#selection .selection-sentence")).to_have_text(chosen)
    expect(other.locator("#in-view .quiet")).to_have_text(width)
    elsewhere.close()


def test_where_the_clipboard_is_refused_the_link_is_shown_selected(
    open_page: OpenPage, deadlock: str
) -> None:
    page = open_page(deadlock)
    status(page, "stopped")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject('no'); }")
    page.keyboard.press("c")
    expect(page.locator("#share-box")).to_contain_text("Copy this link")
    expect(page.locator("#live")).to_contain_text("refused to copy")
    assert deadlock in page.evaluate("getSelection().toString()")


def test_a_server_that_was_killed_leaves_a_timeline_that_says_so(
    browser: Browser, own_patient: Site
) -> None:
    path = own_patient.start(BAKERY, **SLOW)
    context = browser.new_context()
    page = context.new_page()
    page.goto(own_patient.url + path)
    status(page, "live")
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)
    own_patient.end(signal.SIGKILL)
    expect(page.locator("#notices")).to_contain_text("No connection to the server")
    expect(page.locator("#notices").get_by_role("button", name="Try now")).to_be_visible()

    own_patient.start_again()
    status(page, "lost")
    page.reload()
    status(page, "lost")
    expect(page.locator("#notices")).to_contain_text("cut off after")
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)
    context.close()

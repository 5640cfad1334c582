"""Usable by everyone: axe finds nothing, the keyboard reaches all, nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, axe_violations, cut_off, opened

THEMES = ("light", "dark")
SMALL = {"width": 360, "height": 740}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_the_catalogue(open_page: OpenPage, finished: str, theme: str) -> None:
    page = open_page("/", color_scheme=theme)
    assert axe_violations(page) == []
    page.goto(page.url + "#scenario=producers_and_consumers")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_the_timeline(open_page: OpenPage, deadlock: str, theme: str) -> None:
    page = opened(open_page, deadlock, color_scheme=theme)
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press(".")
    assert axe_violations(page) == []
    for tab in ("Output", "Objects", "Findings"):
        page.get_by_role("tab", name=tab).click()
        assert axe_violations(page) == []
    page.keyboard.press("t")
    expect(page.locator("#table tbody tr")).not_to_have_count(0)
    assert axe_violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and commands")).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("lock")
    expect(page.locator("#finder [role=option]").first).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#share-box")).to_be_visible()
    assert axe_violations(page) == []


def test_axe_finds_nothing_on_the_page_of_an_unknown_timeline(open_page: OpenPage) -> None:
    page = open_page(f"/t/{'0' * 32}", quiet=False)
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1440, 900, 480, 360])
def test_nothing_sticks_out_of_the_page_sideways(
    open_page: OpenPage, deadlock: str, width: int
) -> None:
    viewport = {"width": width, "height": 740}
    catalogue = open_page("/", viewport=viewport)
    assert cut_off(catalogue) == []
    catalogue.goto(catalogue.url + "#scenario=deadlock")
    expect(catalogue.get_by_role("dialog")).to_be_visible()
    assert cut_off(catalogue) == []
    assert cut_off(opened(open_page, deadlock, viewport=viewport)) == []


@pytest.mark.parametrize("viewport", [SMALL, {"width": 1280, "height": 800}])
def test_text_of_twice_the_size_fits(
    open_page: OpenPage, deadlock: str, viewport: dict[str, int]
) -> None:
    for page in (
        open_page("/", viewport=viewport),
        opened(open_page, deadlock, viewport=viewport),
    ):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert cut_off(page) == []


def test_on_a_small_screen_the_details_come_from_below(open_page: OpenPage, deadlock: str) -> None:
    page = opened(open_page, deadlock, viewport=SMALL)
    handle = page.locator("#side-handle")
    expect(page.locator("#in-view")).to_be_hidden()
    handle.click()
    expect(page.locator("#in-view")).to_be_visible()
    handle.click()
    expect(page.locator("#in-view")).to_be_hidden()


def test_the_sheet_of_keys_names_every_command_once(open_page: OpenPage, deadlock: str) -> None:
    page = opened(open_page, deadlock)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys and commands")
    expect(sheet).to_be_visible()
    titles = sheet.locator("dt").all_inner_texts()
    assert len(titles) == len(set(titles))
    assert {"Show the whole run", "This sheet"} <= set(titles)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_chosen_theme_is_kept_and_the_system_is_followed_until_then(open_page: OpenPage) -> None:
    page = open_page("/", color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Switch to the dark theme").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")


def test_a_closed_scenario_gives_the_focus_back_to_its_card(open_page: OpenPage) -> None:
    page = open_page("/")
    card = page.locator(".card").get_by_role("link", name="Deadlock", exact=True)
    card.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Deadlock")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(card).to_be_focused()
    page.go_back()
    expect(page.get_by_role("dialog", name="Deadlock")).to_be_visible()

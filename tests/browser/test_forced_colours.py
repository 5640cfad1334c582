"""With the colours of the reader's system: all is there, and states are still told apart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, axe_violations, cut_off, select_a_wait

SIZES = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})
STATES = ("running", "runnable", "blocked", "io", "sleeping")


def forced(open_page: OpenPage, path: str, theme: str, **options: object) -> Page:
    """A page under forced colours, with its lanes where it has some."""
    page = open_page(path, forced_colors="active", color_scheme=theme, **options)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", SIZES, ids=["wide", "narrow"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_page: OpenPage, deadlock: str, theme: str, viewport: dict[str, int]
) -> None:
    catalogue = forced(open_page, "/", theme, viewport=viewport)
    assert axe_violations(catalogue) == []
    assert cut_off(catalogue) == []
    page = forced(open_page, deadlock, theme, viewport=viewport)
    expect(page.locator("#tabs [role=tab]")).not_to_have_count(0)
    assert axe_violations(page) == []
    assert cut_off(page) == []


def test_two_timelines_are_told_apart_without_colours_of_ours(
    open_page: OpenPage, deadlock: str, finished: str
) -> None:
    a, b = (path.removeprefix("/t/") for path in (deadlock, finished))
    page = forced(open_page, f"/compare#v=1&a={a}&b={b}", "dark")
    expect(page.locator("#summary")).to_contain_text("A was stopped")
    assert axe_violations(page) == []
    assert cut_off(page) == []


def test_the_legend_keeps_the_colours_that_the_lanes_keep(
    open_page: OpenPage, deadlock: str
) -> None:
    page = forced(open_page, deadlock, "dark")
    shown = page.evaluate(
        """states => states.map((state) =>
            getComputedStyle(document.querySelector(`.swatch[data-state=${state}]`)).backgroundImage
        )""",
        list(STATES),
    )
    assert len(set(shown)) == len(STATES), shown


def test_a_wait_is_selected_and_explained(open_page: OpenPage, deadlock: str) -> None:
    page = forced(open_page, deadlock, "dark")
    assert select_a_wait(page).startswith("Waits for ")

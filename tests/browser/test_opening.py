"""A timeline's page is opened in two parts: the lanes first, what stands around them after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import WIDE, OpenPage, settle

NARROW = {"width": 390, "height": 844}
SECOND_PART = "**/js/surroundings.js"
SHIFTS = """
(() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.shifts.push([value, sources.map(({ node }) => node?.id || node?.className)]);
  }).observe({ type: "layout-shift", buffered: true });
})();
"""
LANES = "() => JSON.stringify(document.querySelector('.stage-lanes').getBoundingClientRect())"


class Halved:
    """A timeline's page whose second part comes when it is let through."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self._kept: list[Route] = []
        page.add_init_script(SHIFTS)
        page.route(SECOND_PART, lambda route: self._kept.append(route))
        with page.expect_request(SECOND_PART):
            page.goto(page.url.rstrip("/") + path)
        expect(page.locator("#stage [role=rowheader]").first).to_be_visible()

    def complete(self) -> None:
        """Let the second part come, and wait until it is there."""
        self.let_through()
        expect(self.page.locator("#tabs [role=tab]")).to_have_count(4)
        settle(self.page)

    def let_through(self) -> None:
        """Let the second part come."""
        self._kept.pop().continue_()

    def refuse(self) -> None:
        """The server is away when the second part is asked for."""
        self._kept.pop().abort()


OpenHalf = Callable[..., Halved]


@pytest.fixture
def open_half(open_page: OpenPage) -> OpenHalf:
    """Open a page without its second part."""
    return lambda path, **options: Halved(open_page("/", **options), path)


def test_the_lanes_are_there_before_anything_around_them(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished)

    expect(half.page.locator("#tabs [role=tab]")).to_have_count(0)
    expect(half.page.locator("#status")).to_have_text("finished")


def test_keys_pressed_before_anything_could_answer_are_carried_out_in_their_order(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished)
    half.page.keyboard.press("t")
    half.page.keyboard.press("?")
    settle(half.page)
    expect(half.page.locator("#table")).to_be_hidden()

    half.complete()

    expect(half.page.locator("#table")).to_be_visible()
    expect(half.page.locator("#keys-sheet")).to_be_visible()


def test_what_is_typed_after_the_key_that_opens_a_field_is_typed_into_it(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished)
    half.page.keyboard.press("/")
    half.page.keyboard.type("numbers")
    half.page.keyboard.press("Enter")

    half.complete()

    half.page.wait_for_url("**sel=*")
    expect(half.page.locator("#selection")).to_contain_text("numbers")
    expect(half.page.locator("#table")).to_be_hidden()


def test_a_key_pressed_at_once_after_the_page_was_asked_for_is_carried_out(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page("/")
    page.goto(page.url.rstrip("/") + finished, wait_until="domcontentloaded")
    page.keyboard.press("t")

    expect(page.locator("#table")).to_be_visible()


def test_a_key_means_the_place_where_the_pointer_was_when_it_was_pressed(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished)
    lanes = half.page.locator(".stage-lanes").bounding_box()
    assert lanes is not None
    for share in (0.25, 0.75):
        half.page.mouse.move(lanes["x"] + lanes["width"] * share, lanes["y"] + 20)
        half.page.keyboard.press("m")
    half.page.mouse.move(lanes["x"] + lanes["width"] / 2, lanes["y"] + 20)

    half.complete()

    expect(half.page.locator("#marks .mark-row")).to_have_count(2)


def test_a_button_pressed_before_it_could_answer_does_what_it_says(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished)
    half.page.locator("[data-mode=objects]").click()
    half.page.locator("#cost").click()
    expect(half.page.locator("#known-box")).to_be_hidden()

    half.complete()

    expect(half.page.locator("[data-mode=objects]")).to_have_attribute("aria-pressed", "true")
    expect(half.page.locator("#known-box dt").first).to_be_visible()


def test_what_a_link_names_is_shown_by_the_second_part_too(
    open_page: OpenPage, open_half: OpenHalf, finished: str
) -> None:
    page = open_page(finished)
    page.locator("#stage [role=grid]").focus()
    for key in (".", ".", "m", "w", "w", "w"):
        page.keyboard.press(key)
    page.wait_for_url("**from=*")
    expect(page.locator("#selection .selection-title")).to_be_visible()
    selected = page.locator("#selection").inner_text()

    half = open_half("/t/" + page.url.partition("/t/")[2])
    half.complete()

    expect(half.page.locator("#selection")).to_have_text(selected, use_inner_text=True)
    expect(half.page.locator("#marks .mark-row")).to_have_count(1)
    expect(half.page.get_by_role("button", name="Whole run", exact=True)).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_moves_when_the_second_part_comes(
    open_half: OpenHalf, finished: str, viewport: dict[str, int]
) -> None:
    half = open_half(finished, viewport=viewport)
    settle(half.page)
    before = half.page.evaluate(LANES)
    half.page.evaluate("window.shifts.length = 0")

    half.complete()

    assert half.page.evaluate(LANES) == before
    assert sum(value for value, _ in half.page.evaluate("window.shifts")) < 0.01, (
        half.page.evaluate("window.shifts")
    )


def test_a_second_part_that_cannot_be_had_is_told_of_and_the_lanes_stay(
    open_half: OpenHalf, finished: str
) -> None:
    half = open_half(finished, quiet=False)
    half.refuse()

    expect(half.page.locator("#notices")).to_contain_text("could not be loaded")
    expect(half.page.get_by_role("button", name="Reload")).to_be_visible()
    expect(half.page.locator("#stage [role=rowheader]")).not_to_have_count(0)

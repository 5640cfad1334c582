"""The timeline page at several widths: what has its place keeps it, and nothing is cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Site, settle
from tests.support.drawn import drawn, imported


def test_the_header_is_as_high_while_a_run_goes_on_as_when_it_has_ended(
    open_page: OpenPage, site: Site
) -> None:
    run = site.start("producers_and_consumers", loaves=20, sell_ms=100)
    page = open_page(run, viewport={"width": 1120, "height": 630})
    bar = page.locator(".timeline-bar")
    expect(page.locator("#status")).to_have_text("live")
    expect(page.locator("#python")).not_to_be_empty()
    settle(page)
    live = bar.bounding_box()

    expect(page.locator("#status")).to_have_text("finished", timeout=60_000)
    settle(page)

    assert bar.bounding_box() == live


@pytest.mark.parametrize("width", [1440, 390])
def test_what_can_be_done_about_a_notice_stands_side_by_side(
    open_page: OpenPage, deadlock: str, width: int
) -> None:
    page = open_page(deadlock, viewport={"width": width, "height": 844})
    buttons = page.locator(".notice .button")
    expect(buttons).to_have_text(["Show it", "Close"])
    settle(page)

    boxes = [each.bounding_box() for each in buttons.all()]

    assert len({box["y"] for box in boxes if box}) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_table_has_room_for_the_name_of_each_state(
    open_page: OpenPage, site: Site, width: int
) -> None:
    path = imported(site.data, drawn({"MainThread": "##rr11~~zz"}))
    page = open_page(f"{path}#v=1&as=table", viewport={"width": width, "height": 844})
    states = page.locator("#table tbody td:nth-child(3)")
    expect(states.filter(has_text="Waiting to run")).to_have_count(1)

    cut = states.evaluate_all(
        "cells => cells.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent)"
    )

    assert cut == []


def test_the_outline_of_what_has_the_focus_lies_over_the_lanes(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page(finished)
    grid = page.locator("#stage [role=grid]")
    grid.focus()
    page.keyboard.press(".")
    settle(page)

    outline = grid.evaluate(
        """(body) => {
          const sheet = body.querySelector(".stage-sheet");
          const { outlineStyle, zIndex } = getComputedStyle(sheet, "::after");
          return [outlineStyle, Number(zIndex), sheet.clientHeight === body.clientHeight];
        }"""
    )

    assert outline == ["solid", 3, True]

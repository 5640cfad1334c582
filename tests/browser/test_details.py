"""The details beside the lanes: source, output, objects, findings, and the finder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, opened, select_a_wait


@pytest.fixture
def page(open_page: OpenPage, deadlock: str) -> Page:
    return opened(open_page, deadlock)


def test_the_holder_named_in_the_sentence_leads_to_its_own_wait_and_back(page: Page) -> None:
    select_a_wait(page)
    thread = page.locator("#selection dt:text('Thread') + dd")
    before = thread.inner_text()
    page.locator("#selection .selection-sentence button").first.click()
    expect(thread).not_to_have_text(before)
    page.locator("#selection .selection-sentence button").first.click()
    expect(thread).to_have_text(before)


def test_a_printed_line_leads_to_its_moment_and_the_arrow_keys_go_through_the_lines(
    page: Page,
) -> None:
    page.get_by_role("tab", name="Output").click()
    lines = page.locator(".output-line")
    expect(lines).to_have_count(2)
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sel="))


def test_an_object_says_who_held_it_to_the_end_and_lights_up_when_pressed(page: Page) -> None:
    page.get_by_role("tab", name="Objects").click()
    lock = page.locator(".object-row", has_text="savings.lock")
    expect(lock).to_contain_text("held to the end by payer")
    expect(lock).to_contain_text("saver waits to the end")
    lock.click()
    expect(lock).to_have_attribute("aria-pressed", "true")
    lock.click()
    expect(lock).to_have_attribute("aria-pressed", "false")


def test_a_word_finds_threads_objects_and_lines_and_a_number_finds_a_time(page: Page) -> None:
    page.keyboard.press("/")
    finder = page.get_by_role("dialog", name="Find")
    page.keyboard.type("payer")
    expect(finder.get_by_role("option").first).to_have_text("payer")
    page.keyboard.press("Enter")
    expect(finder).to_be_hidden()
    expect(page.locator("#selection dt:text('Thread') + dd")).to_have_text("payer")

    page.keyboard.press("g")
    page.keyboard.type("50 ms")
    expect(finder.get_by_role("option")).to_contain_text(["Go to 50"])
    page.keyboard.press("Escape")
    expect(finder).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("xyzzy")
    expect(finder).to_contain_text("Nothing of that name")


def test_a_closed_notice_stays_closed(page: Page) -> None:
    notice = page.locator("#notices .notice")
    expect(notice).to_contain_text("Deadlock")
    notice.get_by_role("button", name="Close").click()
    page.keyboard.press(".")
    expect(page.locator("#selection")).to_contain_text("Duration")
    expect(notice).to_have_count(0)


def test_the_details_are_as_wide_as_they_were_made(page: Page) -> None:
    divider = page.get_by_role("separator", name="Width of the details")
    before = int(divider.get_attribute("aria-valuenow") or 0)
    divider.focus()
    page.keyboard.press("ArrowLeft")
    page.reload()
    expect(divider).to_have_attribute("aria-valuenow", str(before + 24))

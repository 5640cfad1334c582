"""The page of a recording that is too long to be shown whole, and of the same shown whole."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, settle
from tests.support.long_runs import LongRun
from tests.support.serving import RunningServer

PATIENCE_MS = 60_000
ANY = re.compile(".*")
"""Whatever an attribute says; the browser takes an empty pattern for one that nothing matches."""


def page_of(server: RunningServer, open_page: OpenPage, fragment: str = "") -> Page:
    return open_page(f"{server.url}/t/{LongRun.id}{fragment}")


def line(page: Page) -> Locator:
    """What the page says of how much is here."""
    return page.locator("#detail")


def shares(page: Page) -> None:
    """Wait until the tiles for where one looks are here."""
    expect(line(page)).to_have_attribute("data-detail", "shares", timeout=PATIENCE_MS)
    expect(line(page)).not_to_have_attribute("data-waiting", ANY, timeout=PATIENCE_MS)
    settle(page)


def single(page: Page) -> None:
    """Wait until single spans are shown."""
    expect(line(page)).to_have_attribute("data-detail", "single", timeout=PATIENCE_MS)
    settle(page)


def look_at(page: Page, fragment: str) -> None:
    """Go elsewhere as by a link: from now on the page speaks of what is there."""
    page.evaluate("place => { location.hash = place }", fragment)
    settle(page)


def opened_whole(page: Page) -> None:
    """Wait until all of a recording is here that is shown whole."""
    expect(page.locator("#status")).to_have_text("finished", timeout=PATIENCE_MS)
    expect(page.locator("#in-view .share-list tr").first).not_to_contain_text("0 ns")
    settle(page)


def selected_by_key(page: Page) -> str:
    """Select the next span; the sentence about it. The address has it, too."""
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press(".")
    sentence = page.locator("#selection .selection-title")
    expect(sentence).to_be_visible()
    expect(page).to_have_url(re.compile(r"sel=\d+\.\d+"))
    return sentence.inner_text()

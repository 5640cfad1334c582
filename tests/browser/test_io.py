"""Input and output in words: what a thread does in the kernel, and to what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Site, opened


@pytest.fixture(scope="module")
def downloads(site: Site) -> str:
    """The page of threads that wait for a server."""
    return site.recorded("downloads", pages=3, latency_ms=60)


@pytest.fixture
def page(open_page: OpenPage, downloads: str) -> Page:
    return opened(open_page, downloads)


def test_a_wait_for_a_peer_names_it_in_the_table_and_in_the_details(page: Page) -> None:
    page.keyboard.press("t")
    page.get_by_label("State").select_option(label="Input/output")
    receiving = page.locator("#table tbody tr", has_text="Receiving from 127.0.0.1:")
    expect(receiving.first).to_be_visible()
    receiving.first.click()
    expect(page.locator("#selection .selection-title")).to_have_text(
        re.compile(r"^Receiving from 127\.0\.0\.1:\d+$")
    )
    expect(page.locator("#selection dt:text('Object') + dd")).to_contain_text("Socket")


def test_what_is_outside_of_the_program_comes_after_what_threads_share(page: Page) -> None:
    page.get_by_role("tab", name="Objects").click()
    kinds = page.locator(".object-kind")
    expect(kinds.filter(has_text="Socket").first).to_be_visible()
    found = kinds.all_inner_texts()
    outside = [kind in ("Socket", "Poll", "File", "Name") for kind in found]
    assert outside == sorted(outside)
    assert "GIL" not in found
    assert "Processors" not in found


def test_a_socket_lights_up_where_it_was_waited_for(page: Page) -> None:
    page.get_by_role("tab", name="Objects").click()
    socket = page.locator(".object-row", has_text="127.0.0.1:").first
    expect(socket).to_contain_text("wait")
    socket.click()
    expect(socket).to_have_attribute("aria-pressed", "true")

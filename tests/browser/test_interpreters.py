"""The Python that runs a scenario: chosen in the form, told in the header, seen on the lanes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Site
from tests.support import pythons


@pytest.fixture(scope="module")
def free_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that was told of a free-threaded Python."""
    python = pythons.wanted("3.13t")
    with Site(tmp_path_factory.mktemp("data"), "--python", python) as running:
        yield running


def offered(page: Page) -> Locator:
    """The choice of Pythons, when it is complete."""
    choice = page.get_by_role("dialog").get_by_label("Python")
    expect(choice).to_be_visible()
    expect(choice.locator("option[value='']")).to_have_count(0)
    return choice


def test_the_form_begins_with_the_servers_own_python_and_says_what_it_means(
    open_page: OpenPage, site: Site
) -> None:
    own = next(each for each in site.ask("/api/interpreters")["interpreters"] if each["default"])
    page = open_page("/#scenario=two_threads")
    expect(offered(page)).to_have_value(own["id"])
    expect(page.locator("#interpreter-hint")).to_contain_text(
        "at the same time" if own["free_threaded"] else "one at a time"
    )


def test_the_python_that_is_chosen_runs_the_scenario_and_stands_in_the_header(
    open_page: OpenPage, site: Site
) -> None:
    chosen = site.ask("/api/interpreters")["interpreters"][-1]
    page = open_page("/#scenario=two_threads")
    offered(page).select_option(chosen["id"])
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#python")).to_contain_text(f"Python {chosen['version']}", timeout=30_000)
    expect(page.locator("#status")).to_have_text("finished", timeout=30_000)


def test_without_a_gil_there_is_no_lane_of_it_and_nobody_waits_for_it(
    open_page: OpenPage, free_site: Site
) -> None:
    found = free_site.ask("/api/interpreters")["interpreters"]
    free = next(each for each in found if each["free_threaded"])
    page = open_page(f"{free_site.url}/#scenario=cpu_bound_under_the_gil")
    offered(page).select_option(free["id"])
    expect(page.locator("#interpreter-hint")).to_contain_text("at the same time")
    page.get_by_label("below").fill("40000")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#python")).to_have_text(f"Python {free['version']}, free-threaded")
    expect(page.locator("#status")).to_have_text("finished", timeout=30_000)

    expect(page.locator("#stage .stage-row-lane")).not_to_have_count(0)
    expect(page.locator("#stage .stage-row-gil")).to_have_count(0)
    expect(page.locator("#in-view .gil-table")).to_have_count(0)
    expect(page.locator("#in-view tr:visible", has_text="Waiting for the GIL")).to_have_count(0)
    expect(page.get_by_role("rowheader", name=re.compile("Cores busy"))).to_be_visible()
    page.locator("#cost").click()
    expect(page.locator("#known-box")).to_contain_text("It has no GIL")


def test_a_link_to_the_form_carries_the_python(open_page: OpenPage, site: Site) -> None:
    chosen = site.ask("/api/interpreters")["interpreters"][-1]
    page = open_page(f"/#scenario=two_threads&interpreter={chosen['id']}")
    expect(offered(page)).to_have_value(chosen["id"])

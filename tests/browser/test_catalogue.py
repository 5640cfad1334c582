"""The catalogue: every scenario in its group, and the timelines that were recorded."""

from __future__ import annotations

from playwright.sync_api import expect

from app.catalog import GROUPS
from tests.browser.conftest import OpenPage, Site


def test_groups_stand_in_the_order_of_learning_and_hold_every_scenario(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("/")
    heads = page.locator(".group-head").all_inner_texts()
    assert [head.lstrip("0123456789\n ") for head in heads] == list(GROUPS)
    scenarios = site.ask("/api/scenarios")["scenarios"]
    expect(page.locator(".card")).to_have_count(len(scenarios))
    expect(page.locator("#filter-count")).to_have_text(f"{len(scenarios)} scenarios")


def test_a_filter_that_nothing_matches_says_so_and_can_be_undone(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.locator("#no-match")).to_be_visible()
    page.get_by_role("button", name="Show all scenarios").click()
    expect(page.locator("#no-match")).to_be_hidden()
    expect(page.locator(".card").first).to_be_visible()


def test_a_kept_timeline_stays_kept(open_page: OpenPage, site: Site) -> None:
    run = site.recorded("two_threads").removeprefix("/t/")
    page = open_page("/")
    row = page.locator(f"[data-id='{run}']")
    row.get_by_role("button", name="Keep").click()
    expect(row.get_by_role("button", name="Keep")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(row.get_by_role("button", name="Keep")).to_have_attribute("aria-pressed", "true")
    assert site.ask(f"/api/runs/{run}")["pinned"] is True


def test_a_deletion_can_be_undone_and_is_final_when_the_page_is_left(
    open_page: OpenPage, site: Site
) -> None:
    run = site.recorded("two_threads").removeprefix("/t/")
    page = open_page("/")
    row = page.locator(f"[data-id='{run}']")
    row.get_by_role("button", name="Delete").click()
    expect(row).to_contain_text("deleted")
    row.get_by_role("button", name="Undo").click()
    expect(row.locator(".recent-title")).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    page.goto("about:blank")
    # The deletion is under way while the next page opens: look until it has arrived.
    gone = page.context.request
    while gone.get(f"{site.url}/api/runs/{run}").status != 404:
        page.wait_for_timeout(50)
    page.goto(site.url)
    expect(page.locator("#recent li").first).to_be_visible()
    expect(row).to_have_count(0)


def test_the_first_visit_says_what_will_stand_where_nothing_is_yet(
    open_page: OpenPage, tmp_path_factory: object
) -> None:
    page = open_page("/")
    page.evaluate("document.getElementById('recent').replaceChildren()")
    page.route("**/api/runs", lambda route: route.fulfill(json={"runs": []}))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#recent")).to_contain_text("Nothing recorded yet")

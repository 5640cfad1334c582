"""Every state is designed: one sentence, what happened, what to do, a button; nothing blank."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import BAKERY, SLOW, OpenPage, Site, settle


def test_an_unknown_timeline_says_so_and_leads_back(open_page: OpenPage) -> None:
    page = open_page(f"/t/{'0' * 32}", quiet=False)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    page.get_by_role("link", name=re.compile("scenarios")).click()
    expect(page.get_by_role("heading", name="Watch threads run")).to_be_visible()


def test_an_unknown_scenario_in_a_link_is_said_above_the_catalogue(open_page: OpenPage) -> None:
    page = open_page("/#scenario=no_such_thing")
    expect(page.get_by_role("alert")).to_contain_text("no scenario called “no_such_thing”")
    expect(page.locator(".card").first).to_be_visible()


def test_a_link_from_another_version_shows_the_run_and_says_what_it_could_not_read(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page(f"{finished}#v=99&from=1")
    expect(page.locator("#notices")).to_contain_text("this page cannot read")
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)


def test_a_timeline_that_cannot_be_loaded_offers_to_try_again(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page("/", quiet=False)
    page.route(re.compile(r"/timeline(\?|$)"), lambda route: route.abort())
    page.goto(page.url.rstrip("/") + finished)
    expect(page.locator("#state")).to_contain_text("could not be loaded")
    page.unroute(re.compile(r"/timeline(\?|$)"))
    page.locator("#state").get_by_role("button", name="Try again").click()
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)


def test_a_damaged_line_is_an_error_in_words_and_what_came_before_stays(
    open_page: OpenPage, finished: str
) -> None:
    page = open_page("/", quiet=False)

    def damage(route: Route) -> None:
        text = route.fetch().text()
        lines = text.splitlines(keepends=True)
        route.fulfill(body="".join(lines[:-1]) + "{torn\n", content_type="application/x-ndjson")

    page.route(re.compile(r"/timeline(\?|$)"), damage)
    page.goto(page.url.rstrip("/") + finished)
    expect(page.locator("#notices")).to_contain_text("not what the format says")
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)


def _spans(page: Page) -> int:
    """How many spans the page counts."""
    text = page.locator("#cost").inner_text()
    match = re.match(r"([\d\u2009]+) span", text)
    assert match, text
    return int(match[1].replace("\u2009", ""))


def test_a_stream_that_breaks_at_once_and_again_later_loses_and_doubles_nothing(
    open_page: OpenPage, patient: Site
) -> None:
    page = open_page("/", quiet=False)
    asked: list[str] = []

    def cut(route: Route) -> None:
        """Refuse the first connection, break the second one in the middle of a line."""
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        elif len(asked) == 2:
            lines = patient.ask_text(f"/api{path.replace('/t/', '/runs/')}/timeline").splitlines()
            events = "".join(
                f"id: {number}\nevent: {kind}\ndata: {line}\n\n"
                for number, line in enumerate(lines[:4])
                for kind in [re.search(r'"type": ?"(\w+)"', line)[1]]  # type: ignore[index]
            )
            torn = "id: 4\nevent: frame\ndata: {"
            route.fulfill(body=events + torn, content_type="text/event-stream")
        else:
            route.continue_()

    page.route("**/events*", cut)
    # What has ended before its page is there is loaded whole, not followed: it lasts until then.
    path = patient.start(BAKERY, **SLOW)
    page.goto(patient.url + path)
    while len(asked) < 3:
        settle(page)
    patient.ask(path.replace("/t/", "/api/runs/") + "/stop", "POST")
    expect(page.locator("#status")).to_have_text("stopped")
    run = patient.ask(path.replace("/t/", "/api/runs/"))
    expect(page.locator("#cost")).to_contain_text("span")
    settle(page)
    assert _spans(page) == run["counts"]["spans"]


def test_a_failed_program_says_how_and_shows_its_output(open_page: OpenPage, site: Site) -> None:
    page = open_page(site.recorded("exception_in_a_thread"))
    expect(page.locator("#status")).to_have_text(re.compile("failed|finished"))
    page.get_by_role("tab", name="Output").click()
    expect(page.locator(".output-line[data-kind=exception]").first).to_contain_text("Error")

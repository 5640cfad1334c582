"""A recording that is too long to be shown whole, from the whole of it to a single span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.runs.tiling import index_log
from app.settings import Settings
from app.store.tiles import tiles_of
from tests.browser.conftest import OpenPage, agree, axe_violations, cut_off, said_in, settle
from tests.browser.long_pages import (
    ANY,
    PATIENCE_MS,
    line,
    look_at,
    opened_whole,
    page_of,
    selected_by_key,
    shares,
    single,
)
from tests.support.long_runs import LongRun
from tests.support.serving import RunningServer, serving

RUN = LongRun(400_000, lanes=4, spans_per_frame=500)
RUNS = [RUN]
LIMITS = {"whole_spans": 100_000, "window_spans": 150_000}
"""The run is a long one, of which fewer than half fit into a window."""
NUMBERS = "#in-view .share-list >> nth=0 >> tr:visible"
"""The table of how the threads spent the time in view."""


@pytest.fixture(scope="module")
def following(data: Path) -> Iterator[RunningServer]:
    """A server whose pages see the run by its tiles, and then get all of it."""
    if not tiles_of(log_of(data)).exists():
        index_log(log_of(data), lambda share: None)
    with serving(Settings(data=data)) as running:
        yield running


def log_of(data: Path) -> Path:
    return data / "logs" / f"{RUN.id}.jsonl"


def test_from_the_whole_run_to_a_span_with_the_numbers_of_the_full_page(
    open_page: OpenPage, tiled: RunningServer, whole: RunningServer
) -> None:
    page, full = page_of(tiled, open_page), page_of(whole, open_page)

    shares(page)
    opened_whole(full)
    expect(line(page)).to_contain_text("Shown as tiles")
    expect(line(full)).to_be_hidden()
    agree(page, full, NUMBERS, ".stage-share")
    assert any("run" in head for head in page.locator(".stage-share").all_inner_texts())

    page.get_by_role("button", name="Zoom in", exact=True).click()
    single(page)
    start, end = 2_000_000_000, 2_000_400_000
    place = f"#v=1&from={start}&to={end}"
    for each in (page, full):
        look_at(each, place)
    single(page)
    for each in (page, full):
        each.locator("#stage [role=grid]").focus()
        each.keyboard.press(".")
        expect(each.locator("#selection .selection-title")).to_be_visible()
    agree(page, full, "#selection", NUMBERS)


def test_a_link_opens_at_its_window_with_the_span_that_was_selected(
    open_page: OpenPage, tiled: RunningServer
) -> None:
    first = page_of(tiled, open_page, "#v=1&from=1000000000&to=1000300000")
    single(first)
    sentence = selected_by_key(first)

    again = open_page(first.url)

    single(again)
    expect(again.locator("#selection .selection-title")).to_have_text(sentence)


def test_going_elsewhere_loads_what_is_there_and_back_shows_the_whole(
    open_page: OpenPage, tiled: RunningServer
) -> None:
    page = page_of(tiled, open_page, "#v=1&from=1000000000&to=1000300000")
    single(page)
    before = line(page).inner_text()

    page.evaluate("() => { location.hash = '#v=1&from=6000000000&to=6000300000' }")
    expect(line(page)).not_to_have_text(before)
    single(page)
    page.keyboard.press("0")

    shares(page)


def test_what_matters_is_seen_from_afar(open_page: OpenPage, tiled: RunningServer) -> None:
    page = page_of(tiled, open_page)
    shares(page)

    page.get_by_role("tab", name=re.compile("Findings")).click()
    expect(page.locator("#tabs")).to_contain_text("worker-2 waited for till.")
    page.get_by_role("tab", name=re.compile("Output")).click()
    expect(page.locator("#tabs")).to_contain_text("ValueError: the till is empty")
    page.get_by_role("tab", name=re.compile("Objects")).click()
    expect(page.locator("#tabs")).to_contain_text("Of the whole run")


class Download:
    """The download of all spans, which waits until it is told what becomes of it."""

    def __init__(self, page: Page) -> None:
        self._routes: list[Route] = []
        self.page = page
        page.route("**/api/runs/*/timeline", lambda route: self._routes.append(route))

    def begun(self, times: int = 1) -> Route:
        """Wait until it was asked for."""
        while len(self._routes) < times:
            settle(self.page)
        return self._routes[times - 1]


def followed(
    server: RunningServer, open_page: OpenPage, fragment: str = "", **options: Any
) -> tuple[Page, Download]:
    """A page that has been opened by tiles, and the download that it waits for."""
    page = open_page(f"{server.url}/", **options)
    download = Download(page)
    page.goto(f"{server.url}/t/{RUN.id}{fragment}")
    return page, download


def coming(page: Page) -> Locator:
    return page.locator("#coming")


def all_here(page: Page) -> None:
    """Wait until all spans that were on their way have come; before they set out, none are."""
    expect(coming(page)).to_have_attribute("data-detail", ANY, timeout=PATIENCE_MS)
    expect(coming(page)).to_be_hidden(timeout=PATIENCE_MS)
    expect(line(page)).to_be_hidden()
    settle(page)


def seen(page: Page) -> list[Any]:
    """What the page says of the run, and where its parts are."""
    parts = [
        *("#stage", "#trail", "#side", "#stage [role=rowheader] >> nth=3"),
        *("#in-view .share-list >> nth=0", "#in-view details >> nth=-1"),
    ]
    heads = page.locator(".stage-share").all_inner_texts()
    cost = page.locator("#cost").inner_text()
    places = [page.locator(part).bounding_box() for part in parts]
    return [said_in(page, NUMBERS), heads, cost, places]


def test_all_spans_follow_and_nothing_moves_or_changes_when_they_are_here(
    open_page: OpenPage, following: RunningServer, whole: RunningServer
) -> None:
    page, download = followed(following, open_page)
    route = download.begun()
    opened_whole(page)
    expect(coming(page)).to_have_attribute("data-detail", "shares")
    expect(coming(page)).to_contain_text("all spans: 0")
    expect(line(page)).to_be_hidden()
    before = seen(page)
    page.get_by_role("tab", name=re.compile("Objects")).click()
    said = page.locator("#live").inner_text()

    route.continue_()
    all_here(page)

    assert seen(page) == before
    assert page.locator("#live").inner_text() == said
    full = page_of(whole, open_page)
    opened_whole(full)
    full.get_by_role("tab", name=re.compile("Objects")).click()
    for each in (page, full):
        expect(each.locator("#tabs")).to_contain_text("till")
        each.locator("#stage [role=grid]").focus()
        each.keyboard.press(".")
        expect(each.locator("#selection .selection-title")).to_be_visible()
        each.locator("#modes [data-mode=table]").click()
        expect(each.locator("#table [role=grid]")).not_to_have_attribute("aria-busy", "true")
        expect(each.locator("#table tbody tr")).not_to_have_count(0)
        settle(each)
    agree(page, full, "#selection", "#tabs", "#cost", "#table")


def test_a_link_to_a_span_shows_it_before_all_others_are_here(
    open_page: OpenPage, following: RunningServer
) -> None:
    place = "#v=1&from=1000000000&to=1000300000"
    first = page_of(following, open_page, place)
    all_here(first)
    sentence = selected_by_key(first)
    fragment = "#" + first.url.partition("#")[2]

    page, download = followed(following, open_page, fragment)
    expect(coming(page)).to_have_attribute("data-detail", "single", timeout=PATIENCE_MS)
    expect(page.locator("#selection .selection-title")).to_have_text(sentence)
    download.begun().continue_()
    all_here(page)

    expect(page.locator("#selection .selection-title")).to_have_text(sentence)
    assert page.url.partition("#")[2] == fragment[1:]


def test_a_span_that_a_link_names_is_selected_when_it_comes(
    open_page: OpenPage, following: RunningServer
) -> None:
    first = page_of(following, open_page, "#v=1&from=1000000000&to=1000300000")
    all_here(first)
    sentence = selected_by_key(first)
    [selected] = re.findall(r"sel=\d+\.\d+", first.url)

    page, download = followed(following, open_page, f"#v=1&{selected}")
    route = download.begun()
    expect(coming(page)).to_have_attribute("data-detail", "shares")
    expect(page.locator("#selection .selection-title")).to_have_count(0)
    route.continue_()
    all_here(page)

    expect(page.locator("#selection .selection-title")).to_have_text(sentence)


def test_a_download_that_breaks_off_leaves_what_is_here_and_may_be_tried_again(
    open_page: OpenPage, following: RunningServer
) -> None:
    page, download = followed(following, open_page, quiet=False)
    download.begun().abort()

    expect(line(page)).to_contain_text("Not all spans have come. The server does not answer.")
    expect(line(page)).to_contain_text("Shown as tiles")
    expect(coming(page)).to_be_hidden()
    expect(page.locator("#live")).to_contain_text("Not all spans have come.")
    assert any("run" in head for head in page.locator(".stage-share").all_inner_texts())
    page.get_by_role("button", name="Zoom in", exact=True).click()
    single(page)

    page.get_by_role("button", name="Try again", exact=True).click()
    download.begun(2).continue_()
    all_here(page)
    page.keyboard.press("0")
    expect(line(page)).to_be_hidden()


def test_one_may_zoom_and_go_back_while_all_spans_are_on_their_way(
    open_page: OpenPage, following: RunningServer
) -> None:
    page, download = followed(following, open_page)
    route = download.begun()
    opened_whole(page)
    width = page.locator(".stage-corner-value").last
    whole = width.inner_text()
    page.locator("#stage [role=grid]").focus()
    page.keyboard.press("+")
    expect(width).not_to_have_text(whole)
    expect(page).to_have_url(re.compile("from="))
    zoomed = width.inner_text()

    route.continue_()
    all_here(page)

    expect(width).to_have_text(zoomed)
    page.go_back()
    expect(width).to_have_text(whole)


def test_a_key_that_finds_no_span_yet_says_why(
    open_page: OpenPage, following: RunningServer, tiled: RunningServer
) -> None:
    page, download = followed(following, open_page)
    route = download.begun()
    opened_whole(page)
    far = page_of(tiled, open_page)
    shares(far)
    for each, why in ((page, "still loading"), (far, "Zoom in")):
        each.locator("#stage [role=grid]").focus()
        each.keyboard.press(".")
        expect(each.locator("#live")).to_contain_text(why)
        expect(each.locator("#selection .selection-title")).to_have_count(0)

    route.continue_()
    all_here(page)
    page.keyboard.press(".")

    expect(page.locator("#selection .selection-title")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_line_that_says_what_comes_is_readable_everywhere(
    open_page: OpenPage, following: RunningServer, scheme: str, width: int
) -> None:
    page, download = followed(
        following,
        open_page,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    route = download.begun()
    opened_whole(page)

    expect(coming(page)).to_be_visible()
    assert axe_violations(page) == []
    assert cut_off(page) == []
    route.continue_()
    all_here(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_line_that_says_so_is_readable_everywhere(
    open_page: OpenPage, tiled: RunningServer, scheme: str, width: int
) -> None:
    page = open_page(
        f"{tiled.url}/t/{RUN.id}",
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    shares(page)

    assert axe_violations(page) == []
    assert cut_off(page) == []

"""A real Chromium in front of a real server with real children; nothing is mocked but cuts."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright

import app.scenarios
from app.settings import Settings
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.serving import RunningServer, ServerProcess, serving

SCENARIOS = Path(app.scenarios.__file__).parent
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
WIDE = {"width": 1440, "height": 900}
OVER = re.compile("finished|stopped")
NEVER = 10**9
"""Spans: more than any recording has."""

BAKERY = "producers_and_consumers"
SLOW = {"bakers": 6, "sellers": 1, "loaves": 1000, "sell_ms": 100}
"""What has the bakery of a patient site sell until its time is over, or it is stopped."""

# Two shared cores and a browser: patience costs nothing when all is well.
PATIENCE_S = 30
expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file of tests; what they see is kept apart by contexts.

    Not one for all: its driver keeps an event loop running in this thread, and tests of
    other folders run their own.
    """
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield launched
        launched.close()


class Site:
    """A server and what the tests ask of it beside the pages; it ends with its `with`, however
    that ends."""

    def __init__(self, data: Path, *options: str, scenarios: Path | None = None) -> None:
        self.data = data
        self._options = options
        self._scenarios = scenarios
        self._process = ServerProcess(data, "--port", "0", *options, scenarios=scenarios)
        self.url = self._process.url.rstrip("/")

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.__exit__()

    def end(self, *signals: int) -> None:
        """End the server; with SIGTERM unless told otherwise."""
        try:
            self._process.end(*signals)
        finally:
            self._process.__exit__()

    def start_again(self) -> None:
        """Start the server anew on the same data, at the same address."""
        port = self.url.rpartition(":")[2]
        self._process = ServerProcess(
            self.data, "--port", port, *self._options, scenarios=self._scenarios
        )

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        """Call the API."""
        text = self.ask_text(path, method, body)
        return json.loads(text) if text else None

    def ask_text(self, path: str, method: str = "GET", body: object = None) -> str:
        """Call the API and return what it says as it stands."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read(), "utf-8")

    def start(self, scenario: str, **parameters: object) -> str:
        """Start a scenario and return the path of its page."""
        body = {"scenario": scenario, "parameters": parameters}
        return str(self.ask("/api/runs", "POST", body)["url"])

    def recorded(self, scenario: str, **parameters: object) -> str:
        """Run a scenario to its end and return the path of its page."""
        path = self.start(scenario, **parameters)
        with urllib.request.urlopen(f"{self.url}/api/runs{path[2:]}/events", timeout=90) as stream:
            while not next(stream).startswith(b"event: end"):
                pass
        return path


@pytest.fixture(scope="session")
def patience(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scenarios of which the bakery can go on for longer than the slowest page takes to follow."""
    folder = tmp_path_factory.mktemp("scenarios")
    source = (SCENARIOS / f"{BAKERY}.py").read_text()
    (folder / f"{BAKERY}.py").write_text(source.replace("makes (1 to 20)", "makes (1 to 1000)"))
    return folder


@pytest.fixture(scope="session")
def patient(tmp_path_factory: pytest.TempPathFactory, patience: Path) -> Iterator[Site]:
    """A server with such runs, for all tests that watch one live."""
    with Site(tmp_path_factory.mktemp("patient"), scenarios=patience) as running:
        yield running
        running.end()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that all tests share; tests that end it start one of their own."""
    with Site(tmp_path_factory.mktemp("data")) as running:
        yield running
        running.end()


@pytest.fixture(scope="session")
def deadlock(site: Site) -> str:
    """The page of a deadlock that was found and stopped."""
    return site.recorded("deadlock")


@pytest.fixture(scope="session")
def finished(site: Site) -> str:
    """The page of a program that ended well."""
    return site.recorded("two_threads")


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recordings that a file of tests calls its `RUNS`."""
    folder = tmp_path_factory.mktemp("long")
    for run in request.module.RUNS:
        run.write(folder)
    return folder


@pytest.fixture(scope="module")
def tiled(request: pytest.FixtureRequest, data: Path) -> Iterator[RunningServer]:
    """A server that takes them for longer than a page can hold, by the `LIMITS` of that file."""
    with serving(Settings(data=data, **request.module.LIMITS)) as running:
        yield running


@pytest.fixture(scope="module")
def whole(data: Path) -> Iterator[RunningServer]:
    """A server that takes the same for recordings that can be shown whole at once."""
    with serving(Settings(data=data, tiled_spans=NEVER)) as running:
        yield running


OpenPage = Callable[..., Page]


class Visitors:
    """Contexts of a browser, one for each way to look, kept: the second page of a visitor takes
    its scripts from the cache, as with everybody. What a page keeps in the browser is forgotten
    before the next test.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    def new_page(self, options: dict[str, Any]) -> Page:
        """A page in the context of these options."""
        key = json.dumps(options, sort_keys=True, default=str)
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(**options)
            self._contexts[key].set_default_timeout(2 * PATIENCE_S * 1000)  # to open a page, too
        return self._contexts[key].new_page()

    def leave(self) -> None:
        """Close all pages and forget what they kept."""
        for context in self._contexts.values():
            for page in context.pages:
                if page.url.startswith("http"):
                    page.evaluate("localStorage.clear()")
                page.close()

    def end(self) -> None:
        """Close the contexts."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="module")
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Those who come to the pages in a file of tests."""
    coming = Visitors(browser)
    yield coming
    coming.end()


@pytest.fixture
def open_page(visitors: Visitors, site: Site) -> Iterator[OpenPage]:
    """Open a path in a new page. Whatever the page complains about fails the test.

    A server of the test's own is asked for before it: what has no server complains.
    """
    complaints: list[str] = []

    def opened(path: str, *, quiet: bool = True, **options: Any) -> Page:
        page = visitors.new_page({"viewport": WIDE, **options})
        if quiet:
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console",
                lambda said: complaints.append(said.text) if said.type == "error" else None,
            )
        page.goto(path if path.startswith("http") else site.url + path)
        return page

    yield opened
    visitors.leave()
    assert complaints == []


def opened(open_page: OpenPage, path: str, view: str = "", **options: object) -> Page:
    """The page of a run that is over, with its lanes and what stands around them, in the view of
    a link."""
    page = open_page(path + (f"#v=1&{view}" if view else ""), **options)
    expect(page.locator("#status")).to_have_attribute("data-status", OVER)
    expect(page.locator("#stage [role=rowheader]")).not_to_have_count(0)
    expect(page.locator("#tabs [role=tab]")).not_to_have_count(0)
    settle(page)  # and no row moves what the pointer is about to hit
    return page


def point(page: Page, share: float, lane: int = 0) -> tuple[float, float]:
    """A point of a lane, low enough to lie on any span."""
    box = page.locator("#stage .stage-lanes").bounding_box()
    row = page.locator("#stage .stage-row-lane").nth(lane).bounding_box()
    assert box
    assert row
    return box["x"] + share * box["width"], row["y"] + row["height"] * 0.8


def fingers(touch: CDPSession, page: Page, *steps: Sequence[float], lane: int = 0) -> None:
    """Where on a lane fingers are, step by step; none when they are lifted. All in one go, and
    the events say 20 ms apart: what they mean to the page is not up to how busy the machine is.
    """
    places = [[dict(zip("xy", point(page, share, lane), strict=True)) for share in step]
              for step in steps]  # fmt: skip
    began, before = time.time(), 0
    for number, points in enumerate(places):
        kind = "touchEnd" if not points else "touchMove" if before else "touchStart"
        before = len(points)
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": points, "timestamp": began + number * 0.02},
        )


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now, one readable line each."""
    # Through the debugger, which the content security policy does not bind.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def agree(page: Page, other: Page, *parts: str) -> None:
    """Wait until two pages say the same in these parts: each writes its sums in its own time."""
    deadline = time.monotonic() + PATIENCE_S
    for part in parts:
        while (told := said_in(page, part)) != (expected := said_in(other, part)):
            assert time.monotonic() < deadline, f"{part}: {told} is not {expected}"
            settle(page)


def said_in(page: Page, part: str) -> list[str]:
    """The text of all elements that a selector finds."""
    return page.locator(part).all_inner_texts()


def cut_off(page: Page) -> list[str]:
    """Everything on the page that sticks out of it sideways, once it has taken its size."""
    settle(page)
    return list(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
              [...document.body.querySelectorAll('*')]
                .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map((e) => `${e.tagName}.${e.className} ${e.id}`)"""
        )
    )


def select_a_wait(page: Page) -> str:
    """Go through the lanes with the keyboard until the panel says what is waited for."""
    # Keys that are pressed before anything can answer are kept: then it would step too far.
    expect(page.locator("#tabs [role=tab]")).not_to_have_count(0)
    page.locator("#stage [role=grid]").focus()
    sentence = page.locator("#selection .selection-sentence")
    for key in (["."] * 30) + (["ArrowDown"] * 8):
        page.keyboard.press(key)
        settle(page)
        if sentence.count() and "held by" in sentence.inner_text():
            return sentence.inner_text()
        if key == "." and page.locator("#selection").get_by_text("Finished").count():
            page.keyboard.press("ArrowDown")
    raise AssertionError("no span waits for a lock that somebody holds")


SETTLED = """async () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  await frame();
  // A live run never rests.
  for (let n = 0; n < 60 && document.querySelector("[data-behind]"); n += 1) await frame();
}"""


def settle(page: Page) -> None:
    """Wait until what was changed is drawn: in the next animation frame, numbers a little later."""
    page.evaluate(SETTLED)

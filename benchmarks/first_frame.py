"""The time from asking for a run to its first frame, against bare interpreter starts.

    .venv/bin/python benchmarks/first_frame.py [--rounds 20]

Each round starts a bare interpreter (`python -c pass`) and a run of the two-thread classic,
and takes the ratio of the two; the median is printed. The run's time ends when the first
`frame` event has arrived over the run's event stream at a client that had its connection open.
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

from served import Served, served

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
    headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"}
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


def wait_until_ended(server: Served, run: str) -> None:
    """Let the run end and the next warm child come up, as between two clicks of a person."""
    while server.ask("GET", f"/api/runs/{run}")["status"] == "running":
        time.sleep(0.05)
    time.sleep(0.5)


def main() -> None:
    """Measure and print one row."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with served() as server:
        first_frame(server)
        pairs = [(first_frame(server), bare_start()) for _ in range(rounds)]
    frames, bares = zip(*pairs, strict=True)
    ratio = statistics.median(frame / bare for frame, bare in pairs)
    print(f"Medians of {rounds} rounds; Python {platform.python_version()}\n")
    print("| asked → first frame | bare interpreter start | ratio |\n|---|---|---|")
    print(
        f"| {statistics.median(frames):.1f} ms | {statistics.median(bares):.1f} ms | {ratio:.2f} |"
    )


if __name__ == "__main__":
    main()

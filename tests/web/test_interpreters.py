"""The Pythons a server offers, and a scenario on one that is not its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import Settings
from tests.support import pythons
from tests.support.serving import serving
from tests.web.test_stream import wait_until


@pytest.mark.parametrize("name", ["3.11", "3.13", "3.13t", "3.15"])
def test_a_scenario_runs_on_the_python_that_was_named_to_the_server(
    tmp_path: Path, name: str
) -> None:
    path = pythons.wanted(name)
    with serving(Settings(data=tmp_path, pythons=(path,))) as server:
        offered = server.client.get("/api/interpreters").json()["interpreters"]
        number, free_threaded = name.rstrip("t"), name.endswith("t")
        chosen = next(
            each for each in offered
            if each["version"].startswith(f"{number}.") and each["free_threaded"] == free_threaded
        )  # fmt: skip

        body = {"scenario": "producers_and_consumers", "interpreter": chosen["id"]}
        answer = server.client.post("/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        run = answer.json()["id"]
        wait_until(lambda: server.run(run)["status"] != "running", 40)

        assert server.run(run)["status"] == "finished"
        [_, *frames, _] = map(json.loads, server.timeline(run))
        [process] = next(frame["processes"] for frame in frames if "processes" in frame)
        assert process["python"] == chosen["version"]
        assert process["gil"] is not free_threaded

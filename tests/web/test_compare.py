"""The page of a comparison: one address for any two, which only the fragment names."""

from __future__ import annotations

import json
import re

from tests.support.serving import RunningServer


def told(page: str) -> list[dict[str, object]]:
    """The recordings that the page offers to choose from."""
    [rows] = re.findall(r'<script type="application/json" id="runs-data">(.*?)</script>', page)
    listed: list[dict[str, object]] = json.loads(rows)
    return listed


def test_the_page_offers_what_was_recorded_lately(server: RunningServer) -> None:
    run = server.start()
    answer = server.client.get("/compare")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    [row] = [row for row in told(answer.text) if row["id"] == run]
    listed = server.client.get("/api/runs").json()["runs"]
    assert row.keys() == next(each for each in listed if each["id"] == run).keys()


def test_which_python_ran_is_told_in_a_list_too(server: RunningServer) -> None:
    run = server.start()
    row = next(each for each in server.client.get("/api/runs").json()["runs"] if each["id"] == run)
    assert "interpreter" in row
    assert row["interpreter"] == server.client.get(f"/api/runs/{run}").json()["interpreter"]


def test_nothing_that_stands_in_the_address_reaches_the_page(server: RunningServer) -> None:
    answer = server.client.get("/compare?a=%3Cscript%3E&b=..%2F..")
    assert answer.status_code == 200
    assert "%3Cscript" not in answer.text
    assert "..%2F" not in answer.text

"""Bad input: the right status, a sentence that says what to do, and no traceback."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.serving import RunningServer

RUN = "0" * 32


@pytest.mark.parametrize(
    ("body", "status", "field", "words"),
    [
        ({}, 422, "scenario", "scenario is missing"),
        ({"scenario": 3}, 422, "scenario", "string"),
        ({"scenario": "scriptd"}, 422, "scenario", "no scenario named 'scriptd'"),
        ({"scenario": "../../etc/passwd"}, 422, "scenario", "no scenario"),
        ({"scenario": "scripted", "interpreter": "cpython-1.5"}, 422, "interpreter", "cpython-1.5"),
        ({"scenario": "scripted", "interpreter": "/bin/sh"}, 422, "interpreter", "no interpreter"),
        ({"scenario": "scripted", "parameters": []}, 422, "parameters", "dictionary"),
        ({"scenario": "scripted", "parameters": {"x": 1}}, 422, "parameters.x", "frames"),
        (
            {"scenario": "scripted", "parameters": {"frames": "3"}},
            422,
            "parameters.frames",
            "a whole number from 1 to 100000",
        ),
        (
            {"scenario": "scripted", "parameters": {"frames": 0}},
            422,
            "parameters.frames",
            "from 1 to 100000",
        ),
        (
            {"scenario": "scripted", "parameters": {"fault": "all"}},
            422,
            "parameters.fault",
            "one of none, die",
        ),
        ({"scenario": "scripted", "color": "red"}, 422, "color", "not known"),
        ([], 422, "body", ""),
        ("scripted", 422, "body", ""),
        (None, 422, "body", ""),
    ],
)
def test_a_run_that_is_asked_for_wrongly(
    server: RunningServer, body: Any, status: int, field: str, words: str
) -> None:
    answer = server.client.post("/api/runs", json=body)

    error = answer.json()["error"]
    assert answer.status_code == status
    assert error["field"] == field
    assert words in error["message"]
    assert error["message"].endswith(".")


def test_a_name_nearly_right_is_corrected(server: RunningServer) -> None:
    answer = server.client.post("/api/runs", json={"scenario": "scriptd"})

    assert answer.json()["error"]["hint"] == "Did you mean scripted?"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b'{"scenario": NaN}', b"[" * 100_000, b'{"scenario": "\\ud800"}'],
)
def test_a_body_that_is_no_json(server: RunningServer, body: bytes) -> None:
    answer = server.client.post(
        "/api/runs", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/api/runs/{RUN}"),
        ("GET", f"/api/runs/{RUN}/events"),
        ("GET", f"/api/runs/{RUN}/timeline"),
        ("GET", f"/api/runs/{RUN}/export/csv"),
        ("POST", f"/api/runs/{RUN}/stop"),
        ("DELETE", f"/api/runs/{RUN}"),
        ("GET", "/api/runs/..%2f..%2fetc%2fpasswd"),
        ("GET", "/api/runs/' OR 1=1 --"),
        ("GET", "/api/scenarios/nothing"),
        ("GET", "/api/nothing"),
        ("GET", "/favicon.ico.php"),
    ],
)
def test_what_is_not_there(server: RunningServer, method: str, path: str) -> None:
    answer = server.client.request(method, path)

    assert answer.status_code == 404
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=100000"])
def test_a_limit_that_is_none(server: RunningServer, query: str) -> None:
    answer = server.client.get(f"/api/runs?{query}")

    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "limit"


@pytest.mark.parametrize("body", [{}, {"pinned": "yes"}, {"pinned": 1}, {"title": "x"}])
def test_a_change_that_is_none(server: RunningServer, body: dict[str, object]) -> None:
    run = server.start(frames=1)

    assert server.client.patch(f"/api/runs/{run}", json=body).status_code == 422


def test_an_unknown_export_names_those_there_are(server: RunningServer) -> None:
    run = server.start(frames=1)

    answer = server.client.get(f"/api/runs/{run}/export/docx")

    assert answer.status_code == 404
    assert "jsonl, csv" in answer.json()["error"]["hint"]


def test_a_wrong_method_is_refused(server: RunningServer) -> None:
    assert server.client.delete("/api/scenarios").status_code == 405


@pytest.mark.parametrize("path", [f"/t/{RUN}", "/t/short", "/nowhere", "/t/"])
def test_a_person_gets_a_page_that_says_what_to_do(server: RunningServer, path: str) -> None:
    answer = server.client.get(path, headers={"Accept": "text/html,*/*"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


def test_a_mistake_of_ours_shows_no_traceback(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(server.services.catalogue, "groups", broken)

    page = server.client.get("/", headers={"Accept": "text/html"})
    monkeypatch.setattr(server.services.catalogue, "scenarios", broken)
    api = server.client.get("/api/scenarios")

    assert page.status_code == api.status_code == 500
    for text in (page.text, api.text):
        assert "secret" not in text
        assert "Traceback" not in text
    assert "mistake of its own" in api.json()["error"]["message"]
    assert page.headers["content-security-policy"]


def test_a_log_that_was_taken_away_is_gone_and_the_rest_goes_on(server: RunningServer) -> None:
    run = server.start(frames=1)
    list(server.events(run))
    server.client.post(f"/api/runs/{run}/stop")
    server.services.store.folder.forget(run)

    for path in ("timeline", "events", "export/jsonl", "export/csv"):
        answer = server.client.get(f"/api/runs/{run}/{path}")
        assert answer.status_code == 410, path
        assert "not there any more" in answer.json()["error"]["message"]
    assert server.client.delete(f"/api/runs/{run}").status_code == 204

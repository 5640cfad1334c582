"""The guard: whoever is not let in by name stays out, at every route there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import BaseRoute, Mount

from app.web.security import CHANGING, READING
from tests.support.serving import RunningServer, scripted, serving

RUN = "0" * 32


def routes(found: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path there is, parameters filled in."""
    for route in found:
        path = prefix + getattr(route, "path", "")
        if isinstance(route, Mount):
            yield "GET", path + "/css/tokens.css"
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router.routes)
        else:
            for method in getattr(route, "methods", None) or READING | CHANGING:
                path = path.replace("{run_id}", RUN).replace("{name}", "csv")
                yield method, path


@pytest.fixture(scope="module")
def every_route(server: RunningServer) -> list[tuple[str, str]]:
    described = server.client.get("/api/openapi.json").json()["paths"]
    listed = [
        (method.upper(), path.replace("{run_id}", RUN).replace("{name}", "csv"))
        for path, methods in described.items()
        for method in methods
    ]
    others = [
        ("GET", "/"),
        ("GET", "/compare"),
        ("GET", f"/t/{RUN}"),
        ("GET", f"/api/runs/{RUN}/events"),
        ("GET", "/static/css/tokens.css"),
        ("GET", "/api/openapi.json"),
        ("GET", "/nowhere"),
    ]
    return listed + others


def test_the_list_of_routes_is_complete(
    server: RunningServer, every_route: list[tuple[str, str]]
) -> None:
    """A route that is added is guarded, and one that this file does not see fails here."""
    known = {path for _, path in every_route}
    found = {path for _, path in routes(server.app.routes)}

    assert found <= known, found - known


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost:80@evil.example", "localhost:http", "127.0.0.1.evil.example",
     "[::1", "localhost:999999", ""],
)  # fmt: skip
def test_no_route_answers_to_a_strange_host_name(
    server: RunningServer, every_route: list[tuple[str, str]], host: str
) -> None:
    for method, path in every_route:
        answer = server.client.request(method, path, headers={"Host": host})
        assert answer.status_code in (400, 421), (method, path)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_no_route_changes_anything_for_another_site(
    server: RunningServer, every_route: list[tuple[str, str]], headers: dict[str, str]
) -> None:
    changing = [(method, path) for method, path in every_route if method in CHANGING]
    assert len(changing) >= 4
    for method, path in changing:
        answer = server.client.request(method, path, headers=headers)
        assert answer.status_code == 403, (method, path)


def test_no_route_is_read_by_another_site_unless_a_person_goes_there(
    server: RunningServer, every_route: list[tuple[str, str]]
) -> None:
    for method, path in every_route:
        if method in READING:
            read = server.client.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})
            assert read.status_code == 403, path
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.client.get("/", headers=followed).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_methods_that_are_not_used_are_refused(server: RunningServer, method: str) -> None:
    assert server.client.request(method, "/api/runs").status_code == 405


def test_every_answer_carries_the_policy(
    server: RunningServer, every_route: list[tuple[str, str]]
) -> None:
    nonces = set()
    for method, path in every_route:
        answer = server.client.request(method, path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'nonce-"), path
        assert "trusted-types 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers
        nonces.add(policy.split("'nonce-")[1].split("'")[0])
    assert len(nonces) == len(every_route)


def test_our_own_page_may_start_a_run(server: RunningServer) -> None:
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}

    answer = server.client.post("/api/runs", json={"scenario": "scripted"}, headers=headers)

    assert answer.status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_a_form_could_send_is_refused(server: RunningServer, kind: str) -> None:
    answer = server.client.post(
        "/api/runs", content=b'{"scenario": "scripted"}', headers={"Content-Type": kind}
    )

    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_refused(server: RunningServer) -> None:
    json = {"Content-Type": "application/json"}
    large = b'{"scenario": "' + b"x" * (1 << 18) + b'"}'

    told = server.client.post("/api/runs", content=large, headers=json)
    chunked = server.client.post("/api/runs", content=iter([large]), headers=json)

    assert (told.status_code, chunked.status_code) == (413, 411)
    assert told.json()["error"]["code"] == "too_large"


def test_a_websocket_is_refused(server: RunningServer) -> None:
    answer = server.client.get(
        f"/api/runs/{RUN}/events",
        headers={"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                 "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="},
    )  # fmt: skip

    assert answer.status_code == 404


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that other machines can reach."""
    with serving(scripted(tmp_path_factory.mktemp("open"), token="sesame")) as running:
        yield running


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/runs", "/static/css/tokens.css"])
@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong", "?token=sesam%C3%A9"])
def test_beyond_loopback_nothing_is_shown_without_the_token(
    open_server: RunningServer, path: str, token: str
) -> None:
    assert httpx.get(open_server.url + path + token).status_code == 401


def test_the_first_visit_with_the_token_is_remembered(open_server: RunningServer) -> None:
    with httpx.Client(base_url=open_server.url) as browser:
        first = browser.get("/?token=sesame")
        again = browser.get("/api/runs")

    cookie = first.headers["set-cookie"]
    assert first.status_code == again.status_code == 200
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert "set-cookie" not in again.headers


def test_a_program_shows_the_token_in_a_header(open_server: RunningServer) -> None:
    headers = {"Authorization": "Bearer sesame", "Host": "laboratory:8000"}

    assert httpx.get(open_server.url + "/api/runs", headers=headers).status_code == 200


def test_a_cookie_that_is_no_cookie_is_no_token(open_server: RunningServer) -> None:
    headers = {"Cookie": "threadline_token"}

    assert httpx.get(open_server.url + "/api/runs", headers=headers).status_code == 401


def test_the_guard_lets_no_path_out_of_the_static_folder(
    server: RunningServer, tmp_path: Path
) -> None:
    for path in ("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml",
                 "/static/..%2fpyproject.toml", "/static//etc/passwd", "/static/css"):  # fmt: skip
        answer = httpx.get(httpx.URL(server.url).copy_with(raw_path=path.encode()))
        assert answer.status_code == 404, path

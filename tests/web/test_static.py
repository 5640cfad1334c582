"""Static files: kept for ever under a stamp, looked at again without one, never mixed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.static import stamp
from tests.support.serving import RunningServer


def test_a_file_under_the_pages_stamp_may_be_kept_for_ever(server: RunningServer) -> None:
    page = server.client.get("/").text
    [address] = re.findall(r'href="(/static/v-[0-9a-f]{16}/css/tokens\.css)"', page)

    stamped = server.client.get(address)
    plain = server.client.get("/static/css/tokens.css")

    assert stamped.content == plain.content
    assert "immutable" in stamped.headers["cache-control"]
    assert plain.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/v-0123456789abcdef/css/none.css", "/static/v-0123456789abcdef/css"]
)
def test_what_is_not_there_is_not_kept(server: RunningServer, path: str) -> None:
    answer = server.client.get(path)

    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("way_out", ["../pyproject.toml", "%2e%2e/pyproject.toml", "/etc/passwd"])
def test_a_stamp_is_no_way_out_of_the_folder(server: RunningServer, way_out: str) -> None:
    answer = server.client.get(f"/static/v-0123456789abcdef/{way_out}")

    assert answer.status_code == 404


def test_a_stamp_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("1")
    before = stamp(tmp_path)
    assert stamp(tmp_path) == before

    (tmp_path / "js" / "two.js").write_text("2")

    assert stamp(tmp_path) != before


def test_the_catalogue_has_the_scripts_of_a_timeline_fetched(server: RunningServer) -> None:
    text = server.client.get("/").text

    asked = re.findall(r'rel="modulepreload"[^>]*href="/static/v-[0-9a-f]+/([^"]+)"', text)

    assert asked == [f"bundled/js/{name}.js" for name in ("early", "main", "surroundings", "tiled")]

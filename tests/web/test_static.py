"""Static files: kept for ever under a stamp, looked at again without one, never mixed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.static import scripts, stamp
from tests.support.serving import ROOT, RunningServer

STATIC = ROOT / "static"


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


def test_a_module_brings_what_it_imports_and_not_what_it_may_ask_for_later(tmp_path: Path) -> None:
    (tmp_path / "js" / "base").mkdir(parents=True)
    (tmp_path / "js" / "page.js").write_text(
        'import {\n  one,\n  two,\n} from "./one.js";\nexport { three } from "./base/three.js";\n'
        'import "./four.js";\nimport "./gone.js";\nimport("./later.js");\n'
    )
    (tmp_path / "js" / "one.js").write_text('import { page } from "./page.js";')
    (tmp_path / "js" / "base" / "three.js").write_text('import { four } from "../four.js";')
    for name in ("four", "later", "of_another_page"):
        (tmp_path / "js" / f"{name}.js").write_text("")

    brought = scripts(tmp_path, stamp(tmp_path), "js/page.js")

    assert brought == ("js/base/three.js", "js/four.js", "js/one.js", "js/page.js")


def test_an_edited_module_brings_what_it_imports_now(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "page.js").write_text("")
    (tmp_path / "js" / "one.js").write_text("")
    assert scripts(tmp_path, stamp(tmp_path), "js/page.js") == ("js/page.js",)

    (tmp_path / "js" / "page.js").write_text('import "./one.js";')

    assert scripts(tmp_path, stamp(tmp_path), "js/page.js") == ("js/one.js", "js/page.js")


@pytest.mark.parametrize(
    ("page", "entries"),
    [("/", ["js/main.js", "js/surroundings.js", "js/tiled.js"]), ("/compare", ["js/compare.js"])],
)
def test_a_page_asks_for_all_modules_of_its_entries_at_once(
    server: RunningServer, page: str, entries: list[str]
) -> None:
    text = server.client.get(page).text

    asked = set(re.findall(r'rel="modulepreload"[^>]*href="/static/v-[0-9a-f]+/([^"]+)"', text))

    assert asked == set(scripts(STATIC, stamp(STATIC), *entries))

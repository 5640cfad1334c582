"""The page's JavaScript: its own tests under node, and the floors of its folders."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from app.timeline.frames import Header, encode_header

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "static" / "js"

# Who may import whom, by folder. A file beside the folders (main.js, stage.js, …) may import all.
FLOORS: dict[str, set[str]] = {
    "base": set(),
    "net": {"base"},
    "model": {"base"},
    "layout": {"base", "model"},
    "render": {"base", "model", "layout"},
    "input": {"base", "layout"},
    "panels": {"base", "model"},
}
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def node() -> str:
    """The node that Playwright carries, so that no other has to be installed."""
    return str(compute_driver_executable()[0])


def unit_tests() -> list[Path]:
    return sorted((ROOT / "tests" / "js").rglob("*.test.js"))


def modules() -> list[Path]:
    return sorted(path for path in SCRIPTS.rglob("*.js"))


@pytest.mark.parametrize("path", unit_tests(), ids=lambda path: path.name)
def test_unit_tests_pass_under_node(path: Path) -> None:
    outcome = subprocess.run(
        [node(), "--test", "--test-reporter=spec", str(path)],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SCRIPTS)))
def test_a_module_imports_only_from_the_floors_below(path: Path) -> None:
    floor = path.relative_to(SCRIPTS).parts[0]
    if floor.endswith(".js"):
        return
    assert floor in FLOORS, f"{floor}/ has no place in the floors: name it in FLOORS"
    for target in IMPORT.findall(path.read_text("utf-8")):
        if not target.startswith("."):
            continue
        imported = (path.parent / target).resolve()
        assert imported.is_file(), f"{target} does not exist"
        other = imported.relative_to(SCRIPTS).parts[0]
        assert other == floor or other in FLOORS[floor], f"{floor} may not import {target}"


def test_there_are_unit_tests_and_modules() -> None:
    assert unit_tests()
    assert modules()


def test_a_code_means_the_same_to_the_page_as_to_the_header() -> None:
    told = json.loads(encode_header(Header("0" * 32, "2026-11-22T12:00:00Z", {}, {}, {})))
    lists = ("states", "certainties", "operations", "flow_kinds", "instant_kinds")
    vocabulary = (SCRIPTS / "model" / "vocabulary.js").as_uri()
    script = f"import * as words from '{vocabulary}'; console.log(JSON.stringify(words));"
    known = json.loads(
        subprocess.run(
            [node(), "--input-type=module", "--eval", script],
            capture_output=True, text=True, check=True, timeout=100,
        ).stdout
    )  # fmt: skip
    assert {name: known[name.upper()] for name in lists} == {name: told[name] for name in lists}

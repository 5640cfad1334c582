"""The page's JavaScript: its own tests under node, and the floors of its folders."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

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

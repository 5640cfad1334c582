"""The documents: they speak of what is there, and what is there is spoken of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import events

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if ".venv" not in path.parts
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_event_kind_is_described() -> None:
    described = (ROOT / "docs" / "recorder.md").read_text("utf-8")
    assert [kind for kind in events.KINDS.values() if f"`{kind}`" not in described] == []


def test_every_event_kind_has_a_constant_of_its_name() -> None:
    for code, kind in events.KINDS.items():
        assert getattr(events, kind.replace(".", "_").upper()) == code


def test_every_decision_is_a_page_with_a_title() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert page.read_text("utf-8").startswith("# "), page.name


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^\s*\./threadline$", readme, re.MULTILINE)
    assert re.search(r"^\s*\./threadline test$", readme, re.MULTILINE)

"""Upgrades: one function per old version, which turns its lines into the next version's.

To change the format: raise `lines.VERSION`, write the function from the version before,
name it in `UPGRADES`, describe it in `docs/format.md` and keep a timeline of the old
version as test data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
Upgrade: TypeAlias = Callable[[JsonObject], JsonObject]


def from_0(content: JsonObject) -> JsonObject:
    """Version 0, of the first drafts, called lanes threads and gave spans an `end`.

    It had no certainties: whatever it recorded came from events.
    """
    content = dict(content)
    if content.get("type") == "header":
        content["version"] = 1
    if "threads" in content:
        content["lanes"] = content.pop("threads")
    if "spans" in content:
        content["spans"] = _spans_from_0(content["spans"])
    return content


def _spans_from_0(spans: JsonObject) -> JsonObject:
    starts: list[int] = spans["start"]
    return {
        "lane": spans["thread"],
        "start": [time - before for before, time in zip([0, *starts], starts, strict=False)],
        "duration": [end - start for start, end in zip(starts, spans["end"], strict=True)],
        "state": spans["state"],
        "object": spans["object"],
        "site": spans["site"],
        "operation": [0] * len(starts),
        "certainty": [0] * len(starts),
    }


UPGRADES: tuple[Upgrade, ...] = (from_0,)
"""The upgrade at index v turns a line of version v into one of version v + 1."""


def upgrade(content: JsonObject, version: int) -> JsonObject:
    """The same line as the newest version writes it."""
    for step in UPGRADES[version:]:
        content = step(content)
    return content

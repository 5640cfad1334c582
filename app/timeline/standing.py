"""Standing: how things stand after each line of a log, read without folding it again.

A piece of a log can be read alone by whoever knows what was open when it begins: open
spans and holds, values of counters. That, the tables, and the totals are kept up to date
here from the lines as they are written, at a small cost per row, so that a recording of
any length can be walked through once and left at any line.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, TypeAlias

from app.timeline.model import InstantKind

JsonObject: TypeAlias = dict[str, Any]
HoldKey: TypeAlias = tuple[int, int, int]
"""The object, the lane and the start of a hold."""

TABLES = ("processes", "lanes", "objects", "files", "sites")
ROWS = {"spans": "lane", "holds": "object", "flows": "kind", "instants": "lane", "counters": "time"}
"""The kinds of rows that are counted, and a column of each."""
ORDINARY = frozenset({InstantKind.OUTPUT, InstantKind.COLLECTION})
"""Instants of which there may be any number; the others are few, and what a reader looks for."""
ORDINARY_KEPT = 50_000
"""Of them the first so many are told of a run that is too long to be told whole."""


class Standing:
    """What is open and what has been named, as of the latest line that was taken."""

    def __init__(self) -> None:
        self.now = 0
        self.tables: dict[str, dict[int, JsonObject]] = {name: {} for name in TABLES}
        self.open: dict[int, list[int]] = {}
        self.held: dict[HoldKey, list[int]] = {}
        self.values: dict[int, int] = {}
        self.findings: dict[str, JsonObject] = {}
        self.cost: JsonObject | None = None
        self.gils: set[int] = set()
        self.processors = 0
        """The object whose counter tells how busy the cores were; 0 for none."""
        self.busy: list[tuple[int, int]] = []
        """When the cores' counter changed, and to what."""
        self.instants: list[tuple[int, int, int, int, int, str]] = []
        self.ordinary = 0
        self.begins: JsonObject | None = None
        self._counted = dict.fromkeys(ROWS, 0)
        self._lanes: set[int] = set()
        self._objects: set[int] = set()

    def take(self, frame: JsonObject) -> None:
        """Take in one frame."""
        self.now = max(self.now, frame["now"])
        if begins := frame.get("begins"):
            self._begin(begins)
        for name in TABLES:
            self.tables[name].update((row["id"], row) for row in frame.get(name, ()))
        self._count(frame)
        for row in frame.get("objects", ()):
            self._look_at(row)
        self._open_and_close(frame)
        self._take_counters(frame.get("counters"))
        self._take_instants(frame.get("instants"))
        for row in frame.get("findings", ()):
            self.findings.pop(row["id"], None)
            if not row.get("withdrawn"):
                self.findings[row["id"]] = row
        self.cost = frame.get("cost", self.cost)

    def totals(self) -> dict[str, int]:
        """How many rows there have been, of the whole run."""
        begins = self.begins or {}
        return {
            **{name: begins.get(name, 0) + number for name, number in self._counted.items()},
            "lanes": begins.get("lanes", 0) + len(self._lanes),
            "objects": begins.get("objects", 0) + len(self._objects),
        }

    def snapshot(self, line: int) -> JsonObject:
        """A frame for who begins to read after the line of this number."""
        values = [(number, value) for number, value in self.values.items() if value]
        frame: JsonObject = {
            "type": "frame",
            "now": self.now,
            "begins": {"at": self.now, "line": line, **self.totals()},
            "open": list(self.open.values()),
            "held": list(self.held.values()),
        }
        if values:
            frame["counters"] = {
                "object": [number for number, _ in values],
                "time": [self.now, *[0] * (len(values) - 1)],
                "value": [value for _, value in values],
            }
        return frame

    def _begin(self, begins: JsonObject) -> None:
        self.begins = begins
        self._counted = dict.fromkeys(ROWS, 0)
        self.open.clear()
        self.held.clear()
        self.values.clear()

    def _count(self, frame: JsonObject) -> None:
        before = self.begins or {"at": -1}
        lanes = (row["id"] for row in frame.get("lanes", ()) if row["begin"] > before["at"])
        self._lanes.update(lanes)
        known = before.get("objects", 0)
        objects = (row["id"] for row in frame.get("objects", ()))
        self._objects.update(each for each in objects if each > known)
        if "begins" not in frame:
            for name, column in ROWS.items():
                if name in frame:
                    self._counted[name] += len(frame[name][column])

    def _look_at(self, row: JsonObject) -> None:
        if row["kind"] == "GIL":
            self.gils.add(row["id"])
        elif row["kind"] == "Processors":
            self.processors = row["id"]

    def _open_and_close(self, frame: JsonObject) -> None:
        if self.held and "holds" in frame:
            holds = frame["holds"]
            for key in zip(holds["object"], holds["lane"], accumulate(holds["start"]), strict=True):
                self.held.pop(key, None)
        self.held.update(((row[0], row[1], row[2]), row) for row in frame.get("held", ()))
        if "spans" in frame:
            for lane in set(frame["spans"]["lane"]):
                self.open.pop(lane, None)
        self.open.update((row[0], row) for row in frame.get("open", ()))
        for row in frame.get("lanes", ()):
            if row["end"] is not None:
                self.open.pop(row["id"], None)

    def _take_counters(self, counters: JsonObject | None) -> None:
        if counters is None:
            return
        self.values.update(zip(counters["object"], counters["value"], strict=True))
        if self.processors in counters["object"]:
            times = accumulate(counters["time"])
            rows = zip(counters["object"], times, counters["value"], strict=True)
            self.busy += [(time, value) for each, time, value in rows if each == self.processors]

    def remember_instants(self, before: Standing) -> None:
        """Tell those of what came before, too: of the ordinary ones the first so many of both."""
        instants, ordinary = before.instants, before.ordinary
        for row in self.instants:
            ordinary += row[2] in ORDINARY
            if row[2] not in ORDINARY or ordinary <= ORDINARY_KEPT:
                instants.append(row)
        self.instants = instants
        self.ordinary += before.ordinary

    def _take_instants(self, instants: JsonObject | None) -> None:
        if instants is None:
            return
        columns = (instants[name] for name in ("lane", "kind", "site", "object", "text"))
        for time, (lane, kind, site, object_id, text) in zip(
            accumulate(instants["time"]), zip(*columns, strict=True), strict=True
        ):
            ordinary = kind in ORDINARY
            self.ordinary += ordinary
            if not ordinary or self.ordinary <= ORDINARY_KEPT:
                self.instants.append((lane, time, kind, site, object_id, text))

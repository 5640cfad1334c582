"""The catalogue: the scenarios of a folder, read again when one of its files changes."""

from __future__ import annotations

import difflib
import logging
from pathlib import Path

from app import catalog
from app.catalog import Scenario
from app.web.problems import Problem

logger = logging.getLogger("threadline")


class Catalogue:
    """The scenarios the server offers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[tuple[str, int], ...] | None = None
        self._scenarios: tuple[Scenario, ...] = ()

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return all, in the order of learning."""
        try:
            files = self._folder.glob("*.py")
            seen = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in files))
            if seen != self._seen:
                self._seen = seen
                self._scenarios = catalog.load(self._folder)
        except (catalog.ScenarioProblem, OSError) as problem:
            # A file that is being edited, or replaced right now, must not take the others away.
            logger.warning("The catalogue stays as it was: %s", problem)
        return self._scenarios

    def groups(self) -> list[dict[str, object]]:
        """Return the scenarios as the catalogue page shows them."""
        rows: dict[str, list[dict[str, object]]] = {}
        for scenario in self.scenarios():
            rows.setdefault(scenario.group, []).append(scenario.as_json())
        return [{"name": name, "scenarios": group} for name, group in rows.items()]

    def get(self, name: str) -> Scenario | None:
        """Return the scenario of that name, or None."""
        return next((each for each in self.scenarios() if each.name == name), None)

    def unknown(self, name: str, status: int) -> Problem:
        """Return the problem of a name that no scenario has."""
        names = [scenario.name for scenario in self.scenarios()]
        near = difflib.get_close_matches(name, names, 1)
        hint = f"Did you mean {near[0]}?" if near else "GET /api/scenarios lists them."
        message = f"There is no scenario named {name[:80]!r}."
        return Problem(status, "unknown_scenario", message, hint=hint, field="scenario")

"""The index: one row of SQLite per run, so that a list of a thousand opens no log.

Write-ahead logging lets several processes share it (a server, and `threadline run` in a
terminal); within a process all of it happens on the store's one thread.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from app.store.run import Ending, Run

# To change the table: append a step. The number of steps taken is `user_version`.
STEPS = (
    """
    CREATE TABLE run (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        scenario TEXT,
        interpreter TEXT,
        program TEXT NOT NULL,
        created TEXT NOT NULL,
        owner TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT NOT NULL,
        exit TEXT,
        duration INTEGER,
        counts TEXT NOT NULL,
        cost TEXT,
        findings TEXT NOT NULL,
        pinned INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX run_created ON run (created DESC);
    """,
    """
    ALTER TABLE run ADD COLUMN tiles_bytes INTEGER NOT NULL DEFAULT 0;
    """,
)
JSON_COLUMNS = ("program", "exit", "counts", "cost", "findings")


class IndexUnusable(Exception):
    """The index cannot be read; the message is a sentence for the user."""


class Index:
    """The rows of all runs. Not for use by two threads at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            path, timeout=5, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._migrate()
        except sqlite3.Error as error:
            self._connection.close()
            raise IndexUnusable(
                f"The index {path} cannot be used: {error}. The recordings beside it are not "
                "harmed: move the file away, and open them with `threadline open FILE`."
            ) from error

    def _migrate(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        [taken] = self._connection.execute("PRAGMA user_version").fetchone()
        if taken > len(STEPS):
            self._connection.execute("ROLLBACK")
            raise sqlite3.DatabaseError(f"it was made by a newer Threadline (version {taken})")
        for step in STEPS[taken:]:
            for statement in filter(str.strip, step.split(";")):
                self._connection.execute(statement)
        self._connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        self._connection.execute("COMMIT")

    def add(self, run: Run) -> None:
        """Enter a new run."""
        row = _to_row(run)
        columns = ", ".join(row)
        values = ", ".join(f":{column}" for column in row)
        self._connection.execute(f"INSERT INTO run ({columns}) VALUES ({values})", row)  # noqa: S608 - our own column names

    def get(self, run: str) -> Run | None:
        """Return one run, or None when there is none of that id."""
        row = self._connection.execute("SELECT * FROM run WHERE id = ?", (run,)).fetchone()
        return _from_row(row) if row else None

    def recent(self, limit: int) -> list[Run]:
        """Return the newest runs, the pinned ones first."""
        return self._select("ORDER BY pinned DESC, created DESC, id LIMIT ?", limit)

    def starting_with(self, beginning: str) -> list[Run]:
        """Return the runs whose id begins so."""
        return self._select("WHERE substr(id, 1, ?) = ?", len(beginning), beginning)

    def unfinished(self) -> list[Run]:
        """Return the runs that are not complete, whoever records them."""
        rows = self._select("WHERE status IN ('running', 'lost') ORDER BY created")
        return [run for run in rows if not run.is_complete]

    def disposable(self) -> list[Run]:
        """Return the ended runs that nobody pinned, the oldest first."""
        return self._select("WHERE status != 'running' AND pinned = 0 ORDER BY created, id")

    def unindexed(self, spans: int) -> list[Run]:
        """Return the complete runs with more spans than that of which no index is known."""
        rows = self._select(
            "WHERE tiles_bytes = 0 AND json_extract(counts, '$.spans') > ? ORDER BY created DESC",
            spans,
        )
        return [run for run in rows if run.is_complete]

    def total_bytes(self) -> int:
        """What all logs take on disk, and their indexes."""
        question = "SELECT coalesce(sum(bytes + tiles_bytes), 0) FROM run"
        [total] = self._connection.execute(question).fetchone()
        return int(total)

    def weigh_tiles(self, run: str, size: int) -> None:
        """Enter what the index of a long run takes on disk."""
        self._connection.execute("UPDATE run SET tiles_bytes = ? WHERE id = ?", (size, run))

    def end(self, run: str, ending: Ending) -> None:
        """Enter how a run ended."""
        self._connection.execute(
            "UPDATE run SET status = ?, reason = ?, exit = ?, duration = ?, counts = ?,"
            " cost = ?, findings = ?, bytes = ? WHERE id = ?",
            (
                ending.status,
                ending.reason,
                _dump(ending.exit),
                ending.duration,
                _dump(ending.counts),
                _dump(ending.cost),
                _dump(ending.findings),
                ending.bytes,
                run,
            ),
        )

    def pin(self, run: str, pinned: bool) -> None:
        """Keep a run for ever, or no longer."""
        self._connection.execute("UPDATE run SET pinned = ? WHERE id = ?", (pinned, run))

    def forget(self, run: str) -> None:
        """Remove a run."""
        self._connection.execute("DELETE FROM run WHERE id = ?", (run,))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _select(self, rest: str, *values: object) -> list[Run]:
        rows = self._connection.execute(f"SELECT * FROM run {rest}", values)  # noqa: S608 - our own words
        return [_from_row(row) for row in rows]


def _to_row(run: Run) -> dict[str, Any]:
    row = {name: getattr(run, name) for name in Run.__slots__}
    return row | {name: _dump(row[name]) for name in JSON_COLUMNS}


def _from_row(row: sqlite3.Row) -> Run:
    values = dict(row)
    values |= {name: json.loads(values[name]) for name in JSON_COLUMNS if values[name]}
    return Run(**values | {"pinned": bool(values["pinned"])})


def _dump(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)

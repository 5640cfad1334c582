"""Settings: what an operator may choose, with the defaults argued beside them.

Times are seconds and sizes bytes. Every value reaches the code from here, none is read
from the environment elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEFAULT_PORT = 8000
DEFAULT_KEEP_GB = 2
DEFAULT_KEEP_DAYS = 30
MEBIBYTE = 1 << 20
GIGABYTE = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may use before it is stopped; the page shows them."""

    wall_s: float = 30
    events: int = 5_000_000
    """0: as many as there are."""
    output_lines: int = 10_000
    linger_s: float = 1.5
    """How long a deadlock that was found stays on the stage before the run is stopped."""
    log_bytes: int = GIGABYTE
    """What one recording may take on the disk; beyond that its oldest part is dropped."""
    ring_records: int = 1 << 17
    """Events that a process may be ahead of the collector: 48 bytes each, 6.3 MB a process.
    At 200,000 a second that is two thirds of a second."""


RECORDERS = ("auto", "compiled", "python")
"""`auto` uses the compiled recorder where there is one; `compiled` fails where none can be."""

YEAR_S = 365 * 86_400

TERMINAL_LIMITS = RunLimits(wall_s=YEAR_S, events=0, output_lines=1_000_000, linger_s=YEAR_S)
"""For a program its own user started in a terminal: whoever may press Ctrl-C needs no limit
of time or events (0: none), and a server that waits for ever is no mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One server's or command's settings."""

    data: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    address: str = ""
    """Where a browser finds this server, for commands in other terminals to tell."""
    token: str | None = None
    """Asked of every request when the server is reachable from other machines."""

    recorder: str = "auto"
    """Which of RECORDERS records: the compiled one where it can be made, unless one is named."""

    limits: RunLimits = RunLimits()
    pythons: tuple[str, ...] = ()
    """Paths of Pythons to offer besides those that are found."""
    concurrent_runs: int = 8
    """Each run is three processes; more at once would measure each other, not themselves."""
    free_bytes: int = 64 * MEBIBYTE
    """No run is started with less room than this on the disk."""

    keep_bytes: int = DEFAULT_KEEP_GB * GIGABYTE
    keep_days: float = DEFAULT_KEEP_DAYS
    """Recordings over either limit are forgotten, the oldest first, pinned ones never."""

    ring_bytes: int = MEBIBYTE
    """Ready frames kept in memory per live run; a viewer further behind reads the log."""
    tiled_spans: int = 200_000
    """A recording of more spans than this, once it has an index, opens by level-of-detail tiles:
    its lanes are seen first, and all its spans come then."""
    whole_spans: int = 3_000_000
    """A recording of more spans than this is never on a page as a whole: so many take it some
    seconds and half a gigabyte, with all that belongs to them."""
    whole_bytes: int = 256 * MEBIBYTE
    """Nor is one whose log is longer than this: a span may come with any number of other rows."""
    window_spans: int = 1_000_000
    """Of such a recording at most so many are sent as single spans at a time: 16 MB of text,
    which a page has on the screen in less than a second."""

    heartbeat_s: float = 15
    stalled_s: float = 30
    """A viewer whose connection took nothing for this long is cut off; it may resume."""

    collector: tuple[str, ...] = ()
    """The command that starts a collector; empty: our own."""
    scenarios: Path = PACKAGE / "scenarios"
    templates: Path = PACKAGE.parent / "templates"
    static: Path = PACKAGE.parent / "static"

    @property
    def root(self) -> Path:
        """The folder that holds the package `app`."""
        return PACKAGE.parent


def chosen_recorder(chosen: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Which recorder: as asked, else THREADLINE_RECORDER, else `auto`."""
    return chosen or environment.get("THREADLINE_RECORDER") or RECORDERS[0]


def data_folder(chosen: str | None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where recordings live: as asked, else THREADLINE_DATA, else the user's data folder."""
    named = chosen or environment.get("THREADLINE_DATA")
    if named:
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path("threadline", appauthor=False)

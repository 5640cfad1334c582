"""Retention: which recordings are forgotten, so that the disk does not fill up.

A recording goes when it is older than the limit of age, or when all together are over
the limit of size, each with its index if it has one; then the oldest go first. What is
pinned or still running stays, and does count: whoever pins two gigabytes keeps those and no
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from app.store.run import Run


def surplus(
    disposable: Iterable[Run],
    total_bytes: int,
    *,
    keep_bytes: int,
    keep_days: float,
    at: datetime,
) -> Iterator[Run]:
    """Yield the runs to forget, out of those that may be (the oldest first)."""
    oldest = at - timedelta(days=keep_days)
    for run in disposable:
        if total_bytes <= keep_bytes and datetime.fromisoformat(run.created) >= oldest:
            continue
        total_bytes -= run.disk_bytes
        yield run

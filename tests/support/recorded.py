"""A recorded scenario: a real child process, watched by a real collector, read back."""

from __future__ import annotations

import gzip
import json
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.catalog import Scenario
from app.runs.collector_client import collector_command
from app.timeline.frames import read_timeline
from app.timeline.timeline import Timeline

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "app" / "scenarios"


@dataclass(frozen=True)
class Recorded:
    """What came of one run."""

    ended: dict[str, Any]
    timeline: Timeline

    @property
    def output(self) -> list[str]:
        """The lines that the program printed, in order."""
        return [each.text for each in self.timeline.instants if each.kind.label == "output"]


def record(
    scenario: Scenario,
    folder: Path,
    parameters: Mapping[str, object] | None = None,
    *,
    interpreter: str | None = None,
    linger_s: float = 0.2,
) -> Recorded:
    """Run a scenario through a collector of its own and read its log."""
    run = secrets.token_hex(16)
    log = folder / f"{run}.jsonl"
    start = {
        "id": run,
        "log": str(log),
        "directory": str(folder / run),
        "interpreter": interpreter,
        "program": {
            "kind": "scenario",
            "name": scenario.name,
            "title": scenario.title,
            "path": str(scenario.path),
            "parameters": scenario.validate(parameters or {}),
            "expects": list(scenario.expects),
        },
        "created": "2026-01-01T00:00:00Z",
        "limits": {"wall_s": 60, "events": 5_000_000, "output_lines": 10_000, "linger_s": linger_s},
        "python_root": str(ROOT),
    }
    (folder / run).mkdir()
    told: list[dict[str, Any]] = []
    with subprocess.Popen(
        collector_command(ROOT), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as collector:
        assert collector.stdin is not None
        assert collector.stdout is not None
        collector.stdin.write(json.dumps({"start": start}) + "\n")
        collector.stdin.flush()
        for line in collector.stdout:
            told.append(json.loads(line))
            if "ended" in told[-1] or "failed" in told[-1]:
                break
        collector.stdin.close()
    ended = next((each["ended"] for each in told if "ended" in each), None)
    if ended is None:
        raise AssertionError(f"the collector did not end the run: {told[-3:]}")
    packed = log.with_name(log.name + ".gz")
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else log.read_bytes()
    return Recorded(ended, read_timeline(text.splitlines()))

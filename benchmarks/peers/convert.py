"""Converting: one recording in the format that each peer reads best.

What a peer has no notion of is left out for it: only Threadline and the Chrome format have
arrows between lanes, only Threadline has sync objects and holds. So the peers have less to
read than we do, never more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

STATES = ("running", "runnable", "blocked", "sleeping", "io", "finished")


@dataclass(frozen=True, slots=True)
class Lane:
    """A thread: its spans in order, as (start, end, name), nanoseconds."""

    id: int
    name: str
    spans: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow: from a lane at a time to a lane at a time."""

    from_lane: int
    start: int
    to_lane: int
    end: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What peers can show of a recording."""

    lanes: list[Lane]
    flows: list[Flow]
    duration: int


def read(path: Path) -> Recording:
    """Read a recording of ours."""
    lanes: dict[int, Lane] = {}
    objects: dict[int, str] = {}
    flows: list[Flow] = []
    now = 0
    with path.open() as file:
        for frame in map(json.loads, file):
            now = max(now, frame.get("now", 0))
            lanes.update(
                (row["id"], Lane(row["id"], row["name"], [])) for row in frame.get("lanes", ())
            )
            objects.update((row["id"], row["name"]) for row in frame.get("objects", ()))
            for lane, start, duration, state, item in _rows(frame, "spans", "start"):
                name = f"{STATES[state]} {objects.get(item, '')}".rstrip()
                lanes[lane].spans.append((start, start + duration, name))
            flows += _flows(frame)
    return Recording(list(lanes.values()), flows, now)


def _rows(frame: dict[str, Any], key: str, delta: str) -> Iterator[tuple[int, ...]]:
    columns = frame.get(key)
    if not columns:
        return iter(())
    times = accumulate(columns[delta])
    return zip(columns["lane"], times, columns["duration"], columns["state"], columns["object"],
               strict=True)  # fmt: skip


def _flows(frame: dict[str, Any]) -> Iterator[Flow]:
    columns = frame.get("flows")
    if not columns:
        return iter(())
    starts, ends = accumulate(columns["from"]), accumulate(columns["to"])
    return map(Flow, columns["from_lane"], starts, columns["to_lane"], ends)


def to_chrome(recording: Recording, path: Path) -> None:
    """Chrome's trace events: complete events for spans, `s` and `f` for arrows; microseconds."""
    with path.open("w") as file:
        file.write('{"displayTimeUnit":"ns","traceEvents":[\n')
        for lane in recording.lanes:
            name = json.dumps({"name": lane.name})
            same = f'"pid":1,"tid":{lane.id}'
            file.write(f'{{"ph":"M",{same},"name":"thread_name","args":{name}}},\n')
            for start, end, what in lane.spans:
                times = f'"ts":{_micros(start)},"dur":{_micros(end - start)}'
                file.write(f'{{"ph":"X",{same},{times},"name":"{what}"}},\n')
        for number, flow in enumerate(recording.flows, 1):
            same = f'"pid":1,"id":{number},"cat":"flow","name":"wakes"'
            # An arrow belongs to the span that is open at its time: a nanosecond in from the edges.
            begin = f'"tid":{flow.from_lane},"ts":{_micros(flow.start - 1)}'
            end = f'"tid":{flow.to_lane},"ts":{_micros(flow.end + 1)}'
            file.write(f'{{"ph":"s",{same},{begin}}},\n{{"ph":"f","bp":"e",{same},{end}}},\n')
        file.write('{"ph":"M","pid":1,"name":"process_name","args":{"name":"MainProcess"}}\n]}\n')


def _micros(nanoseconds: int) -> str:
    return f"{nanoseconds / 1000:.3f}"


def to_speedscope(recording: Recording, path: Path) -> None:
    """An evented profile per thread, nanoseconds; speedscope shows one of them at a time."""
    names = sorted({name for lane in recording.lanes for _, _, name in lane.spans})
    frames = {name: index for index, name in enumerate(names)}
    with path.open("w") as file:
        shared = json.dumps({"frames": [{"name": name} for name in names]})
        schema = "https://www.speedscope.app/file-format-schema.json"
        file.write(f'{{"$schema":"{schema}","shared":{shared},"profiles":[\n')
        for number, lane in enumerate(recording.lanes):
            begin, end = lane.spans[0][0], lane.spans[-1][1]
            file.write(",\n" if number else "")
            file.write(
                f'{{"type":"evented","name":{json.dumps(lane.name)},"unit":"nanoseconds",'
                f'"startValue":{begin},"endValue":{end},"events":['
            )
            file.write(",".join(
                f'{{"type":"O","frame":{frames[name]},"at":{start}}},'
                f'{{"type":"C","frame":{frames[name]},"at":{stop}}}'
                for start, stop, name in lane.spans
            ))  # fmt: skip
            file.write("]}")
        file.write("]}\n")


def to_vis(recording: Recording, path: Path) -> None:
    """Items and groups of vis-timeline; its dates are milliseconds."""
    with path.open("w") as file:
        groups = [{"id": lane.id, "content": lane.name} for lane in recording.lanes]
        file.write(f'{{"groups":{json.dumps(groups)},"end":{recording.duration / 1e6},"items":[\n')
        file.write(
            ",\n".join(
                f'{{"group":{lane.id},"start":{start / 1e6},"end":{end / 1e6},"content":"{name}"}}'
                for lane in recording.lanes
                for start, end, name in lane.spans
            )
        )
        file.write("]}\n")

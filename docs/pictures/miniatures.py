"""A miniature: the lanes of one real recording, small enough for a card.

Run from the root of the checkout, `python -m docs.pictures.miniatures [name …]`. Every
scenario, or those named, is recorded with its defaults and drawn to
`static/miniatures/<name>.svg`.

A page includes the picture inline and its tokens colour it, so it follows the theme; a
file opened alone falls back to the light colours. There is no text in it and neither
style nor script, so the strictest Content-Security-Policy has nothing to refuse.

The drawing is the skyline of the page: colour says which state, height how busy. A
column of mixed states is the stack of share times height, running at the bottom. Dots are
lines of output and exceptions, hair lines lead from causes to effects.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app.catalog import Scenario, load
from app.events import OP_JOIN, OP_SHUTDOWN
from app.timeline.model import FlowKind, InstantKind, State
from app.timeline.timeline import Timeline
from tests.support.recorded import ROOT, SCENARIOS, record

FOLDER = ROOT / "static" / "miniatures"

WIDTH, HEIGHT = 240.0, 64.0
COLUMNS = 160
MOST_LANES = 12
TRIES = 3
LANE_GAP = 0.24
"""Share of a lane's height that is left free above it."""
TALLEST_LANE = 18.0
MOST_ARROWS = 72

# State: token, light colour as the fallback, height as a share of the lane.
LOOK = {
    State.RUNNING: ("--state-running", "#2a4fb0", 1.0),
    State.RUNNABLE: ("--state-runnable-dense", "#bb7b1a", 0.62),
    State.BLOCKED: ("--state-blocked", "#a3203f", 0.62),
    State.IO: ("--state-io", "#007c64", 0.42),
    State.SLEEPING: ("--state-sleeping", "#848e9d", 0.2),
}
HOLD = ("--hold", "#d99a00")
FAINT = 0.3
"""Nearly every main thread waits for the others to end; that must not drown the lesson."""

Key = tuple[str, str, float]
"""A colour: its token, its fallback, its opacity."""


def draw(timeline: Timeline) -> str:
    """Return the SVG text of a timeline."""
    begin, end = window(timeline)
    picture = Picture(timeline, begin, end)
    shapes = [*picture.skylines(), *picture.arrows(), *picture.dots()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
        f' preserveAspectRatio="none" focusable="false">\n{"".join(shapes)}</svg>\n'
    )


class Picture:
    """Where things are, and the shapes in paint order."""

    def __init__(self, timeline: Timeline, begin: int, end: int) -> None:
        self.timeline, self.begin, self.end = timeline, begin, end
        self.lanes = sorted(timeline.lanes)[:MOST_LANES]
        self.pitch = min(HEIGHT / len(self.lanes), TALLEST_LANE)
        self.bar = self.pitch * (1 - LANE_GAP)

    def x(self, time: int) -> float:
        """Return the place of a time."""
        inside = min(max(time, self.begin), self.end)
        return (inside - self.begin) / (self.end - self.begin) * WIDTH

    def ground(self, lane: int) -> float:
        """Return the baseline of a lane; the lanes stand in the middle of the picture."""
        top = (HEIGHT - self.pitch * len(self.lanes)) / 2
        return top + self.pitch * (self.lanes.index(lane) + 1)

    def skylines(self) -> Iterator[str]:
        """Yield the states of all lanes, one path for each colour, and the holds."""
        paths: dict[Key, list[str]] = defaultdict(list)
        for lane in self.lanes:
            ground = self.ground(lane)
            life = self.timeline.lanes[lane]
            left, right = self.x(life.begin), self.x(self.end if life.end is None else life.end)
            paths["--line", "#d9dde4", 1].append(rectangle(left, ground - 0.5, right - left, 0.5))
            for key, x, width, low, high in bars(self.timeline, lane, self.begin, self.end):
                upper, height = ground - high * self.bar, (high - low) * self.bar
                paths[key].append(rectangle(x, upper, width, height))
            thick = max(1.0, self.bar * 0.14)
            for start, stop in contended_holds(self.timeline, lane, self.begin, self.end):
                width = self.x(stop) - self.x(start)
                paths[*HOLD, 1].append(rectangle(self.x(start), ground - thick, width, thick))
        for (token, fallback, opacity), rectangles in paths.items():
            faint = f' opacity="{opacity}"' if opacity < 1 else ""
            yield f'<path fill="var({token}, {fallback})"{faint} d="{"".join(rectangles)}"/>\n'

    def arrows(self) -> Iterator[str]:
        """Yield the flows as hair lines, if they are few enough to be followed by the eye."""
        lines = [
            f"M{number(self.x(flow.from_ns))} {number(self.ground(flow.from_lane) - self.bar / 2)}"
            f"L{number(self.x(flow.to_ns))} {number(self.ground(flow.to_lane) - self.bar / 2)}"
            for flow in self.timeline.flows
            if flow.from_lane in self.lanes
            and flow.to_lane in self.lanes
            and flow.from_lane != flow.to_lane
            and self.begin <= flow.from_ns
            and flow.to_ns < self.end
        ]
        if 0 < len(lines) <= MOST_ARROWS:
            yield stroke("--arrow", "#5b2ca0", 1, "".join(lines), opacity=0.45)

    def dots(self) -> Iterator[str]:
        """Yield a dot for each line of output and a bigger one for each exception."""
        for kinds, token, fallback, width in (
            ((InstantKind.OUTPUT,), "--ink-soft", "#525c6b", 3),
            ((InstantKind.EXCEPTION,), "--selection", "#d4006a", 6),
        ):
            places = {
                f"M{number(self.x(each.time))} {number(self.ground(each.lane) - self.bar / 2)}h0"
                for each in self.timeline.instants
                if each.kind in kinds and each.lane in self.lanes and each.time >= self.begin
            }
            if places:
                yield stroke(token, fallback, width, "".join(sorted(places)))


def window(timeline: Timeline) -> tuple[int, int]:
    """Return the time to show: from shortly before the first start of a thread until the
    last lane ends, or until the standstill of a deadlock has been seen for a good while.
    """
    starts = [flow.from_ns for flow in timeline.flows if flow.kind == FlowKind.START]
    first = min(starts, default=0)
    ends = [lane.end for lane in timeline.lanes.values() if lane.end is not None]
    last = max(ends, default=timeline.now)
    if timeline.end is not None and timeline.end.status == "stopped":
        changed = max(span.start for span in timeline.spans)
        last = min(last, changed + max((changed - first) // 2, 50_000_000))
    return max(first - (last - first) // 25, 0), last


def bars(
    timeline: Timeline, lane: int, begin: int, end: int
) -> Iterator[tuple[Key, float, float, float, float]]:
    """Yield what to paint: colour, x, width, and lower and upper edge as shares of the lane."""
    open_bar: dict[Key, tuple[float, float, float, float]] = {}
    for column, shares in enumerate(columns(timeline, lane, begin, end)):
        x, width = column * WIDTH / COLUMNS, WIDTH / COLUMNS
        stacked: dict[Key, tuple[float, float, float, float]] = {}
        low = 0.0
        for key, height in shares.items():
            high = round(low + height, 2)
            before = open_bar.pop(key, None)
            if before is not None and before[2:] == (low, high):
                stacked[key] = (before[0], before[1] + width, low, high)
            else:
                if before is not None:
                    yield key, *before
                stacked[key] = (x, width, low, high)
            low = high
        for key, bar in open_bar.items():
            yield key, *bar
        open_bar = stacked
    for key, bar in open_bar.items():
        yield key, *bar


def columns(timeline: Timeline, lane: int, begin: int, end: int) -> Iterator[dict[Key, float]]:
    """Yield for each column how high each colour stands, running first."""
    shares: list[dict[Key, float]] = [defaultdict(float) for _ in range(COLUMNS)]
    step = (end - begin) / COLUMNS
    for index in timeline.spans_of[lane]:
        span = timeline.spans[index]
        if span.state not in LOOK or span.start >= end or span.end <= begin:
            continue
        token, fallback, height = LOOK[State(span.state)]
        faint = span.state == State.BLOCKED and span.operation in (OP_JOIN, OP_SHUTDOWN)
        key = (token, fallback, FAINT if faint else 1)
        first, last = int((span.start - begin) / step), int((span.end - begin) / step)
        for column in range(max(first, 0), min(last + 1, COLUMNS)):
            left = begin + column * step
            part = (min(span.end, left + step) - max(span.start, left)) / step
            shares[column][key] += max(part, 0) * height
    order = [token for token, _, _ in LOOK.values()]
    for column_shares in shares:
        in_order = sorted(column_shares.items(), key=lambda item: order.index(item[0][0]))
        yield {key: height for key, height in in_order if height >= 0.01}


def contended_holds(
    timeline: Timeline, lane: int, begin: int, end: int
) -> Iterator[tuple[int, int]]:
    """Yield when the lane held what another lane waited for."""
    waits = defaultdict(list)
    for span in timeline.spans:
        if span.state == State.BLOCKED and span.lane != lane:
            waits[span.object].append((span.start, span.end))
    for hold in timeline.holds:
        if hold.lane != lane or hold.start >= end or hold.end <= begin:
            continue
        overlaps = [
            (max(hold.start, start), min(hold.end, stop))
            for start, stop in waits.get(hold.object, ())
            if start < hold.end and stop > hold.start
        ]
        # Thinner than a column it would be noise.
        if overlaps and hold.end - hold.start > (end - begin) / COLUMNS:
            yield min(start for start, _ in overlaps), min(max(stop for _, stop in overlaps), end)


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return the path of a rectangle."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def stroke(token: str, fallback: str, width: int, path: str, opacity: float = 1) -> str:
    """Return a line that stays as thick, and a dot that stays round, however it is scaled."""
    faint = f' opacity="{opacity}"' if opacity < 1 else ""
    return (
        f'<path fill="none" stroke="var({token}, {fallback})" stroke-width="{width}"'
        f' stroke-linecap="round" vector-effect="non-scaling-stroke"{faint} d="{path}"/>\n'
    )


def number(value: float) -> str:
    """Return a coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def main() -> None:
    """Record and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help="a scenario; all without")
    names = parser.parse_args().names
    FOLDER.mkdir(exist_ok=True)
    for scenario in load(SCENARIOS):
        if names and scenario.name not in names:
            continue
        timeline = least_disturbed(scenario)
        picture = draw(timeline)
        (FOLDER / f"{scenario.name}.svg").write_text(picture, encoding="utf-8")
        sys.stderr.write(
            f"{scenario.name}: {len(timeline.lanes)} lanes, {len(picture)} characters\n"
        )


def least_disturbed(scenario: Scenario) -> Timeline:
    """Record a few times and return the shortest: a busy machine only makes a run longer."""

    def length(timeline: Timeline) -> int:
        begin, end = window(timeline)
        return end - begin

    timelines = []
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            timelines.append(record(scenario, Path(folder)).timeline)
    return min(timelines, key=length)


if __name__ == "__main__":
    main()

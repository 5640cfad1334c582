"""The rows of a timeline: what a run consists of, one frozen class per noun.

Times are integers, nanoseconds since the run began; ids are small integers from 1 in
order of appearance, and 0 means none. The numbers behind the enumerations are those of
`docs/format.md`: a code is the index into the lists of the header.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

Nanoseconds: TypeAlias = int
LaneId: TypeAlias = int
ObjectId: TypeAlias = int
SiteId: TypeAlias = int


class State(IntEnum):
    """What a thread is doing; the label is what the format and the page say."""

    RUNNING = 0
    RUNNABLE = 1
    BLOCKED = 2
    SLEEPING = 3
    IO = 4
    FINISHED = 5

    @property
    def label(self) -> str:
        """The word of the format."""
        return self.name.lower()


class Certainty(IntEnum):
    """How a span is known: by an event, by a look from outside, or by reasoning."""

    EXACT = 0
    SAMPLED = 1
    INFERRED = 2

    @property
    def label(self) -> str:
        """The word of the format."""
        return self.name.lower()


class FlowKind(IntEnum):
    """Which cause leads to which effect."""

    START = 0
    JOIN = 1
    RELEASE_ACQUIRE = 2
    SET_WAIT = 3
    NOTIFY_WAIT = 4
    PUT_GET = 5
    SUBMIT_RUN = 6
    RESULT = 7
    BARRIER = 8
    SEND_RECEIVE = 9
    GIL = 10

    @property
    def label(self) -> str:
        """The word of the format."""
        return self.name.lower().replace("_", "→")


class InstantKind(IntEnum):
    """What a moment on a lane is."""

    OUTPUT = 0
    ERROR = 1
    EXCEPTION = 2
    MARK = 3
    TIMEOUT = 4
    COLLECTION = 5
    SIGNAL = 6
    DROPPED = 7
    NOTE = 8

    @property
    def label(self) -> str:
        """The word of the format."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Process:
    """A process of the run; `parent` is the id of the process that started it.

    `recorder` is what recorded it: `compiled` or `python`; empty where that is not known.
    `gil_watch` is how its GIL is watched: `exact`, every hand-over is told; `sampled`, seen
    from outside now and then; `none`, not at all. `exit` is its exit code, or minus the
    signal that killed it; None while that is not known. `clocks`: nothing was seen from
    outside, and its threads told the time of their own processor clocks.
    """

    id: int
    pid: int
    parent: int = 0
    name: str = ""
    python: str = ""
    implementation: str = ""
    gil: bool = True
    recorder: str = ""
    gil_watch: str = "none"
    exit: int | None = None
    clocks: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The row of one thread; `object` is its Thread, `parent` the lane that started it."""

    id: LaneId
    process: int = 0
    name: str = ""
    native: int = 0
    daemon: bool = False
    parent: LaneId = 0
    site: SiteId = 0
    begin: Nanoseconds = 0
    end: Nanoseconds | None = None
    object: ObjectId = 0


@dataclass(frozen=True, slots=True)
class SyncObject:
    """Something threads wait for; `name` is what it was assigned to, if that is known."""

    id: ObjectId
    kind: str
    name: str | None = None
    site: SiteId = 0
    process: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of source; `text` is kept for the program's own files only."""

    id: int
    path: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the source."""

    id: SiteId
    file: int
    line: int
    function: str = ""


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment on a lane (lane 0: the process itself said it)."""

    lane: LaneId
    time: Nanoseconds
    kind: InstantKind
    site: SiteId = 0
    object: ObjectId = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """What somebody outside saw a thread do at one moment.

    `object` and `operation` say what it waits for, 0 where that is not known.
    """

    time: Nanoseconds
    lane: LaneId
    state: State
    object: ObjectId = 0
    operation: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion of an analysis: one sentence about this very case.

    `id` stays the same while the case lasts, so a later finding replaces an earlier one;
    `withdrawn` says that it no longer stands.
    """

    id: str
    kind: str
    severity: str
    sentence: str
    lanes: tuple[LaneId, ...] = ()
    objects: tuple[ObjectId, ...] = ()
    sites: tuple[SiteId, ...] = ()
    from_ns: Nanoseconds = 0
    to_ns: Nanoseconds = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What the recording itself has cost so far.

    `share` is the part of the program's processor time (`program_cpu`, nanoseconds) that
    recording its events took: of each process, its events times what one costs there.
    `sampler_hz` is the rate lately, `sampler_mean_hz` that of the whole run, and
    `sampler_share` how much of one processor the process took that watches from outside.
    """

    events: int = 0
    ns_per_event: float = 0
    dropped: int = 0
    output_dropped: int = 0
    sampler_hz: float = 0
    share: float = 0
    program_cpu: Nanoseconds = 0
    sampler_mean_hz: float = 0
    sampler_share: float = 0
    dropped_before: Nanoseconds = 0
    """What happened before is no longer in the log; 0 when all is."""

"""What is true of every timeline, whatever the events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.events import Event
from app.timeline.encoding import encode_frame
from app.timeline.frames import Frame, decode, read_timeline
from app.timeline.model import Finding, FlowKind, Instant, InstantKind, Sample, SourceFile, State
from app.timeline.order import Order
from app.timeline.queries import holders_at, shares
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.timeline.programs import a_fold, any_events, any_moment, any_sample, programs

END = 1_000


def rows(timeline: Timeline) -> dict[str, object]:
    """All that the format tells of a timeline, in an order that frames cannot change."""
    return {
        "spans": sorted(timeline.spans),
        "holds": sorted(timeline.holds),
        "flows": sorted(timeline.flows),
        "counters": list(timeline.counters),
        "instants": timeline.instants,
        "lanes": timeline.lanes,
        "objects": timeline.objects,
        "open": {lane: span.row() for lane, span in timeline.open_spans.items()},
        "held": {
            (hold.object, hold.lane, hold.start, hold.site)
            for held in timeline.open_holds.values()
            for hold in held
        },
        "now": timeline.now,
    }


@given(any_events, st.lists(any_sample), st.lists(any_moment), st.booleans())
def test_no_events_can_make_an_unsound_timeline(
    events: list[Event], samples: list[Sample], moments: list[Event], watched: bool
) -> None:
    """Spans tile their lanes, holds of a lock do not overlap, causes precede effects."""
    fold = a_fold()
    if watched:
        fold.watch_processors()
    fold.add_samples(samples)
    fold.add_moments(moments[::2])
    half = len(events) // 2
    fold.add_events(events[:half])
    fold.add_samples(samples)
    fold.add_moments(moments)
    fold.lose(1, 50, 60, 3)
    fold.add_events(events[half:])
    fold.take_frame(100)
    assert validate(fold.timeline) == []

    fold.end(END)
    assert validate(fold.timeline) == []


@given(programs())
def test_a_true_program_makes_a_sound_timeline_that_hides_nothing(events: list[Event]) -> None:
    fold = a_fold()
    fold.add_events(events)
    fold.end(END)

    timeline = fold.timeline
    assert validate(timeline) == []
    for lane in timeline.lanes.values():
        assert sum(shares(timeline, lane.id, 0, END)) == END - lane.begin


@given(programs() | any_events, st.lists(any_sample), st.lists(any_moment), st.data())
def test_frames_taken_at_any_time_tell_the_same_as_one(
    events: list[Event], samples: list[Sample], moments: list[Event], data: st.DataObject
) -> None:
    """fold(a + b) is fold of b continued from a: what a viewer sees live is the truth."""
    events = sorted(events, key=lambda event: event.time)
    samples = sorted(samples, key=lambda sample: sample.time)
    moments = sorted(moments, key=lambda moment: moment.time)
    whole = a_fold()
    whole.add_moments(moments)
    whole.add_samples(samples)
    whole.add_events(events)
    whole.end(END)

    pieces = a_fold()
    lines = []
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=5)))
    for begin, end in zip([0, *cuts], [*cuts, len(events)], strict=True):
        if begin == 0:
            pieces.add_moments(moments)
            pieces.add_samples(samples)
            moments = samples = []
        pieces.add_events(events[begin:end])
        now = events[end - 1].time if end else 0
        lines.append(encode_frame(pieces.take_frame(now)))
    told = read_timeline(lines)
    assert rows(told) == rows(pieces.timeline)

    lines.append(encode_frame(pieces.end(END)))
    assert rows(pieces.timeline) == rows(whole.timeline)
    assert rows(read_timeline(lines)) == rows(whole.timeline)


@given(programs())
def test_a_lock_has_one_holder_at_any_time(events: list[Event]) -> None:
    fold = a_fold()
    fold.add_events(events)
    fold.take_frame(200)

    for time in {event.time for event in events}:
        assert len(holders_at(fold.timeline, 1, time)) <= 1


@given(programs(), st.data())
def test_happens_before_is_a_strict_partial_order(events: list[Event], data: st.DataObject) -> None:
    fold = a_fold()
    fold.add_events(events)
    fold.take_frame(200)
    order = Order(fold.timeline)
    moment = st.tuples(st.integers(1, 3), st.integers(0, 60))
    a, b, c = data.draw(st.tuples(moment, moment, moment))

    assert not order.precedes(a, a)
    if order.precedes(a, b):
        assert not order.precedes(b, a)
        if order.precedes(b, c):
            assert order.precedes(a, c)


@given(programs(), st.lists(st.integers(0, 60)))
def test_lock_order_and_totals_are_the_same_whenever_they_are_asked_for(
    events: list[Event], cuts: list[int]
) -> None:
    whole, pieces = a_fold(), a_fold()
    whole.add_events(events)
    for number, event in enumerate(events):
        pieces.add_events([event])
        if number in cuts:
            pieces.timeline.lock_order.catch_up(pieces.timeline)
            pieces.timeline.ledger.catch_up(pieces.timeline)

    edges = [
        {
            (outer, inner, nesting.lane, nesting.gates)
            for outer, nestings_of in fold.timeline.lock_order.catch_up(fold.timeline).items()
            for inner, nestings in nestings_of.items()
            for nesting in nestings
        }
        for fold in (whole, pieces)
    ]
    assert edges[0] == edges[1]
    ledgers = [fold.timeline.ledger.catch_up(fold.timeline) for fold in (whole, pieces)]
    assert ledgers[0] == ledgers[1]


@given(programs())
def test_every_effect_is_under_the_influence_of_its_cause(events: list[Event]) -> None:
    fold = a_fold()
    fold.add_events(events)

    for flow in fold.timeline.flows:
        reached = Order(fold.timeline, {flow.kind}).reach((flow.from_lane, flow.from_ns))
        assert reached[flow.to_lane] <= flow.to_ns


texts = st.text(max_size=20)
findings = st.builds(
    Finding,
    id=texts,
    kind=texts,
    severity=st.sampled_from(["error", "warning", "info"]),
    sentence=texts,
    lanes=st.lists(st.integers(1, 9)).map(tuple),
    from_ns=st.integers(0, 1 << 60),
    withdrawn=st.booleans(),
)
instants = st.builds(
    Instant,
    lane=st.integers(0, 9),
    time=st.integers(0, 1 << 60),
    kind=st.sampled_from(InstantKind),
    text=st.text(alphabet=st.characters(), max_size=20),
)


@given(any_events, st.lists(findings), st.lists(instants), texts)
def test_decoding_is_the_inverse_of_encoding(
    events: list[Event], found: list[Finding], seen: list[Instant], text: str
) -> None:
    fold = a_fold()
    fold.define(SourceFile(1, "with.py", text))
    fold.define(SourceFile(2, "without.py"))
    fold.add_events(events)
    for instant in seen:
        fold.add_instant(instant)
    frame = fold.take_frame(100, found)

    line = encode_frame(frame)
    again = decode(line)

    assert "\n" not in line
    assert isinstance(again, Frame)
    assert encode_frame(again) == line
    assert again.instants == frame.instants
    assert again.findings == frame.findings
    assert again.files == frame.files
    assert list(again.spans) == list(frame.spans)
    line.encode("utf-8")


@given(st.sampled_from(State), st.sampled_from(FlowKind))
def test_labels_are_the_words_of_the_format(state: State, kind: FlowKind) -> None:
    assert state.label == state.label.lower()
    assert "_" not in kind.label

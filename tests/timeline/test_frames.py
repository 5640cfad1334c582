"""Lines of a timeline: what is written, and what is refused with a sentence."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from app.timeline.columns import HoldColumns
from app.timeline.frames import (
    End,
    Frame,
    Header,
    MalformedLine,
    decode,
    encode_end,
    encode_frame,
    encode_header,
    read_timeline,
)
from app.timeline.model import Certainty, Cost, Finding, Instant, InstantKind, Lane, SourceFile
from app.timeline.text import fold_from_text

HEADER = encode_header(Header("9f", "2026-11-22T12:00:00Z", {"kind": "script"}, {"wall_s": 30}))


def test_a_header_explains_the_codes() -> None:
    header = json.loads(HEADER)

    assert header["states"][2] == "blocked"
    assert header["flow_kinds"][2] == "release→acquire"
    assert header["instant_kinds"][8] == "note"
    assert header["operations"][9] == "idle"
    assert decode(HEADER) == Header(
        "9f", "2026-11-22T12:00:00Z", {"kind": "script"}, {"wall_s": 30}
    )


def test_a_frame_tells_only_what_there_is() -> None:
    assert encode_frame(Frame(now=7)) == '{"type":"frame","now":7}'
    assert Frame(now=7).empty
    assert not Frame(now=7, lanes=[Lane(1)]).empty


def test_times_are_differences() -> None:
    fold = fold_from_text("""
        one   +A  -A  .   +B  -B
        two   .   ?A  +A  .   .
    """)

    frame = json.loads(encode_frame(fold.end(5_000_000)))

    assert frame["holds"]["start"] == [0, 3_000_000, -1_000_000]
    assert frame["spans"]["start"] == [0, 1_000_000, -1_000_000, 2_000_000]


def test_holds_that_are_not_all_exact_tell_their_certainty() -> None:
    holds = HoldColumns()
    holds.append((1, 1, 10, 20, 0, Certainty.EXACT))
    exact = Frame(now=30, holds=holds, held=[(1, 2, 20, 0, Certainty.EXACT)])
    sampled = deepcopy(exact)
    sampled.holds.append((1, 3, 25, 28, 0, Certainty.SAMPLED))
    sampled.held.append((2, 2, 28, 0, Certainty.SAMPLED))

    plain, telling = json.loads(encode_frame(exact)), json.loads(encode_frame(sampled))

    assert "certainty" not in plain["holds"]
    assert plain["held"] == [[1, 2, 20, 0]]
    assert telling["holds"]["certainty"] == [0, 1]
    assert telling["held"] == [[1, 2, 20, 0], [2, 2, 28, 0, 1]]
    for frame in (exact, sampled):
        again = decode(encode_frame(frame))
        assert isinstance(again, Frame)
        assert list(again.holds) == list(frame.holds)
        assert again.held == frame.held


def test_a_finding_is_spelt_as_the_format_says() -> None:
    fold = fold_from_text("one +A")
    first = Finding("x:1", "x", "error", "It is so.", (1,), (2,), (3,), 4, 5)
    row = json.loads(encode_frame(fold.take_frame(1, [first])))["findings"][0]

    assert (row["from"], row["to"]) == (4, 5)
    assert "withdrawn" not in row


def test_the_file_without_a_text_has_none() -> None:
    frame = Frame(now=1, files=[SourceFile(1, "a.py", ""), SourceFile(2, "b.py")])

    assert json.loads(encode_frame(frame))["files"] == [
        {"id": 1, "path": "a.py", "text": ""},
        {"id": 2, "path": "b.py"},
    ]


def test_output_that_is_no_text_stays_what_it_was() -> None:
    frame = Frame(now=1, instants=[Instant(1, 1, InstantKind.OUTPUT, text="\udcff\u2028\x00<b>")])

    line = encode_frame(frame)

    assert line.isascii()
    again = decode(line)
    assert isinstance(again, Frame)
    assert again.instants == frame.instants


def test_an_end_says_how() -> None:
    end = End("failed", "", 1, None, 52, {"spans": 3})

    assert json.loads(encode_end(end))["exit"] == {"code": 1, "signal": None}
    assert decode(encode_end(end)) == end


def test_unknown_keys_are_ignored() -> None:
    frame = decode('{"type":"frame","now":1,"later":{},"lanes":[{"id":1,"shoe":43}]}')

    assert isinstance(frame, Frame)
    assert frame.lanes == [Lane(1)]


def test_a_timeline_without_an_end_is_good_up_to_its_last_line() -> None:
    timeline = read_timeline(
        [HEADER, '{"type":"frame","now":5,"lanes":[{"id":1,"begin":2}]}\n', ""]
    )

    assert timeline.now == 5
    assert timeline.end is None
    assert timeline.lanes[1].begin == 2


def test_the_latest_cost_stands() -> None:
    fold = fold_from_text("one .")
    lines = [
        encode_frame(fold.take_frame(1, cost=Cost(events=10, ns_per_event=1.5))),
        encode_frame(fold.take_frame(2)),
    ]

    assert read_timeline(lines).cost == Cost(10, 1.5)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "The line is not JSON"),
        ('{"type":"frame","now":1', "The line is not JSON"),
        ("[1]", "The line is not a JSON object."),
        ("[" * 100_000, "The line is not JSON"),
        ('{"type":"picture"}', "The line is a line of unknown type 'picture'"),
        ('{"type":["frame"]}', "unhashable"),
        ('{"type":"frame"}', "The line is a frame in which 'now' is missing."),
        ('{"type":"frame","now":"1"}', "'1' is not a whole number"),
        ('{"type":"frame","now":true}', "True is not a whole number"),
        ('{"type":"frame","now":1,"lanes":[{"id":"1"}]}', "id cannot be '1'"),
        ('{"type":"frame","now":1,"lanes":[7]}', "cannot be read"),
        ('{"type":"frame","now":1,"open":[[1,2]]}', "not enough values"),
        ('{"type":"frame","now":1,"spans":{"lane":[1]}}', "'start' is missing"),
        (
            '{"type":"frame","now":1,"counters":{"object":[1],"time":[1,2],"value":[1]}}',
            "the columns of its counters differ in length",
        ),
        (
            '{"type":"frame","now":1,"counters":{"object":[1],"time":[1],"value":[1e30]}}',
            "cannot be read",
        ),
        (
            (
                '{"type":"frame","now":1,"instants":{"lane":[1],"time":[1],"kind":[99],'
                '"site":[0],"object":[0],"text":["a"]}}'
            ),
            "99 is not a valid InstantKind",
        ),
        ('{"type":"header","format":"other","version":1}', "not the header of a Threadline"),
        ('{"type":"header","format":"threadline","version":"1"}', "not the header"),
        (
            '{"type":"header","format":"threadline","version":2}',
            "of version 2, and this Threadline reads up to version 1: use a newer one",
        ),
        ('{"type":"end"}', "'status' is missing"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, complaint: str) -> None:
    with pytest.raises(MalformedLine, match=complaint.replace("(", r"\(").replace("[", r"\[")):
        decode(line)


def test_the_number_of_a_bad_line_is_told() -> None:
    with pytest.raises(MalformedLine, match=r"^Line 1: The line is not a JSON object\.$"):
        read_timeline([HEADER, "3"])

"""Lines a program writes, as the recorder tells them."""

from __future__ import annotations


def test_each_line_is_the_lines_of_the_thread_that_wrote_it(record_everywhere):
    run = record_everywhere("""
        import sys, threading

        def speak():
            print("from", "a thread")

        print("begin", end=" ")
        thread = threading.Thread(target=speak, name="speaker")
        thread.start()
        thread.join()
        print("end")
        print("two\\nlines")
        sys.stderr.write("trouble\\n")
        print("unfinished", end="")
    """)

    assert run.main.output() == [
        "speaker: from a thread",
        "MainThread: begin end",
        "MainThread: two",
        "MainThread: lines",
        "MainThread: trouble",
        "MainThread: unfinished",
    ]
    assert run.stdout == ""
    streams = [row["stream"] for kind, row in run.main.others if kind == "output"]
    assert streams.count("stderr") == 1


def test_lines_are_passed_on_when_not_captured(record):
    run = record("print('hello')", capture_output=False)

    assert run.stdout == "hello\n"
    assert run.main.output() == ["MainThread: hello"]


def test_a_flood_is_cut_and_counted(record):
    run = record("for n in range(100): print(n)", output_lines=10)

    assert len(run.main.output()) == 10
    assert run.main.header[-2] == 90


def test_a_line_without_end_is_shortened(record):
    run = record("print('x' * 100_000)")

    [line] = run.main.output()
    assert len(line) < 5000


def test_the_streams_stay_what_they_were(record_everywhere):
    run = record_everywhere("""
        import io, sys

        for stream in (sys.stdout, sys.stderr):
            assert isinstance(stream, io.TextIOWrapper), stream
            assert type(stream).__name__ == "TextIOWrapper"
            assert stream.writable() and not stream.readable()
        assert sys.stdout is sys.__stdout__
        assert (sys.stdout.name, sys.stdout.mode, sys.stdout.encoding) == ("<stdout>", "w", "utf-8")
        assert sys.stdout.write("four\\n") == 5
        try:
            sys.stdout.write(5)
        except TypeError as error:
            print(error)
        print("\\udcff odd \\U0001f40d")
    """)

    assert run.main.output()[1:] == [
        "MainThread: write() argument must be str, not int",
        "MainThread: ? odd 🐍",
    ]
    assert run.code == 0

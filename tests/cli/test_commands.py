"""The commands beside `run`: serve, list, open, export, and how each can be asked wrongly."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import cli
from app.export import FORMATS
from app.settings import data_folder
from app.store.index import Index
from app.store.store import Store
from app.timeline.columns import Span
from app.timeline.frames import End, Frame, Header, encode_end, encode_frame, encode_header
from app.timeline.model import Lane, SyncObject
from tests.support.serving import ROOT, ServerProcess
from tests.web.test_stream import wait_until


def timeline_text(*, end: bool = True) -> str:
    """A small timeline: one lane that ran, then waited for a lock."""
    frame = Frame(
        now=5000, lanes=[Lane(1, name="=worker")], objects=[SyncObject(1, "Lock", "door")]
    )
    frame.spans.append(Span(1, 0, 1000, 0, 0, 0, 0, 0))
    frame.spans.append(Span(1, 1000, 5000, 2, 1, 0, 1, 0))
    lines = [
        encode_header(Header("1" * 32, "2026-01-01T00:00:00Z", {"kind": "script", "name": "x.py"})),
        encode_frame(frame),
    ]
    if end:
        counts = {"spans": 2, "flows": 0, "instants": 0, "lanes": 1, "objects": 1}
        lines.append(encode_end(End("finished", "", 0, None, 5000, counts)))
    return "\n".join(lines) + "\n"


def imported(data: Path, file: Path) -> str:
    from app.runs.importing import import_timeline

    store = Store(data)
    try:
        return import_timeline(store, file).id
    finally:
        store.close()


def test_serve_prints_where_it_is_and_answers(tmp_path: Path) -> None:
    with ServerProcess(tmp_path, "--port", "0") as server:
        assert httpx.get(f"{server.url}healthz").json() == {"status": "ready"}
        assert httpx.get(server.url, headers={"Accept": "text/html"}).status_code == 200


def test_the_page_is_opened_where_there_is_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one Python would start a browser of the terminal, over what we print."""
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(opener))
    with ServerProcess(tmp_path / "data", "--port", "0", browser=True) as server:
        wait_until((tmp_path / "opened").exists)
        wait_until(lambda: (tmp_path / "opened").read_text() == f"{server.url}\n")
    assert not cli._has_screen({"TERM": "xterm"}) or sys.platform != "linux"


def test_recordings_are_kept_as_long_as_asked(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(timeline_text())
    run = imported(tmp_path / "data", file)

    with ServerProcess(tmp_path / "data", "--port", "0", "--keep-gb", "0") as server:
        wait_until(lambda: httpx.get(f"{server.url}api/runs/{run}").status_code == 404)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code = cli.main(["serve", "--port", str(port), "--no-browser", "--data", str(tmp_path)])

    assert code == 2
    assert f"Port {port} is in use. Choose another with --port" in capsys.readouterr().err


def test_the_next_free_port_is_used_when_none_was_asked_for() -> None:
    from app.web.serving import listen

    with listen("127.0.0.1", 0, or_next=False) as first:
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken, or_next=True) as second:
            assert taken < second.getsockname()[1] < taken + 100


def test_a_connection_that_stalls_holds_little_in_the_kernel() -> None:
    from app.web.serving import SEND_BUFFER_BYTES, listen

    with listen("127.0.0.1", 0, or_next=False) as listener:
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                # Linux doubles what it is asked for, for its own bookkeeping.
                held = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
                assert held <= 2 * SEND_BUFFER_BYTES


def test_beyond_loopback_the_address_carries_a_token(tmp_path: Path) -> None:
    with ServerProcess(tmp_path, "--port", "0", "--host", "0.0.0.0") as server:
        port = httpx.URL(server.url).port
        here = httpx.URL(server.url).copy_with(host="127.0.0.1")

        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 401
        assert httpx.get(here).status_code == 200
        assert server.end(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve", "--port", "eighty"], "'eighty' is no port"),
        (["serve", "--port", "70000"], "is no port"),
        (["serve", "--keep-days", "-1"], "'-1' is no limit"),
        (["serve", "--keep-gb", "nan"], "is no limit"),
        (["serve", "--prot", "80"], "unrecognized arguments"),
        (["fly"], "invalid choice"),
        (["export"], "required: ID"),
        (["list", "everything"], "invalid choice"),
        (["open"], "required: FILE"),
    ],
)
def test_a_command_that_is_asked_wrongly_says_so(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)

    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", "serve", "run", "list", "open", "export"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"] if command else ["--help"])

    assert ended.value.code == 0
    assert "threadline" in capsys.readouterr().out


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may write anywhere, so as root the test becomes somebody who may not."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    os.seteuid(was)


@pytest.mark.usefixtures("nobody")
def test_a_data_folder_that_may_not_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--data", "/usr/lib/threadline"]) == 1
    assert "Permission denied. Choose another with --data" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "serve"])
def test_a_data_folder_that_cannot_be_one_is_told(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    code = cli.main([command, "--data", str(tmp_path / "file" / "data")])

    assert code == 1
    assert "cannot be used: Not a directory. Choose another with --data" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "serve"])
def test_an_index_that_is_none_is_told(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"not a database" * 100)

    assert cli.main([command, "--data", str(tmp_path)]) == 1
    assert "cannot be used: file is not a database" in capsys.readouterr().err


def test_the_data_folder_is_as_asked_else_as_the_environment_says(tmp_path: Path) -> None:
    assert data_folder(str(tmp_path), {"THREADLINE_DATA": "/elsewhere"}) == tmp_path
    assert data_folder(None, {"THREADLINE_DATA": "/elsewhere"}) == Path("/elsewhere")
    assert data_folder(None, {}).name == "threadline"


def test_an_empty_store_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "No recordings yet.\n"


def test_recordings_are_listed_for_people_and_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(timeline_text())
    run = imported(tmp_path / "data", file)

    cli.main(["list", "--data", str(tmp_path / "data")])
    text = capsys.readouterr().out
    cli.main(["list", "--data", str(tmp_path / "data"), "--json"])
    [row] = json.loads(capsys.readouterr().out)

    assert text.startswith(run)
    assert "finished" in text
    assert (row["id"], row["status"], row["spans"]) == (run, "finished", 2)


def test_scenarios_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "scenarios", "--json", "--data", str(tmp_path)]) == 0

    assert "deadlock" in [row["name"] for row in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize("packed", [False, True])
def test_a_timeline_file_is_opened(tmp_path: Path, packed: bool) -> None:
    file = tmp_path / "timeline"
    text = timeline_text()
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())

    with ServerProcess(tmp_path / "data", str(file), "--port", "0", command="open") as server:
        run = server.url.rpartition("/t/")[2]
        base = httpx.URL(server.url).join("/")
        assert httpx.get(server.url, headers={"Accept": "text/html"}).status_code == 200
        assert httpx.get(base.join(f"/api/runs/{run}/timeline")).text == text
        assert httpx.get(base.join(f"/api/runs/{run}")).json()["title"] == "x.py"


def test_a_timeline_that_was_cut_short_opens_to_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(timeline_text(end=False) + '{"type":"frame","now":60')

    run = imported(tmp_path / "data", file)

    store = Store(tmp_path / "data")
    found = store.ask_now(Index.get, run)
    store.close()
    assert found is not None
    assert (found.status, found.duration, found.counts["spans"]) == ("lost", 5000, 2)
    assert found.reason == "The file ended here, before the recording did."


def test_a_compressed_timeline_that_was_cut_short_opens_to_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl.gz"
    text = timeline_text(end=False)
    frame = text.splitlines()[1]
    data = gzip.compress((text + "\n".join([frame] * 500)).encode(), 0)
    file.write_bytes(data[: len(data) // 2])

    run = imported(tmp_path / "data", file)

    store = Store(tmp_path / "data")
    found = store.ask_now(Index.get, run)
    store.close()
    assert found is not None
    assert found.status == "lost"
    assert found.counts["spans"] > 100


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a Threadline timeline. It is empty."),
        (b"hello\n", "is not a Threadline timeline. Line 1: The line is not JSON"),
        (b"\x89PNG\r\n\x1a\n", "is not a Threadline timeline."),
        (b'{"type":"header","format":"threadline","version":99}\n', "use a newer one"),
        (b'{"type":"frame","now":1}\n', "a header comes first"),
        (
            timeline_text().replace('"spans":{"lane":[1,1]', '"spans":{"lane":[1]').encode(),
            "is damaged. Line 2",
        ),
    ],
)
def test_what_is_no_timeline_is_refused(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    code = cli.main(["open", str(file), "--no-browser", "--data", str(tmp_path / "data")])

    assert code == 1
    assert words in capsys.readouterr().err
    assert not list((tmp_path / "data" / "logs").iterdir())


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["open", str(tmp_path / "nothing"), "--data", str(tmp_path)]) == 1
    assert "cannot be read: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_a_recording_is_exported_by_the_beginning_of_its_id(tmp_path: Path, name: str) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(timeline_text())
    run = imported(tmp_path / "data", file)
    target = tmp_path / "out"

    code = cli.main(["export", run[:6], name, "-o", str(target), "--data", str(tmp_path / "data")])

    assert code == 0
    assert target.read_bytes()


def test_jsonl_is_the_timeline_itself(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(timeline_text())
    run = imported(tmp_path / "data", file)

    done = subprocess.run(
        [sys.executable, "-m", "app", "export", run, "--data", str(tmp_path / "data")],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    assert done.stdout == timeline_text()


def test_csv_has_a_row_per_span_and_no_formulas(tmp_path: Path) -> None:
    [_, csv_format] = FORMATS

    data = b"".join(csv_format.encode(line.encode() for line in timeline_text().splitlines()))

    first, second = csv.DictReader(io.StringIO(data.decode()))
    assert (first["start_ns"], first["duration_ns"], first["state"]) == ("0", "1000", "running")
    assert (second["state"], second["operation"], second["object"]) == (
        "blocked",
        "acquire",
        "door",
    )
    assert first["name"] == "'=worker"


@pytest.mark.parametrize("beginning", ["ffff", "%", "_"])
def test_an_id_that_no_recording_has_is_told(
    tmp_path: Path, beginning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", beginning, "--data", str(tmp_path)]) == 2
    assert f"No recording has an id that begins with '{beginning}'" in capsys.readouterr().err

"""Following a run: every line once, in order, whenever one comes and however often one falls."""

from __future__ import annotations

import gzip
import json
import random
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from app.store.rolling import RollingLog
from app.store.segments import compressed_path, remove
from tests.support.serving import RunningServer, events_in, scripted, serving


def test_a_viewer_gets_every_line_once_under_its_number(server: RunningServer) -> None:
    run = server.start(frames=20)

    events = list(server.events(run))

    assert [number for number, _, _ in events] == list(range(22))
    assert [kind for _, kind, _ in events] == ["header", *["frame"] * 20, "end"]
    assert [data for _, _, data in events] == server.timeline(run)


def test_a_late_viewer_gets_the_past_and_then_the_present(server: RunningServer) -> None:
    run = server.start(frames=40, every_s=0.02)
    early = server.events(run)
    seen = [next(early) for _ in range(15)]

    late = list(server.events(run))

    assert [*seen, *early] == late
    assert late[-1][1] == "end"


def test_a_viewer_of_a_finished_run_gets_it_from_disk(server: RunningServer) -> None:
    run = server.start(frames=5)
    live = list(server.events(run))

    wait_until(lambda: server.services.channels.get(run) is None)
    assert list(server.events(run)) == live


def test_a_stream_cut_at_random_places_resumes_without_loss_or_doubling(
    server: RunningServer,
) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    run = server.start(frames=150, every_s=0.004, size=3000)

    events: list[tuple[int, str, str]] = []
    cuts = 0
    while not events or events[-1][1] != "end":
        headers = {"Last-Event-ID": str(events[-1][0])} if events else {}
        # Cut by bytes, not by events: most cuts fall in the middle of one.
        events += read_some(server, run, headers, chance.randrange(1, 40_000))
        cuts += 1

    assert [number for number, _, _ in events] == list(range(152)), f"seed {seed}, {cuts} cuts"
    assert [data for _, _, data in events] == server.timeline(run)


def read_some(
    server: RunningServer, run: str, headers: dict[str, str], size: int
) -> list[tuple[int, str, str]]:
    body = b""
    with httpx.Client(base_url=server.url, timeout=20) as client:
        with client.stream("GET", f"/api/runs/{run}/events", headers=headers) as answer:
            for chunk in answer.iter_raw():
                body += chunk
                if len(body) >= size:
                    break
    return list(events_in(iter(body[:size].decode().split("\n"))))


def test_the_last_event_id_wins_over_the_address(server: RunningServer) -> None:
    run = server.start(frames=5)
    list(server.events(run))

    answer = server.client.get(
        f"/api/runs/{run}/events", params={"after": "1"}, headers={"Last-Event-ID": "4"}
    )
    by_address = server.client.get(f"/api/runs/{run}/events", params={"after": "1"})

    assert [n for n, _, _ in events_in(iter(answer.text.split("\n")))] == [5, 6]
    assert [n for n, _, _ in events_in(iter(by_address.text.split("\n")))] == [2, 3, 4, 5, 6]


def test_who_has_seen_the_end_is_told_not_to_come_again(server: RunningServer) -> None:
    run = server.start(frames=3)
    [*_, (last, _, _)] = server.events(run)

    answer = server.client.get(f"/api/runs/{run}/events", headers={"Last-Event-ID": str(last)})

    assert answer.status_code == 204


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 40, "١"])
def test_a_number_that_is_none_is_refused(server: RunningServer, after: str) -> None:
    run = server.start(frames=1)

    answer = server.client.get(f"/api/runs/{run}/events", params={"after": after})

    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "after"


def test_who_falls_out_of_the_ring_reads_the_log(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, ring_bytes=2000)) as server:
        run = server.start(frames=200, every_s=0.002, size=500, fault="forever")
        first = server.events(run)
        next(first)
        channel = server.services.channels.get(run)
        wait_until(lambda: channel.next == 201)
        assert channel.first > 190
        server.client.post(f"/api/runs/{run}/stop")

        assert [number for number, _, _ in first] == list(range(1, 202))


def test_a_quiet_stream_gets_heartbeats(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, heartbeat_s=0.05)) as server:
        run = server.start(frames=1, fault="forever")
        with server.client.stream("GET", f"/api/runs/{run}/events") as answer:
            lines = answer.iter_lines()
            beats = 0
            while beats < 3:
                beats += next(lines).startswith(":")


def test_a_slow_viewer_takes_no_memory_from_the_server(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, ring_bytes=50_000)) as server:
        run = server.start(frames=400, every_s=0.005, size=20_000, fault="forever")
        slow = stall(server, run, 1 << 16)
        wait_until(lambda: len(server.services.audience) == 1)
        [viewer] = server.services.audience._viewers
        channel = server.services.channels.get(run)
        assert channel is not None
        wait_until(lambda: channel.next == 401)

        assert viewer.is_blocked
        assert viewer._connection.transport.get_write_buffer_size() < 200_000
        assert sum(map(len, channel._ring)) < 100_000
        assert viewer._cursor < 200
        server.client.post(f"/api/runs/{run}/stop")

        slow.settimeout(20)
        body = b""
        while b"event: end" not in body:
            body += slow.recv(1 << 20)
        assert body.count(b"event: frame") == 400
        slow.close()


def test_asking_for_the_head_of_a_stream_gets_no_more_than_that(server: RunningServer) -> None:
    run = server.start(frames=1, fault="forever")
    wait_until(lambda: len(server.services.audience) == 0)  # who looked at other runs has left

    answer = server.client.head(f"/api/runs/{run}/events")

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert len(server.services.audience) == 0
    server.client.post(f"/api/runs/{run}/stop")


def test_a_viewer_of_http_1_0_gets_the_lines_unframed(server: RunningServer) -> None:
    run = server.start(frames=30)
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(f"GET /api/runs/{run}/events HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = b""
        while data := connection.recv(1 << 16):
            answer += data

    body = answer.partition(b"\r\n\r\n")[2].decode()
    assert [number for number, _, _ in events_in(iter(body.split("\n")))] == list(range(32))


def test_a_stalled_viewer_is_cut_off_and_hurts_nobody(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, stalled_s=0.4)) as server:
        run = server.start(frames=400, every_s=0.005, size=20_000)
        stalled = stall(server, run)

        events = list(server.events(run))

        assert len(events) == 402
        wait_until(lambda: len(server.services.audience) == 0)
        stalled.close()


def stall(server: RunningServer, run: str, buffer: int = 4096) -> socket.socket:
    """Ask for a stream and read nothing of it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    host, _, port = server.url.removeprefix("http://").partition(":")
    connection.connect((host, int(port)))
    connection.sendall(f"GET /api/runs/{run}/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return connection


def test_viewers_who_leave_are_forgotten(server: RunningServer) -> None:
    run = server.start(frames=1, fault="forever")
    wait_until(lambda: len(server.services.audience) == 0)
    viewers = [server.events(run) for _ in range(5)]
    for viewer in viewers:
        next(viewer)
    assert len(server.services.audience) == 5

    for viewer in viewers:
        viewer.close()

    wait_until(lambda: len(server.services.audience) == 0)
    server.client.post(f"/api/runs/{run}/stop")


def test_a_finished_log_comes_compressed_as_it_lies_on_disk(server: RunningServer) -> None:
    run = server.start(frames=5)
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "finished")

    with server.client.stream(
        "GET", f"/api/runs/{run}/timeline", headers={"Accept-Encoding": "gzip"}
    ) as answer:
        body = b"".join(answer.iter_raw())

    log = server.services.store.folder.log(run)
    assert answer.headers["content-encoding"] == "gzip"
    assert body == compressed_path(log).read_bytes()
    assert gzip.decompress(body).decode().splitlines() == server.timeline(run)


def test_a_client_that_takes_no_gzip_gets_text(server: RunningServer) -> None:
    run = server.start(frames=5)
    list(server.events(run))

    answer = server.client.get(f"/api/runs/{run}/timeline", headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in answer.headers
    assert [json.loads(line)["type"] for line in answer.text.splitlines()][-1] == "end"


def test_a_compressed_log_that_was_cut_is_sent_to_its_last_whole_line(
    server: RunningServer,
) -> None:
    chance = random.Random(1)
    run = server.start(frames=50, size=2000)
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "finished")
    whole = server.timeline(run)
    packed = compressed_path(server.services.store.folder.log(run))
    data = packed.read_bytes()
    packed.write_bytes(data[: chance.randrange(len(data) // 2, len(data) - 20)])

    lines = server.timeline(run)

    assert 0 < len(lines) < len(whole)
    assert lines == whole[: len(lines)]
    assert [data for _, _, data in server.events(run)] == lines


def test_many_viewers_get_the_same(server: RunningServer) -> None:
    run = server.start(frames=300, every_s=0.002)
    got: list[list[int]] = []

    def view() -> None:
        with httpx.Client(base_url=server.url, timeout=30) as client:
            with client.stream("GET", f"/api/runs/{run}/events") as answer:
                got.append([number for number, _, _ in events_in(answer.iter_lines())])

    threads = [threading.Thread(target=view) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [list(range(302))] * 20


def wait_until(condition: object, seconds: float = 30) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.01)


def test_of_a_long_recording_the_latest_part_can_be_had(server: RunningServer) -> None:
    """By whole segments: the first line after the header tells how things stood."""
    run = server.start(frames=1)
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "finished")
    log = server.services.store.folder.log(run)
    header, *_ = server.timeline(run)
    remove(log)
    rolling = RollingLog(log)
    for line in (header, *(json.dumps({"type": "frame", "now": now}) for now in range(1, 200))):
        rolling.append(line)
        if rolling.lines % 50 == 0:
            snapshot = {"type": "frame", "now": 0, "begins": {"line": rolling.lines - 1}}
            rolling.cut((header, json.dumps(snapshot)), 0)
    rolling.append(json.dumps({"type": "end"}))
    rolling.close()

    answer = server.client.get(f"/api/runs/{run}/timeline?latest=1")
    latest = [json.loads(line) for line in answer.text.splitlines()]
    with server.client.stream("GET", f"/api/runs/{run}/events?latest=1&after=20") as stream:
        numbers = [number for number, _, _ in events_in(stream.iter_lines())]

    assert len(server.timeline(run)) == 201
    assert latest[0]["type"] == "header"
    assert latest[1]["begins"] == {"line": 199}
    assert latest[-1]["type"] == "end"
    assert numbers == [199, 200]
    assert server.client.get(f"/api/runs/{run}/events?latest=much").status_code == 422

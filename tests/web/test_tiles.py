"""The parts of a long recording: overview, tiles and windows, and what is said of bad ones."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.runs.tiling import index_log
from app.settings import Settings
from app.store.index import Index
from app.store.tiles import TileReader, tiles_of
from app.timeline.frames import read_timeline
from app.timeline.validation import validate
from app.web import application
from app.web.tilings import Tilings
from tests.support.long_runs import FRAME_NS, LongRun
from tests.support.serving import RunningServer, scripted, serving
from tests.web.test_stream import wait_until

RUN = LongRun(1_500_000, lanes=8, spans_per_frame=1000)
NEVER = 10**9
SHORT = LongRun(3000, lanes=3, spans_per_frame=50, id="0" * 31 + "2")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("data")
    RUN.write(data)
    SHORT.write(data)
    with serving(scripted(data)) as running:
        yield running


def overview(server: RunningServer, run: str) -> httpx.Response:
    """Ask until it is there; what comes before says how much is done."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        answer = server.client.get(f"/api/runs/{run}/overview")
        if answer.status_code != 202:
            return answer
        assert 0 <= answer.json()["done"] <= 1
    raise AssertionError("the recording is still being prepared")


def lines(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert error["message"].endswith(".")
    return error


def test_an_overview_is_made_when_it_is_first_asked_for(server: RunningServer) -> None:
    first, header, frame, end = lines(overview(server, RUN.id))

    assert first["type"] == "overview"
    assert header["id"] == RUN.id
    assert [row["name"] for row in frame["lanes"]][:2] == ["MainThread", "worker-2"]
    assert [row["kind"] for row in frame["findings"]] == ["contention"]
    assert frame["instants"]["text"] == ["ValueError: the till is empty"]
    assert end["counts"]["spans"] == sum(first["chunks"]["spans"]) == RUN.counts()["spans"]


def test_what_the_index_takes_counts_with_the_recording(server: RunningServer) -> None:
    overview(server, RUN.id)
    log = server.services.store.folder.log(RUN.id)

    on_disk = [path for part in (".segments", ".tiles") for path in log.with_suffix(part).iterdir()]
    on_disk.append(log.with_suffix(".jsonl.gz"))

    wait_until(lambda: server.run(RUN.id)["bytes"] == sum(path.stat().st_size for path in on_disk))


def test_it_comes_plain_to_who_takes_nothing_else(server: RunningServer) -> None:
    packed = overview(server, RUN.id)

    path = f"/api/runs/{RUN.id}/overview"
    plain = server.client.get(path, headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text


def test_a_tile_is_kept_for_ever_and_says_what_all_lanes_did(server: RunningServer) -> None:
    first = lines(overview(server, RUN.id))[0]
    path = f"/api/runs/{RUN.id}/tiles/{first['top']}/0"

    answer = server.client.get(path)

    assert "immutable" in answer.headers["cache-control"]
    tile = answer.json()
    ns = sum(sum(row) for _, slot, _, row in tile["spans"] if slot < 6)
    long = sum(first["spans"]["duration"])
    opened = sum(RUN.duration - row[1] for row in lines(overview(server, RUN.id))[2]["open"])
    assert ns + long + opened == RUN.lanes * RUN.duration
    plain = server.client.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.json() == tile


def test_a_window_is_a_timeline_that_begins_late_and_ends_early(server: RunningServer) -> None:
    overview(server, RUN.id)
    start, end = 70 * FRAME_NS, 71 * FRAME_NS

    answer = server.client.get(f"/api/runs/{RUN.id}/window?from={start}&to={end}")

    timeline = read_timeline(answer.text.splitlines())
    assert validate(timeline) == []
    assert timeline.begins is not None
    assert timeline.begins.at <= start
    assert timeline.now >= end
    assert 0 < len(list(timeline.spans)) < RUN.counts()["spans"] / 2
    assert "immutable" in answer.headers["cache-control"]


def test_a_window_may_come_without_the_tables_that_the_overview_has_told(
    server: RunningServer,
) -> None:
    overview(server, RUN.id)
    path = f"/api/runs/{RUN.id}/window?from=0&to=100&tables=no"

    first, *rest = lines(server.client.get(path))

    assert "begins" in first
    assert "lanes" not in first
    assert "spans" in rest[0]


def test_the_next_span_is_found_wherever_it_is(server: RunningServer) -> None:
    overview(server, RUN.id)
    path = f"/api/runs/{RUN.id}/seek?object=1"
    near = 50 * FRAME_NS

    after = server.client.get(f"{path}&ns={near}").json()
    before = server.client.get(
        f"{path}&ns={after['span']['start']}&lane={after['span']['lane']}&step=previous"
    ).json()

    assert near <= after["span"]["start"] < near + FRAME_NS
    assert after["span"]["object"] == 1
    assert before["span"]["start"] <= near
    assert before["total"] == after["total"] > 100_000
    none = server.client.get(f"/api/runs/{RUN.id}/seek?site=999,998&ns=0").json()
    assert none == {"span": None, "total": 0}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "site"),
        ("?ns=0", "site"),
        ("?site=1", "ns"),
        ("?ns=0&site=1&object=1", "site"),
        ("?ns=0&site=", "site"),
        ("?ns=0&site=1,,2", "site"),
        ("?ns=0&object=x", "object"),
        ("?ns=0&object=" + "1" * 30, "object"),
        ("?ns=0&object=" + ",".join("1" * 20_000), "object"),
        ("?ns=-2&object=1", "ns"),
        (f"?ns={2**70}&object=1", "ns"),
        ("?ns=0&object=1&lane=x", "lane"),
        ("?ns=0&object=1&step=sideways", "step"),
    ],
)
def test_a_span_that_is_sought_wrongly(server: RunningServer, query: str, field: str) -> None:
    overview(server, RUN.id)

    error = problem(server.client.get(f"/api/runs/{RUN.id}/seek{query}"), 422)

    assert error["field"] == field


def test_too_large_a_window_says_which_tiles_to_take(server: RunningServer) -> None:
    overview(server, RUN.id)

    error = problem(server.client.get(f"/api/runs/{RUN.id}/window?from=0&to={10**12}"), 413)

    assert "spans" in error["message"]
    assert "tiles of level" in error["hint"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("", 422, "from"),
        ("?from=1", 422, "to"),
        ("?from=5&to=5", 422, "to"),
        ("?from=9&to=3", 422, "to"),
        ("?from=-1&to=3", 422, "from"),
        ("?from=x&to=3", 422, "from"),
        ("?from=0&to=1e9", 422, "to"),
        (f"?from=0&to={2**70}", 422, "to"),
        ("?from=0&to=9&tables=perhaps", 422, "tables"),
        (f"?from={10**15}&to={10**15 + 1}", 404, "from"),
    ],
)
def test_a_window_that_is_asked_for_wrongly(
    server: RunningServer, query: str, status: int, field: str
) -> None:
    overview(server, RUN.id)

    error = problem(server.client.get(f"/api/runs/{RUN.id}/window{query}"), status)

    assert error["field"] == field


@pytest.mark.parametrize("place", ["99/0", "0/0", "20/9999999", "-1/0"])
def test_a_tile_that_is_not_there(server: RunningServer, place: str) -> None:
    overview(server, RUN.id)

    problem(server.client.get(f"/api/runs/{RUN.id}/tiles/{place}"), 404)


@pytest.mark.parametrize("place", ["x/0", "0/1.5"])
def test_a_tile_that_is_asked_for_wrongly(server: RunningServer, place: str) -> None:
    problem(server.client.get(f"/api/runs/{RUN.id}/tiles/{place}"), 422)


@pytest.mark.parametrize("part", ["tiles/20/0", "window?from=0&to=1", "seek?object=1&ns=0"])
def test_parts_come_after_the_overview(server: RunningServer, part: str) -> None:
    error = problem(server.client.get(f"/api/runs/{SHORT.id}/{part}"), 409)

    assert "overview" in error["hint"]


@pytest.mark.parametrize(
    "part", ["overview", "tiles/20/0", "window?from=0&to=1", "seek?object=1&ns=0"]
)
def test_a_run_that_is_still_recorded_has_no_parts(server: RunningServer, part: str) -> None:
    run = server.start(frames=1000)

    error = problem(server.client.get(f"/api/runs/{run}/{part}"), 409)

    assert error["code"] == "still_recording"
    server.client.post(f"/api/runs/{run}/stop")


@pytest.mark.parametrize(
    "part", ["overview", "tiles/20/0", "window?from=0&to=1", "seek?object=1&ns=0"]
)
def test_there_is_nothing_of_a_run_that_is_not(server: RunningServer, part: str) -> None:
    problem(server.client.get(f"/api/runs/{'f' * 32}/{part}"), 404)


def test_a_recording_that_cannot_be_indexed_is_said_to_be_so(server: RunningServer) -> None:
    damaged = LongRun(3000, lanes=3, spans_per_frame=50, id="0" * 31 + "3")
    server.services.store.ask_now(Index.add, damaged.row(9))
    log = server.services.store.folder.log(damaged.id)
    log.write_text("{}\n")

    error = problem(overview(server, damaged.id), 500)

    assert "could not be prepared" in error["message"]


def told(server: RunningServer, run: str) -> dict[str, Any]:
    """What the page of a run knows before it asks for anything."""
    page = server.client.get(f"/t/{run}").text
    data = re.search(r'id="run-data">(.*?)</script>', page)
    assert data
    return dict(json.loads(data[1]))


def test_a_recording_without_an_index_opens_whole_unless_it_is_too_long(
    server: RunningServer, tmp_path: Path
) -> None:
    assert told(server, SHORT.id)["window_spans"] == 0

    SHORT.write(tmp_path)
    with serving(scripted(tmp_path, whole_spans=1000, tiled_spans=NEVER)) as other:
        long = told(other, SHORT.id)

    assert long["window_spans"] > 0
    assert not long["all_follow"]
    assert long["first_tiles"] == []


def test_a_recording_with_an_index_opens_by_tiles_that_are_on_their_way_with_the_page(
    server: RunningServer,
) -> None:
    overview(server, RUN.id)

    known = told(server, RUN.id)

    assert known["window_spans"] > 0
    assert known["all_follow"]
    assert 1 <= len(known["first_tiles"]) <= 2
    page = server.client.get(f"/t/{RUN.id}").text
    wanted = re.findall(r'<link rel="preload" as="fetch" crossorigin href="([^"]+)">', page)
    assert wanted[0] == f"/api/runs/{RUN.id}/overview"
    tiles = [server.client.get(each) for each in wanted[1:]]
    assert [[tile.json()["level"], tile.json()["index"]] for tile in tiles] == known["first_tiles"]
    assert 'rel="preload"' not in server.client.get(f"/t/{SHORT.id}").text


@pytest.mark.parametrize(("whole_bytes", "follows"), [(1 << 28, True), (10_000, False)])
def test_not_all_spans_follow_of_a_log_that_is_too_large_for_a_page(
    tmp_path: Path, whole_bytes: int, follows: bool
) -> None:
    index_log(SHORT.write(tmp_path), lambda share: None)

    with serving(scripted(tmp_path, tiled_spans=1000, whole_bytes=whole_bytes)) as running:
        assert told(running, SHORT.id)["all_follow"] is follows
        assert running.run(SHORT.id)["too_long"] is not follows


def test_of_a_run_it_is_told_whether_it_has_more_spans_than_a_page_can_hold(
    tmp_path: Path,
) -> None:
    SHORT.write(tmp_path)
    with serving(scripted(tmp_path, whole_spans=1000, tiled_spans=NEVER)) as running:
        assert running.run(SHORT.id)["too_long"]
    with serving(scripted(tmp_path)) as running:
        assert not running.run(SHORT.id)["too_long"]


def test_the_first_tiles_show_the_whole_run(server: RunningServer) -> None:
    first = lines(overview(server, RUN.id))[0]

    tiles = told(server, RUN.id)["first_tiles"]

    [level] = {level for level, _ in tiles}
    assert level >= max(first["chunks"]["level"])
    assert len(tiles) * first["buckets"] << level >= RUN.duration


def test_a_run_is_indexed_as_soon_as_it_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "HOUSEKEEPING_S", 3600)
    with serving(scripted(tmp_path, tiled_spans=-1)) as running:
        run = running.start(frames=20)
        ended = [kind for _, kind, _ in running.events(run)][-1]
        log = running.services.store.folder.log(run)
        until = time.monotonic() + 60
        while not tiles_of(log).exists() and time.monotonic() < until:
            running.run(run)

    assert ended == "end"
    assert tiles_of(log).exists()


def test_a_damaged_index_is_as_good_as_none(tmp_path: Path) -> None:
    log = SHORT.write(tmp_path)
    index_log(log, lambda share: None)

    async def opened() -> TileReader | None:
        return await Tilings(Settings(data=tmp_path).root, found).open(log)

    async def found(_: Path) -> None:
        """There is nobody to tell."""

    assert asyncio.run(opened()) is not None
    (tiles_of(log) / "index.json").write_text("{")
    assert asyncio.run(opened()) is None


def test_a_deleted_recording_leaves_no_index(server: RunningServer) -> None:
    gone = LongRun(3000, lanes=3, spans_per_frame=50, id="0" * 31 + "4")
    log = server.services.store.folder.log(gone.id)
    log.with_suffix(".tiles").mkdir()
    size = log.write_text("".join(f"{line}\n" for line in gone.lines()))
    server.services.store.ask_now(Index.add, gone.row(size))

    assert server.client.delete(f"/api/runs/{gone.id}").status_code == 204

    assert not [path for path in log.parent.iterdir() if path.name.startswith(gone.id)]

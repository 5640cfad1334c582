"""Runs over the API: starting, listing, pinning, stopping, deleting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.store.index import Index
from tests.support.serving import RunningServer, scripted, serving
from tests.web.test_stream import wait_until


def test_a_run_is_started_and_can_be_watched_at_once(server: RunningServer) -> None:
    answer = server.client.post("/api/runs", json={"scenario": "scripted"})

    run = answer.json()["id"]
    assert answer.status_code == 201
    assert answer.json() == {"id": run, "url": f"/t/{run}"}
    assert answer.headers["location"] == f"/api/runs/{run}"
    assert server.run(run)["status"] == "running"
    assert server.client.get(f"/t/{run}", headers={"Accept": "text/html"}).status_code == 200


def test_a_run_that_has_ended_tells_how_without_its_log(server: RunningServer) -> None:
    run = server.start(frames=4)
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "finished")

    found = server.run(run)

    assert found["title"] == "Scripted"
    assert found["scenario"] == "scripted"
    assert found["parameters"] == {"frames": 4, "every_s": 0.01, "size": 100, "fault": "none"}
    assert found["duration"] == 4000
    assert found["counts"]["lanes"] == found["lanes"] == 1
    assert found["cost"] == {"events": 4}
    assert found["exit"] == {"code": 0, "signal": None}
    assert found["bytes"] > 0
    assert "path" not in found["program"]


def test_the_newest_runs_are_listed_and_pinned_ones_come_first(server: RunningServer) -> None:
    old, new = server.start(frames=1), server.start(frames=1)

    pinned = server.client.patch(f"/api/runs/{old}", json={"pinned": True}).json()
    listed = [run["id"] for run in server.client.get("/api/runs").json()["runs"]]

    assert pinned["pinned"]
    assert listed[0] == old
    assert listed.index(old) < listed.index(new)
    assert not server.client.patch(f"/api/runs/{old}", json={"pinned": False}).json()["pinned"]


def test_stopping_ends_the_run_and_keeps_what_was_recorded(server: RunningServer) -> None:
    run = server.start(frames=10_000, every_s=0.02)
    viewer = server.events(run)
    next(viewer)

    stopped = server.client.post(f"/api/runs/{run}/stop").json()

    assert (stopped["status"], stopped["reason"]) == ("stopped", "Stopped by you.")
    assert [kind for _, kind, _ in viewer][-1] == "end"
    assert server.client.post(f"/api/runs/{run}/stop").json() == stopped


def test_deleting_forgets_the_recording(server: RunningServer) -> None:
    run = server.start(frames=1)
    list(server.events(run))

    assert server.client.delete(f"/api/runs/{run}").status_code == 204

    assert server.client.get(f"/api/runs/{run}").status_code == 404
    assert not list(server.services.store.folder.logs.glob(f"{run}*"))


def test_deleting_a_run_that_is_going_ends_it_first(server: RunningServer) -> None:
    run = server.start(frames=1, fault="forever")
    viewer = server.events(run)
    next(viewer)

    assert server.client.delete(f"/api/runs/{run}").status_code == 204

    assert [kind for _, kind, _ in viewer][-1] == "end"
    assert server.client.get(f"/api/runs/{run}").status_code == 404


def test_more_runs_at_once_than_may_be_are_refused(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, concurrent_runs=2)) as server:
        runs = [server.start(frames=1, fault="forever") for _ in range(2)]

        refused = server.client.post("/api/runs", json={"scenario": "scripted"})
        server.client.post(f"/api/runs/{runs[0]}/stop")
        wait_until(
            lambda: (
                server.client.post("/api/runs", json={"scenario": "scripted"}).status_code == 201
            )
        )

    assert refused.status_code == 429
    assert refused.headers["retry-after"]
    assert refused.json()["error"]["message"].startswith("2 runs are going already")


def test_no_run_is_started_on_a_full_disk(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, free_bytes=1 << 60)) as server:
        refused = server.client.post("/api/runs", json={"scenario": "scripted"})

        assert refused.status_code == 507
        assert "Delete old recordings" in refused.json()["error"]["message"]
        assert server.client.get("/api/runs").json() == {"runs": []}


def test_a_recorder_that_dies_leaves_a_run_that_is_lost_but_whole(server: RunningServer) -> None:
    run = server.start(frames=20, fault="die")
    events = list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "lost")
    wait_until(lambda: server.run(run)["counts"])

    lines = server.timeline(run)
    found = server.run(run)
    assert len(events) == 12
    assert [data for _, _, data in events] == lines
    assert '"status":"lost"' in lines[-1]
    assert found["counts"]["instants"] == 10
    assert found["duration"] == 9000


def test_a_disk_that_fills_up_during_a_run_is_told(server: RunningServer) -> None:
    run = server.start(frames=20, fault="full")
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "lost")

    assert server.run(run)["reason"] == "The disk is full."


def test_the_program_of_a_recorder_that_died_is_ended(server: RunningServer) -> None:
    run = server.start(frames=4, every_s=0.5, fault="die")  # not before it is looked at
    live = server.services.supervisor._live[run]
    list(server.events(run))
    wait_until(lambda: server.run(run)["status"] == "lost")

    group = live.collector.group
    assert group
    wait_until(lambda: not exists(group))


def exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_recorder_that_cannot_be_started_is_told_and_leaves_no_run(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, collector=("/nowhere/python",))) as server:
        refused = server.client.post("/api/runs", json={"scenario": "scripted"})

        assert refused.status_code == 503
        assert "recorder could not be started" in refused.json()["error"]["message"]
        assert server.client.get("/api/runs").json() == {"runs": []}


def test_a_server_without_a_recorder_ends_as_any_other(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, collector=("/nowhere/python",))) as server:
        assert server.client.get("/healthz").status_code == 200


def test_a_recorder_that_ends_at_once_leaves_a_run_that_is_lost(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, collector=("/bin/false",))) as server:
        run = server.start()
        wait_until(lambda: server.run(run)["counts"])

        assert server.run(run)["status"] == "lost"
        assert '"status":"lost"' in server.timeline(run)[-1]


def test_recordings_over_the_limit_are_forgotten_but_not_the_pinned_ones(tmp_path: Path) -> None:
    with serving(scripted(tmp_path, keep_bytes=1)) as server:
        pinned = server.start(frames=5, every_s=0.05)
        server.client.patch(f"/api/runs/{pinned}", json={"pinned": True})
        other = server.start(frames=1)
        wait_until(lambda: server.client.get(f"/api/runs/{other}").status_code == 404)
        wait_until(lambda: server.run(pinned)["status"] == "finished")

        assert server.timeline(pinned)


def test_a_run_that_another_process_records_is_followed(
    server: RunningServer, tmp_path: Path
) -> None:
    """Two servers on one folder: each shows what the other records."""
    folder = server.services.store.folder
    with serving(scripted(folder.path)) as other:
        run = other.start(frames=50, every_s=0.01)

        events = list(server.events(run))
        refused = server.client.post(f"/api/runs/{other.start(frames=1, fault='forever')}/stop")

    assert [number for number, _, _ in events] == list(range(52))
    assert refused.status_code == 409
    assert "another command" in refused.json()["error"]["message"]


def test_what_was_told_is_in_the_index_before_it_is_told(server: RunningServer) -> None:
    run = server.start(frames=1)

    found = server.services.store.ask_now(Index.get, run)

    assert found is not None
    assert found.owner == server.services.store.claim.owner


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_an_export_is_a_file_to_keep(server: RunningServer, name: str) -> None:
    run = server.start(frames=3)
    list(server.events(run))

    answer = server.client.get(f"/api/runs/{run}/export/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="threadline-{run[:8]}.{name}"'
    )
    if name == "jsonl":
        assert answer.text.splitlines() == server.timeline(run)
    else:
        assert answer.text.startswith("lane,name,start_ns")

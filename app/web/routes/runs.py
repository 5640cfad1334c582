"""The runs: starting, listing, pinning, stopping and deleting them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.catalog import ParameterProblem, Scenario, Value
from app.runs.interpreters import Interpreter
from app.runs.supervisor import Order
from app.store.index import Index
from app.web.deps import RunDep, Services, ServicesDep, find_run
from app.web.opening import is_too_long
from app.web.problems import Problem
from app.web.schemas import ChangeRun, StartRun, run_details, run_row

router = APIRouter(prefix="/api/runs")


@router.post("", status_code=201)
async def start_run(asked: StartRun, services: ServicesDep, response: Response) -> dict[str, Any]:
    """Start a scenario and return where to watch it."""
    scenario = services.catalogue.get(asked.scenario)
    if scenario is None:
        raise services.catalogue.unknown(asked.scenario, 422)
    try:
        parameters = scenario.validate(asked.parameters)
    except ParameterProblem as problem:
        field = f"parameters.{problem.field}"
        raise Problem(422, "parameter", problem.message, field=field) from problem
    interpreter = await _interpreter(services, asked.interpreter)
    run = await services.supervisor.start(_order(scenario, parameters, interpreter))
    response.headers["Location"] = f"/api/runs/{run.id}"
    return {"id": run.id, "url": f"/t/{run.id}"}


async def _interpreter(services: Services, identity: str | None) -> Interpreter | None:
    if identity is None:
        return None
    interpreter = await services.interpreters.get(identity)
    if interpreter is None:
        known = ", ".join(each.id for each in await services.interpreters.all())
        raise Problem(
            422,
            "unknown_interpreter",
            f"There is no interpreter {identity[:80]!r} on this machine.",
            hint=f"It has {known}.",
            field="interpreter",
        )
    return interpreter


def _order(
    scenario: Scenario, parameters: dict[str, Value], interpreter: Interpreter | None
) -> Order:
    return Order(
        program={
            "kind": "scenario",
            "name": scenario.name,
            "title": scenario.title,
            "parameters": parameters,
            "path": str(scenario.path),
            "argv": [],
            "expects": list(scenario.expects),
        },
        title=scenario.title,
        scenario=scenario.name,
        interpreter=None if interpreter is None or interpreter.is_ours else interpreter.path,
        interpreter_id=None if interpreter is None else interpreter.id,
    )


@router.get("")
async def recent_runs(
    services: ServicesDep, limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> dict[str, Any]:
    """List the newest runs, the pinned ones first."""
    return {"runs": [run_row(run) for run in await services.store.ask(Index.recent, limit)]}


@router.get("/{run_id}")
async def run(run: RunDep, services: ServicesDep) -> dict[str, Any]:
    """Tell what is known of one run, and whether it is too long for a page to hold."""
    return run_details(run) | {"too_long": await is_too_long(run, services)}


@router.patch("/{run_id}")
async def change_run(run: RunDep, change: ChangeRun, services: ServicesDep) -> dict[str, Any]:
    """Pin a run, so that it is kept, or unpin it."""
    await services.store.ask(Index.pin, run.id, change.pinned)
    return run_row(await find_run(services, run.id))


@router.post("/{run_id}/stop")
async def stop_run(run: RunDep, services: ServicesDep) -> dict[str, Any]:
    """End a run, its program and what that started. A run that has ended stays as it is."""
    stopped = await services.supervisor.stop(run.id, "Stopped by you.")
    if run.is_running and not stopped:
        raise _recorded_elsewhere()
    return run_row(await find_run(services, run.id))


@router.delete("/{run_id}", status_code=204)
async def delete_run(run: RunDep, services: ServicesDep) -> None:
    """Forget a recording; a run that is still going is ended first."""
    stopped = await services.supervisor.stop(run.id, "Deleted while it was recorded.")
    if run.is_running and not stopped:
        raise _recorded_elsewhere()
    services.channels.drop(run.id)
    await services.store.forget(run.id)


def _recorded_elsewhere() -> Problem:
    return Problem(
        409,
        "recorded_elsewhere",
        "This run is recorded by another command, which alone can end it.",
        hint="Press Ctrl-C in the terminal it was started in.",
    )

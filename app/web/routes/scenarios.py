"""The scenarios that can be run."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.web.deps import ServicesDep

router = APIRouter(prefix="/api/scenarios")


@router.get("")
async def scenarios(services: ServicesDep) -> dict[str, Any]:
    """List them in the order of learning."""
    return {"scenarios": [each.as_json() for each in services.catalogue.scenarios()]}


@router.get("/{name}")
async def scenario(name: str, services: ServicesDep) -> dict[str, Any]:
    """Describe one."""
    found = services.catalogue.get(name)
    if found is None:
        raise services.catalogue.unknown(name, 404)
    return found.as_json()

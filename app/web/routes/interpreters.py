"""The Pythons a scenario can be run on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.web.deps import ServicesDep

router = APIRouter(prefix="/api/interpreters")


@router.get("")
async def interpreters(services: ServicesDep) -> dict[str, Any]:
    """List those found on this machine."""
    return {"interpreters": [each.as_json() for each in await services.interpreters.all()]}

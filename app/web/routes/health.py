"""Health: whether the server is ready."""

from __future__ import annotations

from fastapi import APIRouter

from app.store.index import Index
from app.web.deps import ServicesDep

router = APIRouter()


@router.get("/healthz")
async def healthz(services: ServicesDep) -> dict[str, str]:
    """Answer once the store can be asked."""
    await services.store.ask(Index.total_bytes)
    return {"status": "ready"}

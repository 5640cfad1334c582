"""The web half: pages, the API and the streams."""

from app.web.application import create_app

__all__ = ["create_app"]

"""The guard: nothing reaches the application that it did not let through.

Threadline runs programs by design, so a request from somebody else's page must not
start one. The guard is the outermost layer and refuses by default: what is not named
here as allowed is answered with a problem, whatever the routes below would have done.
"""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import LOOPBACK
from app.web.problems import Problem

logger = logging.getLogger("threadline")

READING = frozenset({"GET", "HEAD"})
CHANGING = frozenset({"POST", "PATCH", "DELETE"})
BODY_BYTES = 1 << 18
COOKIE = "threadline_token"

# A numeric port: `localhost:80@evil.example` is no host of ours.
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.ASCII)

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; "
    "style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in: by which names the server is called, and with which token."""

    hosts: frozenset[str]
    """Empty: any well-formed name, because then the token is asked for."""
    token: str | None = None

    @classmethod
    def of(cls, token: str | None) -> Door:
        """The door of a server that has a token, or of one on loopback that needs none."""
        if token is not None:
            return cls(frozenset(), token)
        return cls(frozenset({"localhost", "127.0.0.1", "[::1]"}), None)


def is_loopback(host: str) -> bool:
    """True when only this machine can reach a server that listens at `host`."""
    return host in LOOPBACK


class Guard:
    """The outermost ASGI layer."""

    def __init__(
        self, app: ASGIApp, door: Door, answer: Callable[[Request, Problem], Awaitable[Response]]
    ) -> None:
        self.app = app
        self._door = door
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:  # there is no WebSocket here
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        headers = Headers(scope=scope)
        visit = Visit.of(scope, headers, self._door.token)

        complete = False

        async def send_guarded(message: Message) -> None:
            nonlocal complete
            complete = message["type"] == "http.response.body" and not message.get("more_body")
            if message["type"] == "http.response.start":
                outgoing = MutableHeaders(scope=message)
                outgoing.update(HEADERS)
                outgoing["Content-Security-Policy"] = POLICY.format(nonce=nonce)
                outgoing.setdefault("Cache-Control", "no-store")
                if visit.brings_token:
                    outgoing.append("Set-Cookie", visit.cookie())
            await send(message)

        try:
            self._check(scope, headers, visit)
        except Problem as problem:
            refusal = await self._answer(Request(scope), problem)
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, receive, send_guarded)
        except Exception:
            # It has been answered with a problem; the connection is good for the next request.
            logger.exception("A mistake of ours, at %s", scope["path"])
            if not complete:
                raise

    def _check(self, scope: Scope, headers: Headers, visit: Visit) -> None:
        check_host(headers, self._door)
        if scope["method"] not in READING | CHANGING:
            raise Problem(405, "method", f"The method {scope['method']} is not used here.")
        check_origin(scope, headers)
        check_body(headers)
        if not visit.is_welcome:
            raise Problem(
                401,
                "token",
                "This Threadline can be reached from other machines, so it asks for its token.",
                hint="Open the address it printed when it was started, token and all.",
            )


def check_host(headers: Headers, door: Door) -> None:
    """Refuse a request that calls us by a name we do not go by (DNS rebinding)."""
    names = headers.getlist("host")
    match = HOST.fullmatch(names[0].lower()) if len(names) == 1 else None
    if match is None or (door.hosts and match["name"] not in door.hosts):
        raise Problem(
            421,
            "host",
            "Threadline does not answer to that host name.",
            hint="Open it as 127.0.0.1 or localhost.",
        )


def check_origin(scope: Scope, headers: Headers) -> None:
    """Refuse what another site's page sends: changes always, reading unless a person navigates.

    Another port of this machine is another site too (`same-site`): cookies are shared
    by all ports, trust is not. Programs other than browsers send neither header.
    """
    site = headers.get("sec-fetch-site", "none")
    navigates = headers.get("sec-fetch-mode") == "navigate" and scope["method"] in READING
    foreign = site not in ("none", "same-origin") and not navigates
    if scope["method"] in CHANGING:
        origin = headers.get("origin")
        ours = {f"{scheme}://{headers['host'].lower()}" for scheme in ("http", "https")}
        foreign = foreign or (origin is not None and origin.lower() not in ours)
    if foreign:
        raise Problem(403, "origin", "Threadline takes orders from its own pages only.")


def check_body(headers: Headers) -> None:
    """Refuse a body that is large, or no JSON: a form on another site cannot send that."""
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers:
        raise Problem(411, "length", "The length of the body must be told in advance.")
    if not length.isdecimal() or int(length) > BODY_BYTES:
        raise Problem(413, "too_large", f"The body is larger than {BODY_BYTES // 1024} KB.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if length != "0" and kind != "application/json":
        raise Problem(
            415,
            "content_type",
            "The body must be JSON.",
            hint="Send Content-Type: application/json.",
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request shows of the token.

    The first visit brings it in the address and is answered at once, not redirected:
    after a click in a chat the browser would not send a SameSite=Strict cookie along
    with the redirected request.
    """

    token: str | None
    brings_token: bool
    is_welcome: bool

    @classmethod
    def of(cls, scope: Scope, headers: Headers, token: str | None) -> Visit:
        """Look at a request's address, cookie and Authorization header."""
        if token is None:
            return cls(None, brings_token=False, is_welcome=True)
        [in_address] = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[:1]
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        brings = _same(in_address, token)
        shows = _same(bearer, token) or (cookie is not None and _same(cookie.value, token))
        return cls(token, brings_token=brings, is_welcome=brings or shows)

    def cookie(self) -> str:
        """Return the header that lets the browser remember the token."""
        return f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())

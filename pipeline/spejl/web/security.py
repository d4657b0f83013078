"""Who may talk to the page: the browser that was opened with the token, and nobody else.

Other programs on the machine do not know the token. Pages from elsewhere cannot make the browser
act here: the address must be the page's own (which also stops names that are pointed at this
machine), changes must come from the page itself, and the cookie stays within it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # With no-referrer, browsers send "Origin: null" with forms, and changes would be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer, unless it sets one of them itself."""

_SAFE = ("GET", "HEAD")
_OPEN = "/static/"
"""Needs no token: the same for everybody who has installed Spejl."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run of the page."""

    host: str
    """127.0.0.1 with the port."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """In the address that is opened; shown to nobody else."""
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """What the browser holds from then on."""

    @property
    def cookie_name(self) -> str:
        """Of its own for each port, because cookies of one machine's ports are kept together."""
        return f"spejl-{self.host.rpartition(':')[2]}"

    @property
    def address(self) -> str:
        """What the browser opens."""
        return f"http://{self.host}/?token={self.token}"


class Door:
    """Lets in who has the token, by ASGI.

    Args:
        app: The page.
        keys: Of this run.
        refused: The answer to those who are not let in, by status code.
    """

    def __init__(self, app: ASGIApp, keys: Keys, refused: dict[int, Response]) -> None:
        self._app, self._keys, self._refused = app, keys, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _answer(self, scope: Scope) -> Response | None:
        """The answer to a request that does not reach the page; None for one that does."""
        headers = Headers(scope=scope)
        if headers.get("host") != self._keys.host:
            return self._refused[421]
        if not self._from_here(scope["method"], headers):
            return self._refused[403]
        if scope["method"] in _SAFE and scope["path"].startswith(_OPEN):
            return None
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and scope["path"] == "/" and token:
            return self._let_in(token)
        if not _equal(self._cookie(headers), self._keys.cookie):
            return self._refused[403]
        return None

    def _from_here(self, method: str, headers: Headers) -> bool:
        """Whether no other page makes the browser ask."""
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return False
        origin = headers.get("origin")
        if method in _SAFE and origin is None:
            return True
        return origin == f"http://{self._keys.host}"

    def _let_in(self, token: str) -> Response:
        if not _equal(token, self._keys.token):
            return self._refused[403]
        answer = RedirectResponse("/", 303)
        name, value = self._keys.cookie_name, self._keys.cookie
        answer.set_cookie(name, value, httponly=True, samesite="strict", path="/")
        return answer

    def _cookie(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return ""
        morsel = found.get(self._keys.cookie_name)
        return morsel.value if morsel else ""


def _equal(given: str, known: str) -> bool:
    return secrets.compare_digest(given.encode(), known.encode())

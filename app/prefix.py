"""Behind a proxy that serves this service under a path of its own, `/mingci/v1/lookup`: what is asked for, and what is given.

ASGI's `root_path` is such a prefix, and `path` begins with it. It is a setting here, not an option of the server, so that
it holds whichever server runs the application, and whether the proxy takes the prefix away or not.
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_URI = re.compile(rb'"uri":"(?=/v1/)')
"""An entry's own address, in JSON as it is stored. In a text of an entry no quotation mark stands without a backslash."""
_WITH_ENTRIES = ("application/json", "application/jsonl")


def route_path(scope: Scope) -> str:
    """Return the path that a request asks for, as the routes know it: without the prefix.

    >>> route_path({"path": "/mingci/v1/lookup", "root_path": "/mingci"}), route_path({"path": "/v1/lookup"})
    ('/v1/lookup', '/v1/lookup')
    """
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "")
    return path.removeprefix(prefix) if prefix and path.startswith(f"{prefix}/") else path


class PrefixMiddleware:
    """Say to the application under which prefix it is served; the outermost of all that look at a path."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its prefix, which the proxy may have left in the path or taken away."""
        if scope["type"] == "http":
            path, raw = scope["path"], scope.get("raw_path", b"")
            if not path.startswith(f"{self.prefix}/"):
                path, raw = self.prefix + path, self.prefix.encode("ascii") + raw
            scope = {**scope, "root_path": self.prefix, "path": path, "raw_path": raw}
        await self.app(scope, receive, send)


class AddressMiddleware:
    """Put the prefix before the addresses in answers: the `uri` of an entry; what is in the head, the routes put there."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.replacement = b'"uri":"' + prefix.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the body of its answer where that may hold entries."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head: Message | None = None
        rest = b""

        async def send_out(message: Message) -> None:
            nonlocal head, rest
            if message["type"] == "http.response.start":
                if MutableHeaders(raw=message["headers"]).get("content-type", "").startswith(_WITH_ENTRIES):
                    head = message
                else:
                    await send(message)
            elif head is None or message["type"] != "http.response.body":
                await send(message)
            else:
                more = message.get("more_body", False)
                body = rest + message.get("body", b"")
                # A stream of entries has one in each line: what comes in two pieces is waited for.
                stop = body.rfind(b"\n") + 1 if more else len(body)
                body, rest = _URI.sub(self.replacement, body[:stop]), body[stop:]
                if head:
                    headers = MutableHeaders(raw=head["headers"])
                    if "content-length" in headers:
                        del headers["content-length"]
                        if not more:
                            headers["content-length"] = str(len(body))
                    await send(head)
                    head = {}
                await send({**message, "body": body})

        await self.app(scope, receive, send_out)

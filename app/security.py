"""Who may write: the holder of a token with the right scope, asked before anything of the body is read."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from time import monotonic
from typing import Annotated, Any

import anyio
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from app.dependencies import glancing
from glossary.model import utc_now
from glossary.store.opening import Store
from glossary.tokens import Holder, Scope, holder_of, used

_BEARER = HTTPBearer(auto_error=False, description="A token made with `glossary token create`")

_NOTED_EACH = 60.0
"""Seconds."""


def holding(scope: Scope) -> Callable[..., Coroutine[Any, Any, Holder]]:
    """Return a dependency that gives the holder of the request's token.

    It answers 401 where there is no token or none that is known, 403 where the token does not have `scope`.
    """

    async def holder(
        request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Holder:
        found = holder_of(glancing(request), credentials.credentials) if credentials else None
        if found is None:
            why = "the token is not known, or was revoked" if credentials else "this operation needs a token"
            raise HTTPException(HTTPStatus.UNAUTHORIZED, why, headers={"WWW-Authenticate": "Bearer"})
        uses: Uses = request.app.state.uses
        await uses.note(found.token)
        if scope not in found.scopes:
            raise HTTPException(HTTPStatus.FORBIDDEN, f"the token does not have the scope {scope}")
        return found

    return holder


class Uses:
    """When each token was used, noted in the store once a minute at most, and only where the store takes it at once."""

    def __init__(self, store: Store) -> None:
        """Know where to note it."""
        self._store = store
        self._noted: dict[int, float] = {}

    async def note(self, token: int) -> None:
        """Note that a token is used now: before its request writes, which would keep the store from taking it."""
        now = monotonic()
        if now - self._noted.get(token, -_NOTED_EACH) < _NOTED_EACH:
            return
        statement = used(token, utc_now())
        if await anyio.to_thread.run_sync(lambda: self._store.note(statement)):
            self._noted[token] = now

"""Who may write: the holder of a token with the right scope, asked before anything of the body is read."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from app.dependencies import reading
from glossary.tokens import Holder, Scope, holder_of

_BEARER = HTTPBearer(auto_error=False, description="A token made with `glossary token create`")


def holding(scope: Scope) -> Callable[..., Coroutine[Any, Any, Holder]]:
    """Return a dependency that gives the holder of the request's token.

    It answers 401 where there is no token or none that is known, 403 where the token does not have `scope`.
    """

    async def holder(
        request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Holder:
        found = None
        if credentials:
            with reading(request) as (connection, _):
                found = holder_of(connection, credentials.credentials)
        if found is None:
            why = "the token is not known, or was revoked" if credentials else "this operation needs a token"
            raise HTTPException(HTTPStatus.UNAUTHORIZED, why, headers={"WWW-Authenticate": "Bearer"})
        if scope not in found.scopes:
            raise HTTPException(HTTPStatus.FORBIDDEN, f"the token does not have the scope {scope}")
        return found

    return holder

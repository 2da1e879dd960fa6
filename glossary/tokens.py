"""Who may write: tokens that are shown once, stored as a hash, limited to scopes, and can be revoked."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import Connection, Update, update
from sqlmodel import Session, col, select

from glossary.drafts import one_line, storable
from glossary.driver import rows_of
from glossary.errors import InvalidDraft, NotFound, Revoked
from glossary.model import ApiToken
from glossary.writing import Writing

_PREFIX, _BYTES = "mingci_", 32
_NAME_LONGEST = 64
_OF_THE_PROGRAM = "glossary "
"""So begins whoever the history names where a command wrote to the store."""


class Scope(StrEnum):
    """What a token allows."""

    IMPORT = "import"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token names, and what it allows; `token` is the number of its row."""

    token: int
    name: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as it may be shown: nothing of its secret, and not the hash."""

    name: str
    scopes: list[str]
    created: datetime
    last_used: datetime | None
    revoked: datetime | None


def create_token(write: Writing, name: str, scopes: frozenset[Scope]) -> str:
    """Store a token and return it; it cannot be shown again. Raises InvalidDraft where the name is taken or no name.

    Names of the program's own are for nobody else: an import tells by them what it did itself from what a person did.
    """
    if not name.strip() or len(name) > _NAME_LONGEST:
        raise InvalidDraft(f"a token's name has 1 to {_NAME_LONGEST} characters")
    try:
        one_line(storable(name))
    except ValueError as error:
        raise InvalidDraft(f"a token's name {error}") from error
    if name.startswith(_OF_THE_PROGRAM):
        raise InvalidDraft(
            f"a token's name does not begin with “{_OF_THE_PROGRAM}”: the history has its own commands so"
        )
    if write.session.exec(select(ApiToken).where(ApiToken.name == name)).first():
        raise InvalidDraft(f"there is a token named {name} already")
    token = _PREFIX + secrets.token_urlsafe(_BYTES)
    write.session.add(ApiToken(name=name, hash=_hash(token), scopes=sorted(scopes), created=write.at))
    return token


def list_tokens(connection: Connection) -> list[TokenView]:
    """Return every token that was ever made, the oldest first."""
    return [_shown(token) for token in Session(connection).exec(select(ApiToken).order_by(col(ApiToken.id)))]


def revoke_token(write: Writing, name: str) -> TokenView:
    """Make a token worthless from the end of this write on, for good; its name stays taken. Raises NotFound."""
    token = write.session.exec(select(ApiToken).where(ApiToken.name == name)).first()
    if token is None:
        raise NotFound(f"there is no token named {name}")
    token.revoked = token.revoked or write.at
    write.session.add(token)
    return _shown(token)


def _shown(token: ApiToken) -> TokenView:
    return TokenView(token.name, token.scopes, token.created, token.last_used, token.revoked)


def holder_of(connection: Connection, token: str) -> Holder | None:
    """Return whom a token names, None where there is no such token or it was revoked; one statement, by an index.

    The hash is found as it is, the comparison in constant time is for what the database may take as equal: who guesses
    cannot choose how a digest begins, so that nothing is learnt from how long its search takes.
    """
    wanted = _hash(token)
    for number, name, stored, scopes in rows_of(connection, _HOLDER, {"hash": wanted}):
        if compare_digest(stored, wanted):
            return Holder(number, name, _scopes(scopes))
    return None


def check_held(connection: Connection, holder: Holder) -> None:
    """Raise Revoked where a token that was known a while ago is no more; for a write, in its transaction."""
    if not rows_of(connection, _HELD, {"token": holder.token}):
        raise Revoked("the token was revoked while the request was under way; nothing of it is stored")


_HELD = "SELECT 1 FROM api_token WHERE id = :token AND revoked IS NULL"
_HOLDER = "SELECT id, name, hash, scopes FROM api_token WHERE hash = :hash AND revoked IS NULL"


def used(token: int, at: datetime) -> Update:
    """Return the statement that says when a token was used last."""
    return update(ApiToken).where(col(ApiToken.id) == token).values(last_used=at)


def _scopes(stored: str | list[str]) -> frozenset[Scope]:
    """Return scopes as the driver gives them: SQLite has JSON as text, PostgreSQL as what it says."""
    return frozenset(Scope(scope) for scope in (json.loads(stored) if isinstance(stored, str) else stored))


def _hash(token: str) -> str:
    """Return the form in which a token is stored; it has 256 random bits, so a plain digest is enough."""
    return sha256(token.encode()).hexdigest()

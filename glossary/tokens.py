"""Who may write: tokens that are shown once, stored as a hash, limited to scopes, and can be revoked."""

import json
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import Connection, text
from sqlmodel import select

from glossary.errors import InvalidDraft
from glossary.model import ApiToken
from glossary.writing import Writing

_PREFIX, _BYTES = "mingci_", 32
_NAME_LONGEST = 64


class Scope(StrEnum):
    """What a token allows."""

    IMPORT = "import"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token names, and what it allows."""

    name: str
    scopes: frozenset[Scope]


def create_token(write: Writing, name: str, scopes: frozenset[Scope]) -> str:
    """Store a token and return it; it cannot be shown again. Raises InvalidDraft where the name is taken or no name."""
    if not name.strip() or len(name) > _NAME_LONGEST:
        raise InvalidDraft(f"a token's name has 1 to {_NAME_LONGEST} characters")
    if write.session.exec(select(ApiToken).where(ApiToken.name == name)).first():
        raise InvalidDraft(f"there is a token named {name} already")
    token = _PREFIX + secrets.token_urlsafe(_BYTES)
    write.session.add(ApiToken(name=name, hash=_hash(token), scopes=sorted(scopes), created=write.at))
    return token


def holder_of(connection: Connection, token: str) -> Holder | None:
    """Return whom a token names, None where there is no such token or it was revoked."""
    wanted = _hash(token)
    rows = connection.execute(text("SELECT name, hash, scopes FROM api_token WHERE revoked IS NULL")).all()
    matching = [row for row in rows if compare_digest(row.hash, wanted)]
    return Holder(matching[0].name, _scopes(matching[0].scopes)) if matching else None


def _scopes(stored: str) -> frozenset[Scope]:
    return frozenset(Scope(scope) for scope in json.loads(stored))


def _hash(token: str) -> str:
    """Return the form in which a token is stored; it has 256 random bits, so a plain digest is enough."""
    return sha256(token.encode()).hexdigest()

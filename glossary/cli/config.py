"""`glossary config`: every setting of the service, what it is now, and where that is from."""

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from uvicorn.importer import import_from_string

from glossary.cli.options import AsJson, AsTsv, env_file, exclude, out
from glossary.cli.tables import Column, Listing, show_json
from glossary.cli.upgrades import say_on_stderr
from glossary.errors import GlossaryError, plain_words
from glossary.store.opening import default_url

_DATABASE = "GLOSSARY_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is shown: `origin` is `environment`, `.env` or `default`."""

    name: str
    value: Any
    default: Any
    origin: str
    meaning: str


def config(as_json: AsJson = False, as_tsv: AsTsv = False) -> None:
    """Show every setting: its environment variable, what it is, its default, what it means. No password is shown."""
    exclude(json=as_json, tsv=as_tsv)
    settings = in_force()
    for line in misspelled_settings():
        say_on_stderr(line)
    if as_json:
        show_json(out, [asdict(one) for one in settings])
        return
    names = [Column(name) for name in ("variable", "value", "default", "from")]
    listing = Listing([*names, Column("meaning", is_prose=True)])
    for one in settings:
        style = "" if one.origin == "default" else "bold"
        listing.add(one.name, _shown(one.value), _shown(one.default), one.origin, one.meaning, style=style)
    listing.show(out, as_tsv=as_tsv)


def in_force() -> list[Setting]:
    """Return every setting of the service, in the order in which they are declared.

    Raises as `env_file` and `service_settings` do.
    """
    in_file, in_environment = env_file(), {name.upper() for name, value in os.environ.items() if value}
    settings = service_settings()
    also: dict[str, str] = import_from_string("app.settings:ALSO")
    found = []
    for field, declared in type(settings).model_fields.items():
        name = f"GLOSSARY_{field.upper()}"
        names = {name} if name in in_file else {name, also.get(field, name)}
        origin = "environment" if names & in_environment else ".env" if name in in_file else "default"
        value, default = getattr(settings, field), declared.default
        if name == _DATABASE:
            value, default = masked(value or str(default_url().database)), str(default_url().database)
        found.append(Setting(name, _plain(value), _plain(default), origin, declared.description or ""))
    return found


def misspelled_settings() -> list[str]:
    """Return a line for each variable that is no setting and whose name is almost that of one: it would do nothing."""
    known = [f"GLOSSARY_{field.upper()}" for field in import_from_string("app.settings:Settings").model_fields]
    given = {name.upper() for name in (*os.environ, *env_file())} - set(known)
    near = {name: get_close_matches(name, known, n=1, cutoff=_ALMOST) for name in sorted(given)}
    return [f"{name} is no setting; did you mean {found[0]}?" for name, found in near.items() if found]


_ALMOST = 0.85
"""So much alike are one slip and two; names that platforms make, as `GLOSSARY_PORT_8000_TCP`, are less so."""


def service_settings(**options: Any) -> BaseModel:
    """Return the settings of the service; `options` are those of the command line, which go before the environment.

    Raises GlossaryError where one of them cannot be, UnreadableFile as `env_file`. They are named, not imported, as
    `glossary serve` names the service: the command line is a layer below it.
    """
    env_file()
    try:
        settings: BaseModel = import_from_string("app.settings:Settings")(**options)
    except ValidationError as error:
        raise GlossaryError(
            "; ".join(_fault(str(one["loc"][0]), plain_words(one["msg"]), options) for one in error.errors())
        ) from None
    return settings


def _fault(field: str, why: str, options: Mapping[str, Any]) -> str:
    """Return what is wrong with a setting, under the name by which it was set."""
    also: dict[str, str] = import_from_string("app.settings:ALSO")
    name = f"GLOSSARY_{field.upper()}"
    if field in options:
        name = f"--{field.replace('_', '-')}"
    elif name not in {one.upper() for one in (*os.environ, *env_file())}:
        name = also.get(field, name)
    return f"{name}: {why}"


def masked(database: str) -> str:
    """Return the URL or path of a store without its passwords, wherever they stand.

    >>> masked("postgresql+psycopg://mingci:secret@db/mingci?sslpassword=secret")
    'postgresql+psycopg://mingci:***@db/mingci?sslpassword=***'
    """
    if "://" not in database:
        return database
    try:
        shown = make_url(database).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "a URL that cannot be read"
    return _PARAMETER.sub(lambda one: f"{one[1]}=***" if _SECRET.search(one[1]) else one[0], shown)


_PARAMETER = re.compile(r"(?<=[?&])([^?&=]*+)=[^&]*")
_SECRET = re.compile("password|passwd|pwd|secret|token|key", re.IGNORECASE)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)

"""What an operator can set: environment variables with the prefix `GLOSSARY_`, or a `.env` file."""

import os
import re
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.logs import LogForm

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
"""A path that is the same however it is written: of unreserved characters alone (RFC 3986, 2.3)."""
ALSO = {"port": "PORT"}
"""What platforms that run containers set for a service, and where it goes; ours goes first."""
_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@\s]+")
_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/%!$&'()*+,;=:@-]*)?"
)


class Settings(BaseSettings):
    """The settings of the service, each with its default."""

    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str | None = Field(
        default=None,
        description="The store: a URL, or the path of a SQLite file; by default in the user's data directory",
    )
    host: str = Field(default="127.0.0.1", description="The address that `glossary serve` listens on", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535, description="The port that it listens on; also `PORT`")
    uds: str | None = Field(default=None, description="A Unix socket that it listens on instead")
    root_path: str = Field(
        default="", description="The path under which a proxy serves it, which the proxy takes away: `/mingci`"
    )
    max_body_bytes: int = Field(default=2 * 1024 * 1024, ge=1024, description="The longest body of a request")
    max_document_bytes: int = Field(
        default=32 * 1024 * 1024, ge=1024, description="The longest body of a request that brings a document"
    )
    write_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="The origins whose pages may write, with commas between; every page may read"
    )
    public_url: str | None = Field(
        default=None,
        description="The address under which the service is known, in the answers that hold it; by default as it was asked for",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="The hosts that may be asked for, with commas between; `*.example.com`: all below; none: any",
    )
    slow_readers: int = Field(default=4, ge=1, le=64, description="How many searches may run at the same time")
    long_readers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many texts may be annotated or checked, and files written, at the same time",
    )
    document_readers: int = Field(
        default=4,
        ge=1,
        le=64,
        description="How many documents may be read at the same time, each in a process of its own",
    )
    document_seconds: int = Field(
        default=10,
        ge=1,
        description="How many seconds of processor time a document may take to read; in all 30 more",
    )
    document_megabytes: int = Field(
        default=512, ge=64, description="How much memory a document may take to read, in MiB"
    )
    full_seconds: float = Field(
        default=30, gt=0, description="After how long without a free place for slow requests `/readyz` says so"
    )
    read_seconds: float = Field(
        default=10, gt=0, description="How long a search, an annotation or another slow read may take"
    )
    rate_limit: int | None = Field(
        default=None, ge=1, description="How many requests one address may send in a minute; none: any number"
    )
    head_seconds: float = Field(default=15, gt=0, description="How long the head of a request may take to arrive")
    body_silence_seconds: float = Field(
        default=30, gt=0, description="The longest silence between two pieces of a body that is being read"
    )
    body_seconds: float = Field(
        default=600, gt=0, description="How long a whole body may take to arrive: 32 MiB at half a megabit a second"
    )
    stop_seconds: int = Field(
        default=8,
        ge=0,
        le=3600,
        description="How long what is under way may take to end when the service is told to stop",
    )
    log: LogForm = Field(
        default=LogForm.QUIET,
        description="The log on stderr: `quiet` (what went wrong), `text` or `json` (also a line for each request)",
    )

    @model_validator(mode="before")
    @classmethod
    def _named_otherwise(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Take what only the platform sets."""
        also = {field: os.environ.get(name) for field, name in ALSO.items() if field not in values}
        return {**values, **{field: value for field, value in also.items() if value}}

    @field_validator("root_path")
    @classmethod
    def _cut(cls, path: str) -> str:
        """Take a prefix with or without a slash at its end."""
        path = path.rstrip("/")
        if not _PREFIX.fullmatch(path) or {".", ".."} & set(path.split("/")) or f"{path}/".startswith("/v1/"):
            raise ValueError(
                "a prefix is a path like /mingci, of letters, digits and . _ ~ -, and does not begin with /v1"
            )
        return path

    @field_validator("write_origins", "allowed_hosts", mode="before")
    @classmethod
    def _parted(cls, names: object) -> object:
        """Take a text as the names between its commas."""
        return tuple(filter(None, map(str.strip, names.split(",")))) if isinstance(names, str) else names

    @field_validator("write_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Take what browsers send as an origin. Raises ValueError where one is not: it would never be met, without a sign."""
        if others := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
            raise ValueError(f"{others[0]!r} is no origin; one has a scheme and a host: https://terms.example")
        return origins

    @field_validator("public_url")
    @classmethod
    def _with_slash(cls, url: str | None) -> str | None:
        """Take an address of a service, with a slash behind it. Raises ValueError where it is none, or has more than a path."""
        if url is None:
            return None
        if not _ADDRESS.fullmatch(url):
            raise ValueError("an address has a scheme, a host, and perhaps a path: https://terms.example/glossary")
        return f"{url.rstrip('/')}/"

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Take names and addresses without a port. Raises ValueError where one is none of these."""
        if others := [host for host in hosts if not _HOST.fullmatch(host)]:
            raise ValueError(
                f"{others[0]!r} is no host; one has neither scheme nor port, and * stands only before a dot"
            )
        return hosts

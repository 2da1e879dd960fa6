"""What an operator can set: environment variables with the prefix `GLOSSARY_`, or a `.env` file."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.logs import LogForm


class Settings(BaseSettings):
    """The settings of the service, each with its default."""

    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str | None = Field(
        default=None,
        description="The store: a URL, or the path of a SQLite file; by default in the user's data directory",
    )
    max_body_bytes: int = Field(default=2 * 1024 * 1024, ge=1024, description="The longest body of a request")
    max_document_bytes: int = Field(
        default=32 * 1024 * 1024, ge=1024, description="The longest body of a request that brings a document"
    )
    write_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="The origins whose pages may write, with commas between; every page may read"
    )
    slow_readers: int = Field(default=4, ge=1, le=64, description="How many searches may run at the same time")
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
    log: LogForm = Field(
        default=LogForm.QUIET,
        description="The log on stderr: `quiet` (what went wrong), `text` or `json` (also a line for each request)",
    )

    @field_validator("write_origins", mode="before")
    @classmethod
    def _parted(cls, origins: object) -> object:
        """Take a text as the names between its commas."""
        return tuple(filter(None, map(str.strip, origins.split(",")))) if isinstance(origins, str) else origins

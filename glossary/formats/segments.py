"""What a bilingual file gives, whatever its format: stretches of a text, each with its translation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a Chinese text and its English translation; `locator` says where it stands in its file."""

    source: str
    target: str
    locator: str | None = None

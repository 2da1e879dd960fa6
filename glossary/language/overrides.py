"""Curated corrections that go before a library's guess: phrase to form, longest phrase first."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from glossary.errors import Fault, InvalidDraft


@dataclass(frozen=True, slots=True)
class Overrides:
    """A table of phrases with the form each one has."""

    forms: Mapping[str, str]

    def split(self, text: str) -> list[tuple[str, str | None]]:
        """Cut `text` into pieces, each with its curated form, or with None where the library may guess.

        >>> Overrides({"几字湾": "几字灣"}).split("黄河几字湾区")
        [('黄河', None), ('几字湾', '几字灣'), ('区', None)]
        """
        if not self.forms:
            return [(text, None)]
        phrases = "|".join(map(re.escape, sorted(self.forms, key=len, reverse=True)))
        return [(piece, self.forms.get(piece)) for piece in re.split(f"({phrases})", text) if piece]


def read_overrides(name: str) -> Overrides:
    """Read the overrides in the shipped data file `name`: a TOML table `[forms]` of phrase to form.

    Raises InvalidDraft, naming the file, where it is not such a table.
    """
    try:
        forms = tomllib.loads(files("glossary").joinpath("data", name).read_text("utf-8"))["forms"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise InvalidDraft(f"{name} is no table of overrides", (Fault(str(error), name),)) from error
    return Overrides(forms)

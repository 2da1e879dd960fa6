"""What a report says of itself: title, place, speaker, dates; read from its opening, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from glossary.documents.blocks import Block
from glossary.language.normalise import mend_spaces

_DATE = r"(?P<year>(?:19|20)\d\d)\s{0,9}[年/.-]\s{0,9}(?P<month>\d{1,2})\s{0,9}[月/.-]\s{0,9}(?P<day>\d{1,2})\s{0,9}日?"
_TITLE = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<place>[^\s，。:：>]{2,24}?[省市州盟县旗区])?(?:人民)?政府工作报告")
_DELIVERED = re.compile(rf"{_DATE}\s{{0,9}}在(?P<place>[^\s，。]{{2,30}}?)(?:第[^\s]{{1,6}}届|人民代表大会)")
_PUBLISHED = re.compile(rf"(?:发布|发文|公开|成文|更新)(?:时间|日期)[:：]?\s{{0,9}}{_DATE}")
_SPEAKER = re.compile(
    r"(?P<office>[^\s，。：:]{2,24}人民政府)?(?:代理|代)?(?P<rank>省长|市长|州长|盟长|县长|旗长|区长|主席|总理)\s{0,9}(?P<name>[\u4e00-\u9fff·\s]{2,12})"
)
_OPENING = 60
"""How many blocks of a report may say what it is."""


@dataclass(frozen=True, slots=True)
class ReportMetadata:
    """What a report says of itself; None where it does not."""

    title: str | None = None
    issuer: str | None = None
    place: str | None = None
    speaker: str | None = None
    delivered: date | None = None
    published: date | None = None

    @property
    def year(self) -> int | None:
        """The year the report was delivered, or its title says, or it was published."""
        titled = re.search(r"(?:19|20)\d\d(?=年)", self.title or "")
        known = self.delivered or self.published
        if titled and not self.delivered:
            return int(titled.group())
        return known.year if known else None


def read_metadata(blocks: Sequence[Block]) -> ReportMetadata:
    """Return what the opening of a report says of it: everything before the salutation 各位代表."""
    opening = [mend_spaces(block.text) for block in _before_salutation(blocks[:_OPENING])]
    delivered = _first(_DELIVERED, opening)
    speaker = _speaker(opening)
    title = _title(opening)
    place = (delivered["place"] if delivered else None) or (title["place"] if title else None)
    published = _first(_PUBLISHED, opening)
    return ReportMetadata(
        title=title.group() if title else None,
        issuer=speaker["office"] if speaker else None,
        place=place,
        speaker=re.sub(r"\s", "", speaker["name"]) if speaker else None,
        delivered=_date(delivered) if delivered else None,
        published=_date(published) if published else None,
    )


def _before_salutation(blocks: Sequence[Block]) -> Sequence[Block]:
    end = next((index for index, block in enumerate(blocks) if block.text.startswith("各位代表")), len(blocks))
    return blocks[:end]


def _title(opening: Sequence[str]) -> re.Match[str] | None:
    """Return the fullest title: the one with a place or a year before the bare 政府工作报告."""
    found = [match for text in opening if (match := _TITLE.fullmatch(re.sub(r"\s", "", text)))]
    return max(found, key=lambda match: len(match.group()), default=None)


def _speaker(opening: Sequence[str]) -> re.Match[str] | None:
    return next((match for text in opening if (match := _SPEAKER.fullmatch(text))), None)


def _first(pattern: re.Pattern[str], opening: Sequence[str]) -> re.Match[str] | None:
    return next((match for text in opening if (match := pattern.search(text))), None)


def _date(found: re.Match[str]) -> date | None:
    """Return the date that was found, None where there is no such day."""
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None

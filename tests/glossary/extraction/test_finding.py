"""Finding strings in a text, one by one and by the index, against `str.find` on the text itself."""

import hypothesis
import pytest
from hypothesis import strategies as st

from glossary.extraction import finding
from glossary.extraction.finding import Findable, Outside

_TEXTS = st.text("甲乙丙", max_size=60)


@pytest.mark.parametrize("searched", [0, 1 << 26], ids=["index", "search"])
@hypothesis.given(
    text=_TEXTS, wanted=st.text("甲乙丙", min_size=1, max_size=6), cut=st.tuples(*[st.integers(0, 60)] * 2)
)
@hypothesis.settings(database=None, derandomize=True)
def test_what_is_found_is_what_is_there(searched: int, text: str, wanted: str, cut: tuple[int, int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_SEARCHED", searched)
        start, end = sorted(min(place, len(text)) for place in cut)
        findable = Findable(text)
        assert list(findable.places(wanted)) == [at for at in range(len(text)) if text.startswith(wanted, at)]
        assert (wanted in Outside(findable, start, end)) == (wanted in text[:start] + text[end:])

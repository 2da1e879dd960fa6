"""Places in a text, in both units."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.language.normalise import label
from glossary.language.offsets import find_label, span


@given(st.text(alphabet="三𠮷a😀"), st.data())
def test_utf16_offsets_cut_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = span(text, start, end)
    units = text.encode("utf-16-le")
    assert units[place.start_utf16 * 2 : place.end_utf16 * 2].decode("utf-16-le") == text[start:end]


@given(st.text(alphabet="农村三變变“”𠮷 "), st.text(alphabet="三变改", min_size=1))
def test_what_is_found_is_the_label(text: str, wanted: str) -> None:
    found = find_label(text, label(wanted))
    assert (found is not None) == (label(wanted) in label(text))
    if found:
        assert label(text[found.start : found.end]) == label(wanted)

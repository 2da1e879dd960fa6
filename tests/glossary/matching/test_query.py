"""What was typed, as keys; what cannot be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import InvalidQuery
from glossary.language.syllables import SYLLABLES, marked
from glossary.matching.query import parse_query


@pytest.mark.parametrize(
    ("typed", "plain", "toned"),
    [
        ("sanqingling", "sanqingling", None),
        ("san qing ling", "sanqingling", None),
        ("SAN-QING-LING", "sanqingling", None),
        ("san'qing’ling", "sanqingling", None),
        ("san1qing1ling2", None, "sānqīnglíng"),
        ("San1 Qing1 Ling2", None, "sānqīnglíng"),
        ("Sān qīnglíng", None, "sānqīnglíng"),
        ("sa\u0304n qi\u0304ng li\u0301ng", None, "sānqīnglíng"),
        ("lvse", "lüse", None),
        ("lu:se", "lüse", None),
        ("lu:4se4", None, "lǜsè"),
        ("lv4se4", None, "lǜsè"),
        ("lǜsè", None, "lǜsè"),
        ("lue", "lüe", None),
        ("lve", "lüe", None),
        ("nve", "nüe", None),
        ("jv", "ju", None),
        ("xve", "xue", None),
        ("sji2nai3niu2chang3", None, "sjínǎiniúchǎng"),
        ("yi1dian3r5", None, "yīdiǎnr"),
        ("hua1r5", None, "huār"),
        ("de5", None, "de"),
        ("san1qingling", None, "sānqingling"),
        ("sānqingling", None, "sānqingling"),
        ("5g", "5g", None),
        ("三清零", None, None),
        ("三qingling", None, None),
        ("12345", None, None),
    ],
)
def test_pinyin(typed: str, plain: str | None, toned: str | None) -> None:
    query = parse_query(typed)
    assert (query.plain, query.toned) == (plain, toned)


@given(st.lists(st.tuples(st.sampled_from(sorted(SYLLABLES)), st.integers(1, 4)), min_size=1, max_size=6))
def test_every_spelling_of_a_reading_gives_its_keys(reading: list[tuple[str, int]]) -> None:
    elements = [f"{letters}{tone}" for letters, tone in reading]
    toned, plain = "".join(map(marked, elements)), "".join(letters for letters, _ in reading)
    for spelling in (" ".join(elements), "".join(elements), toned, toned.upper()):
        assert parse_query(spelling).toned == toned
        assert parse_query(spelling).pinyin == plain.replace("ü", "u")
    assert parse_query("'".join(letters for letters, _ in reading)).plain == plain


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("三" * 201, "200 characters at most, this one has 201"),
        ("三" * 10_000, "this one has 10,000"),
        ("三\x00清零", "NUL"),
        ("\ud800", "lone surrogates"),
        ("", "nothing in the query"),
        ("“” ", "nothing in the query"),
    ],
)
def test_what_cannot_be_asked(typed: str, why: str) -> None:
    with pytest.raises(InvalidQuery, match=why) as caught:
        parse_query(typed)
    assert caught.value.pointer == "/query/q"

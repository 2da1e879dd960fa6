"""Tokens: made, found, listed, revoked; never stored as they are."""

import pytest

from glossary.errors import InvalidDraft, NotFound
from glossary.state import state
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token, holder_of, list_tokens, revoke_token


def _made(store: Store, name: str, *scopes: Scope) -> str:
    with store.writing("tests") as write:
        return create_token(write, name, frozenset(scopes))


def test_a_token_names_its_holder_and_scopes(empty_store: Store) -> None:
    tokens = {name: _made(empty_store, name, *scopes) for name, scopes in {
        "王": (Scope.EDIT,), "李": (Scope.IMPORT,), "both": (Scope.EDIT, Scope.IMPORT)}.items()}  # fmt: skip
    with empty_store.reading() as connection:
        found = {name: holder_of(connection, token) for name, token in tokens.items()}
    assert {name: (one.name, one.scopes) for name, one in found.items() if one} == {
        "王": ("王", {Scope.EDIT}),
        "李": ("李", {Scope.IMPORT}),
        "both": ("both", {Scope.EDIT, Scope.IMPORT}),
    }


def test_what_is_no_token_names_nobody(empty_store: Store) -> None:
    token = _made(empty_store, "one", Scope.EDIT)
    with empty_store.reading() as connection:
        for other in ("", "x", token[:-1], token + "x", token.upper(), f" {token}", "三清零", "%", "\x00"):
            assert holder_of(connection, other) is None


def test_a_stored_hash_is_no_token(empty_store: Store) -> None:
    token = _made(empty_store, "one", Scope.EDIT)
    with empty_store.reading() as connection:
        stored = connection.exec_driver_sql("SELECT hash FROM api_token").scalar_one()
        assert stored != token
        assert holder_of(connection, stored) is None


def test_two_tokens_are_never_the_same(empty_store: Store) -> None:
    tokens = [_made(empty_store, f"token {number}", Scope.EDIT) for number in range(20)]
    assert len(set(tokens)) == 20
    assert min(map(len, tokens)) > 40


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a\x00", "a\u2028b"])
def test_a_name_is_one_line(empty_store: Store, name: str) -> None:
    with pytest.raises(InvalidDraft, match="must not contain"):
        _made(empty_store, name, Scope.EDIT)


@pytest.mark.parametrize("name", ["glossary import", "glossary undo", "glossary load", "glossary x"])
def test_nobody_is_named_as_a_command_is(empty_store: Store, name: str) -> None:
    with pytest.raises(InvalidDraft, match="does not begin with “glossary ”"):
        _made(empty_store, name, Scope.EDIT)
    assert _made(empty_store, "glossary", Scope.EDIT)


@pytest.mark.parametrize("name", ["", "   ", "x" * 65])
def test_a_name_has_1_to_64_characters(empty_store: Store, name: str) -> None:
    with pytest.raises(InvalidDraft, match="1 to 64 characters"):
        _made(empty_store, name, Scope.EDIT)


def test_a_list_shows_neither_the_token_nor_its_hash(empty_store: Store) -> None:
    tokens = [_made(empty_store, name, Scope.EDIT) for name in ("first", "second")]
    with empty_store.reading() as connection:
        listed = list_tokens(connection)
        hashes = connection.exec_driver_sql("SELECT hash FROM api_token").scalars().all()
    assert [one.name for one in listed] == ["first", "second"]
    assert [(one.scopes, one.last_used, one.revoked) for one in listed] == [(["edit"], None, None)] * 2
    assert not [secret for secret in (*tokens, *hashes) if secret in str(listed)]


def test_a_token_that_was_revoked_names_nobody_and_keeps_its_name(empty_store: Store) -> None:
    token, other = _made(empty_store, "one", Scope.EDIT), _made(empty_store, "other", Scope.EDIT)
    with empty_store.reading() as connection:
        before = state(connection)
    with empty_store.writing("tests") as write:
        first = revoke_token(write, "one")
    with empty_store.reading() as connection:
        assert holder_of(connection, token) is None
        assert holder_of(connection, other) is not None
        assert state(connection) == before
        assert [one.name for one in list_tokens(connection) if one.revoked] == ["one"]
    with empty_store.writing("tests") as write:
        assert revoke_token(write, "one") == first
    with pytest.raises(InvalidDraft, match="a token named one already"):
        _made(empty_store, "one", Scope.EDIT)


def test_a_token_that_is_not_there_cannot_be_revoked(empty_store: Store) -> None:
    with empty_store.writing("tests") as write, pytest.raises(NotFound, match="there is no token named nobody"):
        revoke_token(write, "nobody")

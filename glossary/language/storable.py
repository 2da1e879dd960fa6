"""What a text cannot hold if it is to be encoded, and what if a database is to take it."""


def unencodable(text: str) -> str | None:
    """Return what no encoding has of a text, in words; None where it can be encoded.

    >>> unencodable("三\\x00清零"), unencodable("\\ud83d")
    (None, 'lone surrogates')
    """
    return "lone surrogates" if any("\ud800" <= character <= "\udfff" for character in text) else None


def unstorable(text: str) -> str | None:
    """Return what no database takes of a text, in words; None where it can be stored.

    >>> unstorable("三清零"), unstorable("三\\x00清零"), unstorable("\\ud83d")
    (None, 'NUL', 'lone surrogates')
    """
    return "NUL" if "\x00" in text else unencodable(text)

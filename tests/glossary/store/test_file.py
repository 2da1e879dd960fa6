"""The file of a store, by itself."""

from pathlib import Path

import pytest

from glossary.errors import StoreError
from glossary.store.file import prepare_file


def _opened(path: Path) -> bool:
    """Return whether this process holds the file open (Linux shows it)."""
    return path in [name.readlink() for name in Path("/proc/self/fd").iterdir() if name.is_symlink()]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what is open is read from /proc")
def test_a_file_that_cannot_be_prepared_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all " * 100)
    with pytest.raises(StoreError, match="cannot create a store at") as caught:
        prepare_file(path)
    assert not _opened(path), caught

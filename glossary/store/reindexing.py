"""Making all that is derived anew: what mends a store whose rows are sound and whose keys or entries are not."""

from glossary.progress import Progress, untold
from glossary.store.opening import Store
from glossary.writing import rebuild


def reindex(store: Store, actor: str, progress: Progress = untold) -> int:
    """Make keys and entries of every concept anew, in one transaction; return the new revision.

    The revision rises although no concept changed: caches and indexes hold what was made of the old keys. `progress` is
    told how many concepts are done, and of how many. Raises StoreError as `Store.writing` does.
    """
    with store.writing(actor) as write:
        rebuild(write.session, progress)
        write.renewed()
    return write.revision

"""The store: opening, refusing, checking, backing up and deriving anew the one place where state is kept."""

"""One module a format: a stream of bytes out, a stream of drafts in. No session here."""

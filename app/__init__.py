"""The HTTP service: parse a request, call `glossary`, shape the answer."""

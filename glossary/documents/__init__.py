"""From the bytes of a file to one normal form: a text and its blocks."""

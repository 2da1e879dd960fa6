"""What libraries run into where a file is broken: each of these means just that, and not a fault of ours."""

import lzma
import struct
import zipfile
import zlib

BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What unpacking meets; a compression that it does not know, a password, too deep a nesting are RuntimeErrors; a place
before the beginning is a ValueError.
"""

BROKEN_PARTS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError)
"""What reading meets whose parts are not as it expects them, and which nobody checks first."""

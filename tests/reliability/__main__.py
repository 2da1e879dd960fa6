"""Run the faults suite at full length and write what it counted: `python -m tests.reliability [FILE]`."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    file = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "docs" / "reliability.md")
    sys.exit(pytest.main(["-n", "2", "--figures", file, str(ROOT / "tests" / "reliability")]))
